"""Number forms of part `seen`: how an amount is put in a cell, and the reading of amounts written as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


def dotted(number: Decimal, decimals: int = 0) -> str:
    """An amount in Dutch notation, without sign."""
    text = f"{abs(number):,.{decimals}f}"
    return text.replace(",", "_").replace(".", ",").replace("_", ".")


@dataclass(frozen=True)
class NumberForm:
    """A way of writing amounts: a number format, or a function that makes a text."""

    name: str
    form: str = "#,##0"
    text: Callable[[Decimal, int], str] | None = None
    nil: str = "0"  # 0, blank, or the text that stands for nil
    euro_column: bool = False


def minus_before(number: Decimal, decimals: int) -> str:
    """-1.234"""
    return ("-" if number < 0 else "") + dotted(number, decimals)


def brackets(number: Decimal, decimals: int) -> str:
    """(1.234)"""
    return f"({dotted(number, decimals)})" if number < 0 else dotted(number, decimals)


def minus_after(number: Decimal, decimals: int) -> str:
    """1.234-"""
    return dotted(number, decimals) + ("-" if number < 0 else "")


def stroke_after(number: Decimal, decimals: int) -> str:
    """1.234 -/-"""
    return dotted(number, decimals) + (" -/-" if number < 0 else "")


def euro_before(number: Decimal, decimals: int) -> str:
    """€ 1.234 or € -1.234"""
    return "€ " + minus_before(number, decimals)


FORMS: tuple[tuple[NumberForm, float], ...] = (
    (NumberForm("plain", "0"), 5),
    (NumberForm("general", "General"), 4),
    (NumberForm("thousands", "#,##0"), 12),
    (NumberForm("thousands minus", "#,##0;-#,##0"), 5),
    (NumberForm("brackets", "#,##0;(#,##0)"), 7),
    (NumberForm("brackets dash", '#,##0_);(#,##0);"-"_)'), 6),
    (NumberForm("dash format", '#,##0;-#,##0;"-"'), 8),
    (NumberForm("red", "#,##0;[Red]-#,##0"), 3),
    (NumberForm("euro", '"€" #,##0;"€" -#,##0'), 3),
    (NumberForm("accounting", '_ "€" * #,##0_ ;_ "€" * -#,##0_ ;_ "€" * "-"_ ;_ @_ '), 4),
    (NumberForm("stroke", '#,##0;#,##0" -/-"'), 3),
    (NumberForm("minus after", "#,##0_-;#,##0-"), 3),
    (NumberForm("nil dash", "#,##0", nil="-"), 6),
    (NumberForm("nil en dash", "#,##0;(#,##0)", nil="–"), 4),
    (NumberForm("nil blank", "#,##0", nil=""), 6),
    (NumberForm("nil word", "#,##0", nil="nihil"), 1),
    (NumberForm("euro column", "#,##0", euro_column=True), 4),
    (NumberForm("euro column dash", "#,##0;-#,##0", nil="-", euro_column=True), 3),
    (NumberForm("text", "@", text=minus_before, nil="-"), 2),
    (NumberForm("text brackets", "@", text=brackets, nil="-"), 1.5),
    (NumberForm("text minus after", "@", text=minus_after, nil="0"), 1),
    (NumberForm("text stroke", "@", text=stroke_after, nil="-"), 1),
    (NumberForm("text euro", "@", text=euro_before, nil="€ -"), 1),
)


def ambiguous(text: str) -> bool:
    """Whether a text amount could also be read as a number with a decimal point."""
    body = text.strip("€()-/ ")
    return body.count(".") == 1 and "," not in body
