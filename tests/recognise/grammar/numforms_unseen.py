"""Number forms of part `unseen`."""

from __future__ import annotations

from decimal import Decimal

from .numforms import NumberForm, dotted


def stroke_before(number: Decimal, decimals: int) -> str:
    """-/- 1.234"""
    return ("-/- " if number < 0 else "") + dotted(number, decimals)


def comma_dash(number: Decimal, decimals: int) -> str:
    """1.234,- and -1.234,-"""
    tail = "" if decimals else ",-"
    return ("-" if number < 0 else "") + dotted(number, decimals) + tail


def euro_brackets(number: Decimal, decimals: int) -> str:
    """€ (1.234)"""
    return f"€ ({dotted(number, decimals)})" if number < 0 else f"€ {dotted(number, decimals)}"


FORMS: tuple[tuple[NumberForm, float], ...] = (
    (NumberForm("space format", "#,##0 ;-#,##0 "), 8),
    (NumberForm("brackets space", "#,##0 ;(#,##0)"), 6),
    (NumberForm("stroke before", '#,##0;"-/- "#,##0'), 4),
    (NumberForm("three parts", '#,##0;-#,##0;"nihil"'), 4),
    (NumberForm("blue", "[Blue]#,##0;[Red](#,##0)"), 2),
    (NumberForm("eur word", '"EUR" #,##0;"EUR" -#,##0'), 3),
    (NumberForm("no thousands", "0;(0)"), 4),
    (NumberForm("nil double dash", "#,##0", nil="--"), 4),
    (NumberForm("nil em dash", "#,##0;-#,##0", nil="—"), 3),
    (NumberForm("euro column en dash", "#,##0;(#,##0)", nil="–", euro_column=True), 3),
    (NumberForm("text stroke before", "@", text=stroke_before, nil="-"), 1.5),
    (NumberForm("text comma dash", "@", text=comma_dash, nil="-"), 1.5),
    (NumberForm("text euro brackets", "@", text=euro_brackets, nil="€ -"), 1.5),
)
