"""Recognising a trial balance in a sheet without a mapping: columns by their sums, accounts by name, group and sum."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Final, Literal

from xbrl_pipeline.mapping.scale import said_scale
from xbrl_pipeline.mapping.trial_balance.files import Year
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.model.questions import Answers
from xbrl_pipeline.recognise.lexicon import Lexicon, Statement
from xbrl_pipeline.recognise.trial_balance.amounts import Columns, Meant
from xbrl_pipeline.recognise.trial_balance.apart import (
    find_clearing,
    find_internal,
    find_result,
    find_statistics,
    ties_by_number,
    total,
    unclosed_years,
)
from xbrl_pipeline.recognise.trial_balance.asking import Group, column_id, group_open, scale_id, settle, sign_id
from xbrl_pipeline.recognise.trial_balance.assign import Assigner
from xbrl_pipeline.recognise.trial_balance.columns import find_columns
from xbrl_pipeline.recognise.trial_balance.english import is_english, translate
from xbrl_pipeline.recognise.trial_balance.finder import find_second, find_shape
from xbrl_pipeline.recognise.trial_balance.ledger import AccountLedger, Item, join_ledgers, make_ledger
from xbrl_pipeline.recognise.trial_balance.natural import find_turned
from xbrl_pipeline.recognise.trial_balance.proposal import Scale, TrialProposal
from xbrl_pipeline.recognise.trial_balance.shape import Shape, amount_of
from xbrl_pipeline.recognise.trial_balance.tree import Tree
from xbrl_pipeline.recognise.trial_balance.verdict import AccountPlacement
from xbrl_pipeline.recognise.trial_balance.vocabulary import Half, matches
from xbrl_pipeline.recognise.trial_balance.year import find_year
from xbrl_pipeline.workbook.cells import SheetCells

__all__ = [
    "TrialProposal",
    "find_trial_books",
    "is_trial_balance",
    "lists_accounts",
    "recognise_trial_balance",
    "recognise_trial_book",
]

Sign = Literal["balance", "reversed"]
_SAID: Final[dict[str | None, Sign]] = {"balance": "balance", "reversed": "reversed"}
_AGREE: Final = Decimal("0.8")  # of the accounts must stand on the side that its line has
_LIST: Final = 40  # accounts; statements have fewer lines with numbers
_HALF_LIST: Final = 12  # accounts, where others stand beside them in the same rows
_SMALL: Final = 20_000  # euros: no board turns over less in a year
_NO_ANSWERS: Final = Answers()


def find_trial_books(
    sheets: Sequence[SheetCells], lexica: Mapping[Statement, Lexicon]
) -> tuple[tuple[SheetCells, ...], ...]:
    """Find the trial balances of a workbook: sheets that list accounts and in which debit equals credit.

    One may stand on several sheets: the balance sheet on one and income and expenses on another, or one for each part
    of the plan of accounts.
    """
    shown = [sheet for sheet in sheets if not sheet.hidden]
    shapes = [(sheet, shape) for sheet in shown if (shape := find_shape(sheet)) is not None]
    ledgers = [(sheet, make_ledger(shape, find_columns(shape, None))) for sheet, shape in shapes]
    apart = [(sheet, ledger) for sheet, ledger in ledgers if not _ties_now(ledger)]
    together = _find_parts(apart, shown)
    books = [(sheet,) for sheet, ledger in ledgers if sheet not in together and _ties(ledger)]
    rest = [(sheet, ledger) for sheet, ledger in ledgers if (sheet,) not in books and sheet not in together]
    books += [(sheet,) for sheet, ledger in rest if _turned(ledger, lexica)]
    rest = [(sheet, ledger) for sheet, ledger in rest if (sheet,) not in books]
    pairs = [(one[0], other[0]) for one, other in combinations(rest, 2) if _belong(one[1], other[1], lexica)]
    return (*_latest(books), *([together] if together else ()), *(pairs if len(pairs) == 1 else ()))


def _latest(books: Sequence[tuple[SheetCells, ...]]) -> Sequence[tuple[SheetCells, ...]]:
    """Leave out the same trial balance of an earlier year on a sheet of its own; it is asked what that is."""
    told = {id(sheets[0]): year for sheets in books if (year := find_year(sheets)) is not None}
    if len(told) != len(books) or len({year.value for year in told.values()}) < len(books):
        return books
    return [max(books, key=lambda sheets: int(told[id(sheets[0])].value))] if books else books


def _find_parts(
    ledgers: Sequence[tuple[SheetCells, AccountLedger]], shown: Sequence[SheetCells]
) -> tuple[SheetCells, ...]:
    """Return the sheets that together are one trial balance: all that do not tie, with short ones laid out alike."""
    found = list(ledgers)
    known = [sheet for sheet, _ in found]
    alike = {_layout(ledger.shape) for _, ledger in found}
    for sheet in (each for each in shown if each not in known) if found else ():
        shape = find_shape(sheet, fewest=1)
        if shape is not None and _layout(shape) in alike:
            found.append((sheet, make_ledger(shape, find_columns(shape, None))))
    for parts in (found, list(ledgers)):
        keys = [item.key for _, ledger in parts for item in ledger.accounts if not item.group]
        sums = [total([item for item in each.accounts if not item.group], "current") for _, each in parts]
        if len(parts) > 1 and len(set(keys)) == len(keys) and all(sums) and sum(sums) == 0:
            sheets = [sheet for sheet, _ in parts]
            return tuple(sheet for sheet in shown if sheet in sheets)
    return ()


def _layout(shape: Shape) -> tuple[str, ...]:
    return tuple(fold(shape.head(column)) for column in (shape.account, *shape.amounts))


def _ties_now(ledger: AccountLedger) -> bool:
    """Tell whether debit equals credit in the year that the sheet is about."""
    apart = find_statistics(ledger)
    means = "current" if "current" in ledger.years else next(iter(ledger.years), None)
    return means in _proven(ledger, apart) or (means is not None and ties_by_number(ledger, apart))


def lists_accounts(sheet: SheetCells) -> bool:
    """Tell whether a sheet lists accounts, as a trial balance does, whether or not they tie."""
    shape = find_shape(sheet)
    if shape is None or len(shape.lines) < (_HALF_LIST if find_second(shape) else _LIST):
        return False
    english = is_english(line.words for line in shape.lines)
    names = [translate(line.words) if english else line.words for line in shape.lines]
    known = sum(any(not match.weak for match in matches(name)) for name in names)
    return 2 * known >= len(shape.lines)


def is_trial_balance(sheet: SheetCells) -> bool:
    """Tell whether a sheet is a trial balance beyond doubt: it lists accounts, and debit equals credit."""
    shape = None if sheet.hidden else find_shape(sheet)
    return shape is not None and _ties(make_ledger(shape, find_columns(shape, None)))


def _ties(ledger: AccountLedger) -> bool:
    apart = find_statistics(ledger)
    return bool(_proven(ledger, apart)) or ties_by_number(ledger, apart)


def _turned(ledger: AccountLedger, lexica: Mapping[Statement, Lexicon]) -> bool:
    """Tell whether debit equals credit with every account positive on its own side."""
    assigner = Assigner(ledger, Tree(lexica))
    assigner.settle_halves()
    return _are_single(ledger) and find_turned(ledger, assigner, find_statistics(ledger)) is not None


def _belong(one: AccountLedger, other: AccountLedger, lexica: Mapping[Statement, Lexicon]) -> bool:
    """Tell whether two sheets are one trial balance: neither ties, both together do, by whatever sign."""
    if {item.key for item in one.accounts} & {item.key for item in other.accounts}:
        return False
    sums = [abs(total([item for item in each.accounts if not item.group], "current")) for each in (one, other)]
    return (sums[0] == sums[1] != 0) or _turned(join_ledgers([one, other]), lexica)


def _are_single(ledger: AccountLedger) -> bool:
    return all(amount.form == "balance" for year in ledger.years for amount in ledger.columns.closing(year))


def recognise_trial_balance(
    sheet: SheetCells,
    lexica: Mapping[Statement, Lexicon],
    *,
    year: int | None = None,
    answers: Answers = _NO_ANSWERS,
) -> TrialProposal | None:
    """Propose what a trial balance on one sheet holds; None where the sheet lists no accounts."""
    return next(iter(recognise_trial_book((sheet,), lexica, year=year, answers=answers)), None)


def recognise_trial_book(
    sheets: Sequence[SheetCells],
    lexica: Mapping[Statement, Lexicon],
    *,
    year: int | None = None,
    answers: Answers = _NO_ANSWERS,
) -> tuple[TrialProposal, ...]:
    """Propose what the sheets of a trial balance hold and where its accounts belong, sheet by sheet.

    ``year`` is that of the report; without it the latest year in the headers counts as such.
    """
    fewest = {"fewest": 1} if len(sheets) > 1 else {}  # parts of one list may be short
    shapes = [shape for sheet in sheets if (shape := find_shape(sheet, **fewest)) is not None]
    if not shapes:
        return ()
    ledgers = [make_ledger(shape, _said(find_columns(shape, year), answers)) for shape in shapes]
    ledger, tree = join_ledgers(ledgers), Tree(lexica)
    assigner = Assigner(ledger, tree)
    assigner.settle_halves()
    apart = find_statistics(ledger)
    signs = _settle_signs(ledgers, ledger, assigner, apart, answers)
    apart |= find_internal(ledger)
    apart |= {id(verdict.item): verdict for verdict in find_clearing(ledger) if id(verdict.item) not in apart}
    contra, result = find_result(ledger, apart)
    assigner.verdicts |= {**apart, **contra}
    verdicts = {key: _checked(verdict, result=result) for key, verdict in assigner.assign().items()}
    unclosed = unclosed_years(ledger, apart)
    proven = tuple(dict.fromkeys((*_proven(ledger, apart), *unclosed)))
    found = []
    for place, own in enumerate(ledgers):
        listed = [verdicts[id(item)] for item in own.accounts if id(item) in verdicts]
        done, groups = _answered(listed, answers, tree)
        found.append(
            TrialProposal(
                own,
                tree,
                tuple(done),
                tuple(groups),
                signs[place],
                _scale(own.shape, own, answers),
                proven,
                result=result and place == 0,
                unclosed=unclosed,
                continues=ledgers[0].shape.sheet.name if place else "",
            )
        )
    return tuple(found)


def _settle_signs(
    ledgers: Sequence[AccountLedger],
    ledger: AccountLedger,
    assigner: Assigner,
    apart: Mapping[int, AccountPlacement],
    answers: Answers,
) -> list[dict[Year, Sign | None]]:
    """Say of each sheet which balance is positive in its single columns, and make all balances debit positive."""
    tied = not _are_single(ledger) or bool(_proven(ledger, apart))
    turned = None if tied else find_turned(ledger, assigner, apart)
    if turned is not None:
        for item in turned:
            item.turned = True
            item.balances = {year: -balance for year, balance in item.balances.items()}
        return [dict.fromkeys(each.years, "balance") for each in ledgers]
    found = []
    for own in ledgers:
        known = ledger if tied else own
        said = {means: answers.to(sign_id(own.shape, means)) for means in _single(own.columns)}
        signs = {
            means: _SAID[answer] if answer in _SAID else _sign(means, known, assigner, apart)
            for means, answer in said.items()
        }
        for means in (means for means, sign in signs.items() if sign == "reversed"):
            _turn(own, means)
        found.append(signs)
    return found


def _said(columns: Columns, answers: Answers) -> Columns:
    """Give columns the meaning that a person gave them."""
    meant, beside, rest = list(columns.meant), list(columns.beside), []
    for amount in columns.open:
        said = answers.to(column_id(amount))
        taken = {(each.means, each.holds) for each in meant}
        if said == "part":
            meant.append(Meant(amount, "current", "closing", amount.head))
        elif said in ("current", "previous", "budget") and (said, "closing") not in taken:
            meant.append(Meant(amount, said, "closing"))  # type: ignore[arg-type]
        elif said == "ignore":
            beside += [(column, "person") for column in amount.columns]
        else:
            rest.append(amount)
    return replace(columns, meant=tuple(meant), beside=tuple(beside), open=tuple(rest))


def _single(columns: Columns) -> list[Year]:
    """Return the years whose balances stand in one column, in which either side may be positive."""
    return [means for means in columns.years if any(amount.form == "balance" for amount in columns.closing(means))]


def _sign(means: Year, ledger: AccountLedger, assigner: Assigner, apart: Mapping[int, AccountPlacement]) -> Sign | None:
    """Say which balance is positive in the columns of a year: that on which known accounts mostly stand."""
    known = [item for item in ledger.accounts if item.used and not item.group and id(item) not in apart]
    halves: tuple[Half, ...] = ("balance", "income")
    shares = [assigner.agreement([item for item in known if item.half == half], means) for half in halves]
    if total(known, means) == 0:  # then one sign holds for all accounts
        shares = [assigner.agreement(known, means)]
    found = [share for share in shares if share is not None]
    if found and all(share >= _AGREE for share in found):
        return "balance"
    if found and all(share <= 1 - _AGREE for share in found):
        return "reversed"
    return None


def _turn(ledger: AccountLedger, means: Year) -> None:
    for item in ledger.accounts:
        item.balances[means] = -item.balances[means]


def _checked(verdict: AccountPlacement, *, result: bool) -> AccountPlacement:
    """Ask about an account with the result of a year where the result is worked out too: it may be last year's."""
    if result and verdict.line == "ResultForTheYear" and any(verdict.item.balances.values()):
        return AccountPlacement(verdict.item, choices=("GeneralReserve", "ResultForTheYear"))
    if verdict.open and not any(verdict.item.balances.values()):
        return replace(verdict, ignore="even", choices=())
    return verdict


def _answered(
    verdicts: list[AccountPlacement], answers: Answers, tree: Tree
) -> tuple[list[AccountPlacement], list[Group]]:
    done = [verdict for verdict in verdicts if not verdict.open]
    groups: list[Group] = []
    for group in group_open(verdicts):
        for each in settle(group, answers, tree):
            if isinstance(each, Group):
                groups.append(each)
            else:
                done.append(each)
    order = {id(verdict.item): place for place, verdict in enumerate(verdicts)}
    return sorted(done, key=lambda verdict: order[id(verdict.item)]), groups


def _proven(ledger: AccountLedger, apart: Mapping[int, AccountPlacement]) -> tuple[Year, ...]:
    outside = {key for key, verdict in apart.items() if verdict.outside}
    money: list[Item] = [item for item in ledger.accounts if not item.group and id(item) not in outside]
    return tuple(
        year
        for year in ledger.years
        if year != "budget" and total(money, year) == 0 and any(item.balances.get(year) for item in money)
    )


def _scale(shape: Shape, ledger: AccountLedger, answers: Answers) -> Scale | None:
    """Say in which unit the amounts are: what the sheet says, else euros; a question where that is not likely."""
    said = answers.to(scale_id(shape))
    if said in ("1", "1000"):
        return 1 if said == "1" else 1000
    first = shape.lines[0].row
    texts = [cell.shown for cell in shape.sheet.cells if cell.ref.row < first and isinstance(cell.value, str)]
    found = next((scale for text in (*texts, shape.sheet.name) if (scale := said_scale(text)) is not None), None)
    columns = [column for year in ledger.years for each in ledger.columns.closing(year) for column in each.columns]
    values = [amount_of(shape.sheet.at(line.row, column)) for line in shape.lines for column in columns]
    if any(value % 1 for value in values):
        return 1 if found is None else None
    if found is not None:
        return found
    return None if sum((abs(value) for value in values), Decimal(0)) < 2 * _SMALL else 1
