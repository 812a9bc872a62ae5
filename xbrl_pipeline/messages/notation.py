"""Figures and dates the way readers of a language write them."""

from datetime import date
from decimal import Decimal

_SWAP = str.maketrans(",.", ".,")
NBSP = "\u00a0"


def amount(value: Decimal | int, lang: str = "nl") -> str:
    """Write a number with thousands separators: ``1.234,5`` in Dutch, ``1,234.5`` in English; a real minus sign."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return (text.translate(_SWAP) if lang == "nl" else text).replace("-", "\u2212")


def day(value: date) -> str:
    """Write a date as Dutch accounts do: ``31-12-2025``; English readers of those accounts see the same."""
    return f"{value:%d-%m-%Y}"
