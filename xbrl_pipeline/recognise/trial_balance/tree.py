"""The lines of balance sheet and income statement as places for accounts: the lowest lines and their sections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, Literal

from xbrl_pipeline.recognise.lexicon import START, Entry, Lexicon, Statement
from xbrl_pipeline.recognise.match import How, candidates
from xbrl_pipeline.recognise.table import Row
from xbrl_pipeline.recognise.trial_balance.vocabulary import HALVES, Half

Side = Literal["asset", "funding", "income", "expense", "financial"]
_SIDES: Final[dict[str, Side]] = {
    "Assets": "asset",
    "EquityAndLiabilities": "funding",
    "Income": "income",
    "Expenses": "expense",
}
WHOLE: Final = frozenset({*_SIDES, "AssetsNoncurrent", "AssetsCurrent"})  # parts of a statement with several sections
_RESULTS: Final = frozenset(  # what is left of others, and never an account
    {"BalanceIncomeAndExpenses", "ResultBeforeTax", "ResultAfterTax", "NetResultAfterTax", "EquityGroup"}
    | {"ResultAttributableNoncontrollingInterest", "NoncontrollingInterest"}
)
_CODES: Final = {  # RGS: helps where names leave a choice
    "BIva": "IntangibleAssets",
    "BMva": "PropertyPlantEquipment",
    "BFva": "FinancialAssets",
    "BVrd": "Inventories",
    "BVor": "Receivables",
    "BEff": "SecuritiesCurrent",
    "BLim": "CashAndCashEquivalents",
    "BEiv": "Equity",
    "BVrz": "Provisions",
    "BLas": "LiabilitiesNoncurrent",
    "BSch": "LiabilitiesCurrent",
    "WPer": "EmployeeBenefitsExpenses",
    "WBedOvp": "EmployeeBenefitsExpenses",
    "WBedOvr": "ExpensesOther",
    "WBedAlk": "ExpensesOther",
    "WBedKan": "ExpensesOther",
    "WAfs": "DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets",
    "WBedHui": "AccommodationCosts",
    "WFbe": "FinancialIncomeExpenses",
}


@dataclass(frozen=True)
class Tree:
    """Where accounts can be placed. A section is a main line of a statement: Receivables, AccommodationCosts."""

    lexica: Mapping[Statement, Lexicon]

    @cached_property
    def entries(self) -> dict[str, tuple[Half, Entry]]:
        """Every line of both statements."""
        return {
            key: (half, entry)
            for half in HALVES
            if half in self.lexica
            for key, entry in self.lexica[half].entries.items()
            if not key.endswith(START)
        }

    @cached_property
    def _sections(self) -> dict[str, str]:
        return {key: self._find_section(key) for key in self.entries}

    def _find_section(self, key: str) -> str:
        above = [key, *self.lexica[self.entries[key][0]].ancestors(key)]
        lower = [each for each in above if each not in WHOLE]
        return lower[-1] if lower else key

    def is_leaf(self, key: str) -> bool:
        """Tell whether accounts can stand on a line: nothing adds up to it, and it counts in a statement."""
        if key not in self.entries or key in _RESULTS:
            return False
        half, entry = self.entries[key]
        return key not in self.lexica[half].children and (entry.parent is not None or entry.concept.balance is not None)

    def section(self, key: str) -> str:
        """Return the main line that a line counts in."""
        return self._sections[key]

    def half(self, key: str) -> Half:
        """Return the statement of a line."""
        return self.entries[key][0]

    def side(self, key: str) -> Side:
        """Return the side of a statement on which a line stands."""
        above = [key, *self.lexica[self.half(key)].ancestors(key)]
        return next((_SIDES[each] for each in above if each in _SIDES), "financial")

    def label(self, key: str) -> str:
        """Return the words of a line."""
        return self.entries[key][1].label

    def debit(self, key: str) -> bool:
        """Tell whether a debit balance is positive on a line."""
        return self.entries[key][1].concept.balance == "debit"

    def leaves(self, section: str) -> list[str]:
        """Return the lowest lines of a section, in their order."""
        return [key for key in self.entries if self.is_leaf(key) and self._sections[key] == section]

    def section_of_code(self, code: str) -> str | None:
        """Return the section that an RGS code points to."""
        return next((key for start, key in _CODES.items() if code.startswith(start)), None)

    def named(self, text: str) -> tuple[str, ...]:
        """Return the lines whose name a text is: those of the group of an account, or of an account itself."""
        return _named(_Frozen(self), text)

    def within(self, keys: Iterable[str], half: Half | None) -> set[str]:
        """Return all lines that are one of some lines or count in one."""
        found = set(keys)
        return {
            key
            for key, (own, _) in self.entries.items()
            if (half is None or own == half) and (key in found or found & set(self.lexica[own].ancestors(key)))
        }


class _Frozen:
    """A tree that a cache can hold on to."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def __hash__(self) -> int:
        return id(self.tree.lexica)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Frozen) and other.tree.lexica is self.tree.lexica


@lru_cache(maxsize=4_000)
def _named(frozen: _Frozen, text: str) -> tuple[str, ...]:
    row = Row(0, "", text, (text,), {})
    found = [
        each.key
        for half in HALVES
        if half in frozen.tree.lexica
        for each in candidates(row, frozen.tree.lexica[half])
        if each.how >= How.SHORT and not each.key.endswith(START)
    ]
    return tuple(dict.fromkeys(found))
