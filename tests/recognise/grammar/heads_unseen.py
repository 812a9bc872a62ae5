"""Column heads, part `unseen`."""

from __future__ import annotations

from .heads import HeadStyle

HEADS: tuple[tuple[HeadStyle, float], ...] = (
    (HeadStyle(("per 31 december {y}",), ("Uitkomst {y}",), ("Begrotingsjaar {y}",)), 3),
    (HeadStyle(("31 dec. {y}",), ("Gerealiseerd {y}",), ("Begroot in {y}",)), 3),
    (HeadStyle(("31.12.{y}",), ("Boekjaar {y}",), ("Vastgestelde begroting {y}",)), 3),
    (HeadStyle(("eind {y}",), ("Cijfers {y}",), ("Plan {y}",)), 2),
    (HeadStyle(("@",), ("@",), ("Begr {y}",), form="mmm-yy"), 2),
    (HeadStyle(("@",), ("Totaal {y}",), ("Begroting jaar {y}",), form='"ultimo" yyyy'), 2),
    (HeadStyle(("Saldo ultimo {y}",), ("REAL {yy}",), ("BEGR {yy}",)), 2),
    (HeadStyle(("jr {y}",), ("jr {y}",), ("bgr {y}",)), 2),
    (HeadStyle(("Stand", "#"), ("Werkelijke cijfers", "#"), ("Begrotingscijfers", "#")), 3),
    (HeadStyle(("{y}", "31 dec."), ("{y}", "uitkomst"), ("{y}", "begroting"), merge=True), 3),
    (
        HeadStyle(("Bedragen per", "31 dec.", "{y}"), ("Bedragen", "werkelijk", "{y}"), ("Bedragen", "begroot", "{y}")),
        2,
    ),
    (
        HeadStyle(
            ("Huidig jaar",), ("Huidig jaar",), ("Begroting huidig jaar",), ("Voorafgaand jaar",), ("Voorafgaand jaar",)
        ),
        2,
    ),
    (HeadStyle(("Verslagjaar",), ("Verslagjaar",), ("Begroting",), ("Vergelijkend jaar",), ("Vergelijkend jaar",)), 2),
)

ENGLISH_HEADS: tuple[tuple[HeadStyle, float], ...] = (
    (HeadStyle(("December 31, {y}",), ("Realised {y}",), ("Budgeted {y}",)), 1),
    (HeadStyle(("year-end {y}",), ("FY{y}",), ("Budget FY{y}",)), 1),
)
