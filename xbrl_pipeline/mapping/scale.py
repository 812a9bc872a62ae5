"""A sheet that says it is in thousands, while its mapping says otherwise, would be wrong in every figure."""

import re
from functools import lru_cache
from itertools import takewhile
from typing import Final, Literal

from xbrl_pipeline.mapping.locate import Trouble
from xbrl_pipeline.mapping.plan import PlannedSheet
from xbrl_pipeline.mapping.words import Remark
from xbrl_pipeline.workbook.cells import SheetCells

_TIMES: Final = r"(?:(?<!\w)[x\u00d7*]|\bin)\s*(?:€|eur|euro)?\s*"
_SAID: Final[dict[Literal[1_000, 1_000_000], re.Pattern[str]]] = {
    1_000: re.compile(
        _TIMES + r"1[., ]?000(?![., ]?[0-9])|\bin (?:duizenden|duizendtallen|thousands)\b|"
        r"(?:€|\beur)\s*1[., ]?000(?![.,]?[0-9])|\bk\s?(?:€|eur\b)|(?:€|\beur)\s?k\b|(?:€|\beur)\s*['\u2019]000|"
        r"(?:€|\beur|\beuro)\s?thousands?\b|\bthousands? (?:of )?(?:euros?|eur)\b|\b(?:x|\*) ?(?:€ ?)?duizend\b",
        re.IGNORECASE,
    ),
    1_000_000: re.compile(
        _TIMES + r"1[.,]?000[.,]?000(?![.,]?[0-9])|\bin (?:miljoenen|millions?)\b|\bmln\b|€m\b|\bm\s?€|"
        r"(?:€|\beur|\beuro)\s?millions?\b|\bmillions? (?:of )?(?:euros?|eur)\b|\b(?:x|\*) ?(?:€ ?)?(?:1 )?miljoen\b",
        re.IGNORECASE,
    ),
}


@lru_cache(maxsize=20_000)
def said_scale(text: str) -> Literal[1_000, 1_000_000] | None:
    """Return the scale that a text names, if it names one."""
    return next((scale for scale, words in _SAID.items() if words.search(text)), None)


_EUROS: Final = re.compile(
    r"\b(?:in|bedragen in|luidt in|alles in) (?:hele )?(?:euro|eur)(?:['’]?s)?\b|"  # noqa: RUF001
    r"\bin (?:hele )?€(?![\s]*(?:1|x))|[x×*] ?€ ?1(?![0-9.,]*[0-9])",  # noqa: RUF001
    re.IGNORECASE,
)


_WHOLE_EUROS: Final = re.compile(r"\b(?:in )?(?:ge)?hele euro|\bwhole euro", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def stated_scale(text: str) -> Literal[1, 1_000, 1_000_000] | None:
    """Return the scale that a text states; 1 where it says that amounts are in euros, None where it says two."""
    said = said_scale(text)
    if said is not None and _WHOLE_EUROS.search(text):
        return None
    return said if said is not None else 1 if _EUROS.search(text) else None


def find_other_scale(planned: PlannedSheet, sheet: SheetCells, header: int) -> Trouble | None:
    """Return the first cell in or above the header that names another scale than the mapping."""
    for cell in takewhile(lambda cell: cell.ref.row <= header, sheet.cells):
        said = said_scale(cell.shown)
        own = planned.columns.get(cell.ref.column)
        mapped = own.scale if own is not None and own.scale is not None else planned.sheet.scale
        if said is not None and said != mapped:
            params = {"shown": cell.shown, "sheet": sheet.name, "scale": said, "mapped": mapped}
            return Trouble(Remark("mapping.other_scale", params), (cell.ref,))
    return None
