"""Column heads, part `seen`."""

from __future__ import annotations

from .heads import HeadStyle

HEADS: tuple[tuple[HeadStyle, float], ...] = (
    (HeadStyle(("31-12-{y}",), ("Realisatie {y}",), ("Begroting {y}",)), 8),
    (HeadStyle(("31 december {y}",), ("{y}",), ("Begroting {y}",)), 8),
    (HeadStyle(("#",), ("#",), ("Begroting {y}",)), 5),
    (HeadStyle(("{y}",), ("{y}",), ("Begroot {y}",)), 4),
    (HeadStyle(("@",), ("#",), ("Begroting {y}",), form="dd-mm-yyyy"), 5),
    (HeadStyle(("@",), ("Realisatie {y}",), ("Begroting {y}",), form="d mmmm yyyy"), 4),
    (HeadStyle(("@",), ("@",), ("Begroting {y}",), form="yyyy"), 3),
    (HeadStyle(("ultimo {y}",), ("Werkelijk {y}",), ("Begroting {y}",)), 4),
    (HeadStyle(("Ultimo {y}",), ("Exploitatie {y}",), ("Begroot {y}",)), 2),
    (HeadStyle(("31-12-{yy}",), ("R{y}",), ("B{y}",)), 3),
    (HeadStyle(("dec-{yy}",), ("Real. {y}",), ("Bud. {y}",)), 3),
    (HeadStyle(("31/12/{y}",), ("ACT {y}",), ("BUD {y}",)), 3),
    (HeadStyle(("Stand 31-12-{y}",), ("Jaar {y}",), ("Begr. {y}",)), 3),
    (HeadStyle(("Balans {y}",), ("Jaarrekening {y}",), ("Begroting {y}",)), 3),
    (HeadStyle(("per 31-12-{y}",), ("Rekening {y}",), ("Raming {y}",)), 2),
    (HeadStyle(("{y}", "EUR"), ("{y}", "EUR"), ("Begroting {y}", "EUR")), 3),
    (HeadStyle(("31 december", "{y}"), ("Realisatie", "{y}"), ("Begroting", "{y}")), 6),
    (HeadStyle(("31-12", "#"), ("Realisatie", "#"), ("Begroting", "#")), 5),
    (HeadStyle(("{y}", "31-12"), ("{y}", "Realisatie"), ("{y}", "Begroting"), merge=True), 5),
    (HeadStyle(("#", "ultimo"), ("#", "Werkelijk"), ("#", "Begroot"), merge=True), 3),
    (
        HeadStyle(
            ("Stand per", "31 december", "{y}"),
            ("Realisatie", "boekjaar", "{y}"),
            ("Begroting", "boekjaar", "{y}"),
            merge=True,
        ),
        3,
    ),
    (HeadStyle(("Boekjaar", "{y}", "€"), ("Boekjaar", "{y}", "€"), ("Begroting", "{y}", "€")), 3),
    (
        HeadStyle(
            ("Verslagjaar {y}",), ("Verslagjaar {y}",), ("Begroting {y}",), ("Vorig jaar {y}",), ("Vorig jaar {y}",)
        ),
        3,
    ),
    (HeadStyle(("Dit jaar",), ("Dit jaar",), ("Begroting",), ("Vorig jaar",), ("Vorig jaar",)), 3),
    (
        HeadStyle(
            ("Boekjaar",),
            ("Realisatie boekjaar",),
            ("Begroting boekjaar",),
            ("Voorgaand jaar",),
            ("Realisatie vorig boekjaar",),
        ),
        2,
    ),
    (HeadStyle(("31-12-{y} €",), ("Realisatie {y} €",), ("Begroting {y} €",)), 2),
)

ENGLISH_HEADS: tuple[tuple[HeadStyle, float], ...] = (
    (HeadStyle(("31 Dec {y}",), ("Actual {y}",), ("Budget {y}",)), 3),
    (HeadStyle(("31 December {y}",), ("{y}",), ("Budget {y}",)), 3),
    (HeadStyle(("#",), ("#",), ("Budget {y}",)), 2),
    (HeadStyle(("31/12/{y}",), ("ACT {y}",), ("BUD {y}",)), 2),
    (HeadStyle(("31 December", "{y}"), ("Actual", "{y}"), ("Budget", "{y}")), 2),
)
