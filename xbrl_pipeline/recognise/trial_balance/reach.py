"""How far the line of an account may lie from what its name says: lines that a cut name hides, sections around it."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from xbrl_pipeline.recognise.trial_balance.ledger import Item
from xbrl_pipeline.recognise.trial_balance.neighbours import ENOUGH, Neighbours
from xbrl_pipeline.recognise.trial_balance.tree import WHOLE, Tree
from xbrl_pipeline.recognise.trial_balance.vocabulary import Match, clean, completed, either, matches

_CLAIMS: Final = ("FinancialAssets", "Receivables")
_DEBTS: Final = ("LiabilitiesNoncurrent", "LiabilitiesCurrent")
_SAID: Final = (  # words, a debit balance or not, the sections that both together leave
    (re.compile(r"dubieu|oninba"), None, ("Receivables",)),
    (re.compile(r"aansch|cumulatie|\bcum\b|boekwaarde"), None, ("IntangibleAssets", "PropertyPlantEquipment")),
    (re.compile(r"bestemmings?(?:reserve|fonds)|algemene reserve"), None, ("Equity",)),
    (re.compile(r"vorder|te ontvangen|debiteur|vooruitbetaal|waarborg|\bborg"), True, _CLAIMS),
    (re.compile(r"schuld|te betalen|crediteur|af te dragen|vooruitontv|waarborg|\bborg|lening|hypothe"), False, _DEBTS),
)
_EXPENSES: Final = (
    "EmployeeBenefitsExpenses",
    "DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets",
    "AccommodationCosts",
    "ExpensesOther",
    "GovernmentContributionsIncomeTransfersSchoolBoards",
)
_SAID_OF_FLOWS: Final = (
    (re.compile(r"rente|interest|koers"), None, ("FinancialIncomeExpenses",)),
    (re.compile(r"\bafschrijving(?!.*(?:debiteur|vorder|oninba|dubieu))"), None, _EXPENSES[1:2]),
    (re.compile(r"salari|\blonen|pensioen|sociale (?:lasten|premies)"), True, _EXPENSES[:1]),
    (re.compile(r"kosten\b|lasten\b|uitgaven\b"), True, (*_EXPENSES, "FinancialIncomeExpenses")),
)
_LOAN: Final = re.compile(r"lening|hypothe|bankschuld")
_TERM: Final = re.compile(r"kortlopend|langlopend")
_ROOTS: Final = ("Assets", "EquityAndLiabilities", "NetResultAfterTax")


def find_hidden(item: Item, match: Match, tree: Tree) -> tuple[str, ...]:
    """Return the other lines of a section that a name would fit better if its last word went on."""
    section, found = tree.section(match.key), dict[str, None]()
    for name in completed(item.name):
        more = [other for other in matches(name) if tree.is_leaf(other.key)]
        more = [other for other in more if tree.section(other.key) == section]
        rule = either(name)
        if rule is not None and match.key in rule.lines:
            found |= dict.fromkeys(rule.lines)
        elif more and more[0].key != match.key:
            found[more[0].key] = None
    return tuple(found)


def find_reach(
    item: Item, keys: Iterable[str], tree: Tree, neighbours: Neighbours, sections: Mapping[int, str]
) -> tuple[str, ...]:
    """Return the totals and lines below which an account may belong: those of its heading, or around it.

    What its words say outright, that it is an asset that is written off or a claim, narrows that down.
    """
    return _narrowed(item, _find_reach(item, keys, tree, neighbours, sections), tree)


def _narrowed(item: Item, found: tuple[str, ...], tree: Tree) -> tuple[str, ...]:
    """Keep what is of the sections that the words of an account allow; all of it where they allow none of them."""
    allowed = _sections_said(item)
    kept: dict[str, None] = {}
    for key in found if allowed else ():
        below = tree.within([key], item.half)
        if tree.section(key) in allowed and key not in WHOLE:
            kept[key] = None
        else:
            kept |= dict.fromkeys(section for section in allowed if section in below)
    if allowed == _DEBTS and _LOAN.search(clean(item.name)) and not _TERM.search(clean(item.name)):
        kept |= dict.fromkeys(allowed)  # where loans stand no other account says
    return tuple(sorted(kept)) or found


def _sections_said(item: Item) -> tuple[str, ...]:
    """Return the sections to which the words of an account belong; nothing where they do not say."""
    said = {"balance": _SAID, "income": _SAID_OF_FLOWS}.get(item.half or "", ())
    name = clean(item.name)
    found = (sections for words, debit, sections in said if debit in (None, item.balance > 0) and words.search(name))
    return next(found, ())


def _find_reach(
    item: Item, keys: Iterable[str], tree: Tree, neighbours: Neighbours, sections: Mapping[int, str]
) -> tuple[str, ...]:
    found = {tree.section(key) for key in keys}
    wide: list[str] = []  # activa, lasten: the numbers say more
    for text in reversed(item.about):
        named = [key for key in tree.named(text) if item.half in (None, tree.half(key))]
        if named and not set(named) & WHOLE:
            return tuple(sorted({*named, *found}))
        wide = wide or named
    for length in range(len(item.digits) - 1, 0, -1):
        near = [other for other in neighbours.beginning(item.digits[:length]) if id(other) in sections]
        own = {sections[id(other)] for other in near if other is not item}
        if len(near) > ENOUGH and item.half is not None:
            return tuple(sorted(found | {key for key in own if tree.half(key) == item.half}))
    if wide:
        return tuple(sorted({*wide, *found}))
    roots = {"balance": _ROOTS[:2], "income": _ROOTS[2:], None: _ROOTS}[item.half]
    return tuple(key for key in roots if key in tree.entries)
