"""Texts that say a period and nothing else: "31 dec 2025", "begroting 2025", "vorig jaar", "Realisatie"."""

import re
from functools import lru_cache
from typing import Final

from xbrl_pipeline.recognise.heads import Head, read_head, read_head_text
from xbrl_pipeline.recognise.tokens import plain_letters
from xbrl_pipeline.workbook.cells import Cell

_SAYS: Final = re.compile(
    r"realisat\w*|gerealiseerd\w*|real|werkelijk\w*|feitelijk\w*|uitkomst\w*|jaarrekening\w*|rekening|rek|jr|actuals?|act|"
    r"begrot\w*|begroot\w*|begr|budget\w*|bud|bgt|prognose\w*|raming\w*|forecast|fc|verwacht\w*|definitief|"
    r"vastgesteld\w*|goedgekeurd\w*|vergelijkend\w*|cijfers?|bedrag(?:en)?|amounts?|"
    r"(?:boek|verslag|kalender|begrotings)?ja(?:ar|ren)|year|fy|periode|period|"
    r"vorig\w*|voorgaand\w*|voorafgaand\w*|afgelopen|huidig\w*|dit|lopend\w*|prior|previous|last|current|this|"
    r"stand|saldo|ultimo|ult|primo|eind\w*|begin\w*|opening\w*|closing|end|"
    r"enkelvoudig\w*|enk|geconsolid\w*|cons|separate|consolidated|"
    r"per|over|van|het|de|der|in|op|t/?m|tot|en|met|of|the|for|as|at|t|"
    r"jan\w*|feb\w*|mrt|maart|mar\w*|apr\w*|mei|may|jun\w*|jul\w*|aug\w*|sep\w*|okt\w*|oct\w*|nov\w*|dec\w*"
)
_LONGEST: Final = 60


@lru_cache(maxsize=20_000)
def is_bare(text: str) -> bool:
    """Tell whether a text has no words but those that say a period."""
    words = re.findall(r"[^\W\d_]+(?:/[^\W\d_]+)?", plain_letters(text))
    return len(text) <= _LONGEST and all(_SAYS.fullmatch(word) for word in words)


def period_of(cell: Cell) -> Head | None:
    """Return what a cell says that says a period and nothing else; None for any other cell."""
    if isinstance(cell.value, str):
        head = read_head_text(cell.shown) if is_bare(cell.shown) else None
    else:
        head = read_head(cell)
    if head is None or head.odd or head.aside or not (head.timed or head.kind in ("actual", "budget", "forecast")):
        return None
    return head
