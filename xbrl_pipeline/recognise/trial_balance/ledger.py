"""The accounts of a trial balance as they are placed: one for each number, with its balances and what surrounds it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final

from xbrl_pipeline.mapping.trial_balance.files import Year
from xbrl_pipeline.mapping.trial_balance.numbers import AccountNumber
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.recognise.trial_balance.amounts import Columns
from xbrl_pipeline.recognise.trial_balance.english import is_english, translate
from xbrl_pipeline.recognise.trial_balance.shape import AccountLine, Shape, amount_of
from xbrl_pipeline.recognise.trial_balance.vocabulary import Half

_SUM: Final = re.compile(r"^(?:sub|eind|groeps?)?totaal\b[: ]*|^total\b[: ]*|^saldo\b[: ]*|^som\b[: ]*")
_CODED: Final = re.compile(r"[BW](?:[A-Z][a-z]{2})+")
_SHORTEST_CUT: Final = 20  # letters in which an export keeps a name
_FEWEST_CUT: Final = 3  # names of that length: chance gives one or two
_LEADING: Final = re.compile(r"^(?:(?:groep|rubriek|klasse|hoofdgroep|categorie)\s+)?[0-9][0-9.x*-]*\s*[-:.]?\s+")
_BALANCE: Final = frozenset({"b", "bal", "balans", "balansrekening", "activa", "passiva", "bs"})
_INCOME: Final = frozenset(
    {
        *("w", "v", "w&v", "v&w", "wv", "vw", "w en v", "w/v", "v/w", "winst en verlies", "verlies en winst"),
        *("winst- en verliesrekening", "resultaat", "kosten", "lasten", "opbrengsten", "opbrengst", "baten"),
        *("exploitatie", "pl", "p&l", "r"),
    }
)


@dataclass
class AccountLedger:
    """All accounts in the order of the sheet, with the rows that are no accounts."""

    shape: Shape
    columns: Columns
    accounts: tuple["Item", ...]

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """The years that have amounts."""
        return self.columns.years


@dataclass(eq=False)
class Item:
    """One account. ``balances`` are debit positive; ``about`` are the words that it shares with its neighbours.

    ``half``: on the balance sheet or in the income statement, where the sheet itself shows it.
    """

    key: AccountNumber
    number: str
    words: str
    digits: str
    rows: tuple[int, ...]
    balances: dict[Year, Decimal]
    code: str = ""
    about: tuple[str, ...] = ()
    half: Half | None = None
    used: bool = False  # some cell of it holds an amount that counts
    typed: bool = False  # the number is a number: 0010 became 10
    cut: bool = False  # the words end where the column of the export ended
    turned: bool = False  # positive for credit, where the others are for debit
    group: bool = False  # a total of the accounts that begin with its number
    name: str = ""  # the words in the language of the list of names: those of an English ledger in Dutch

    def __post_init__(self) -> None:
        """Take the words for the name where nothing else is said."""
        self.name = self.name or self.words

    @property
    def balance(self) -> Decimal:
        """The balance of this year, else that of another."""
        return self.balances.get("current", next(iter(self.balances.values()), Decimal(0)))

    @property
    def title(self) -> str:
        """Number and words."""
        return " ".join(filter(None, [self.number, self.words]))


@dataclass(frozen=True)
class Between:
    """A row without an account: words, and amounts if it is a total."""

    row: int
    label: str
    amounts: Mapping[int, Decimal] = field(default_factory=dict)


def make_ledger(shape: Shape, columns: Columns) -> AccountLedger:
    """Bring the rows of a sheet together to accounts."""
    grouped: dict[AccountNumber, list[int]] = {}
    for place, line in enumerate(shape.lines):
        grouped.setdefault(line.key, []).append(place)
    about = dict(_about(shape))
    items = [_item(shape, columns, places, about) for places in grouped.values()]
    _mark_groups(items)
    longest = max(len(item.words) for item in items)
    full = sum(len(item.words) == longest for item in items)
    for item in items if longest >= _SHORTEST_CUT and full >= _FEWEST_CUT else ():
        item.cut = len(item.words) >= longest - 1  # a space at the end is gone
    for item in items if is_english(item.words for item in items) else ():
        item.name, item.about = translate(item.words), tuple(map(translate, item.about))
    return AccountLedger(shape, columns, tuple(items))


def join_ledgers(ledgers: Sequence[AccountLedger]) -> AccountLedger:
    """Return the accounts of several sheets as one ledger; the columns are those of the sheet with most years."""
    if len(ledgers) == 1:
        return ledgers[0]
    fullest = max(ledgers, key=lambda each: len(each.years))
    items = tuple(item for each in ledgers for item in each.accounts)
    width = max(each.shape.width for each in ledgers)
    for item in items:
        item.digits = item.digits.zfill(width) if item.digits.isdigit() else item.digits
    return AccountLedger(fullest.shape, fullest.columns, items)


def _item(shape: Shape, columns: Columns, places: list[int], about: Mapping[int, tuple[str, ...]]) -> Item:
    lines = [shape.lines[place] for place in places]
    first = lines[0]
    balances = {
        year: sum((amount.balances[place] for amount in columns.closing(year) for place in places), Decimal(0))
        for year in columns.years
    }
    used = any(amount.balances[place] for year in columns.years for amount in columns.closing(year) for place in places)
    words = max((line.words for line in lines), key=len)
    item = Item(first.key, first.number, words, shape.digits(first.key), tuple(each.row for each in lines), balances)
    cell = shape.sheet.at(first.row, shape.account)
    item.typed = cell is not None and not isinstance(cell.value, str)
    item.code = _shown(shape, first, shape.codes) or _coded(first.number)
    item.about = about.get(first.row, ()) if not shape.repeated else _shared(shape, first)
    item.half = _half(columns, places, item)
    item.used = used or _gross(shape, columns, lines)
    return item


def _gross(shape: Shape, columns: Columns, lines: list[AccountLine]) -> bool:
    numbers = [column for year in columns.years for amount in columns.closing(year) for column in amount.columns]
    return any(amount_of(shape.sheet.at(line.row, column)) for line in lines for column in numbers)


def _shown(shape: Shape, line: AccountLine, column: int | None) -> str:
    cell = shape.sheet.at(line.row, column) if column is not None else None
    return cell.shown.strip() if cell is not None else ""


def _coded(number: str) -> str:
    """Return the reference code that an account number begins with."""
    match = _CODED.match(number)
    return match[0] if match else ""


def _shared(shape: Shape, line: AccountLine) -> tuple[str, ...]:
    """Return the words that stand beside an account in columns where few words are repeated: its group."""
    return tuple(filter(None, (_shown(shape, line, column) for column in shape.group_columns)))


def _half(columns: Columns, places: list[int], item: Item) -> Half | None:
    if columns.halves is not None:
        result, balance = columns.halves
        shown = any(result.balances[place] for place in places), any(balance.balances[place] for place in places)
        if shown[0] != shown[1]:
            return "income" if shown[0] else "balance"
    for text in item.about:
        if fold(text) in _BALANCE:
            return "balance"
        if fold(text) in _INCOME:
            return "income"
    if item.code[:1] in ("B", "W"):
        return "balance" if item.code[0] == "B" else "income"
    opening = [
        each.amount
        for each in columns.meant
        if each.means == "current" and each.holds == each.amount.holds == "opening"  # as its head says, not by sums
    ]
    return "balance" if any(amount.balances[place] for amount in opening for place in places) else None


def rows_between(shape: Shape) -> Iterator[Between]:
    """Give the rows below the headers that are no accounts, with their words and amounts."""
    accounts = {line.row for line in shape.lines}
    last = max(shape.heads, default=min(accounts) - 1)
    for row, cells in shape.rows.items():
        if row > last and row not in accounts:
            amounts = {cell.ref.column: value for cell in cells if (value := amount_of(cell)) or cell.value == 0}
            inside = {column: value for column, value in amounts.items() if column in shape.amounts}
            words = [cell for cell in cells if cell.ref.column not in (*shape.amounts, *shape.letters, *shape.beside)]
            yield Between(row, " ".join(words[0].shown.split()) if words else "", inside)


def _about(shape: Shape) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the group of each account: headings above it, the total below it, words beside it."""
    rows = {line.row: line for line in shape.lines}
    between = {each.row: each for each in rows_between(shape)}
    heading, open_rows = "", list[int]()
    listed, totals = sorted(rows), sorted(row for row, each in between.items() if each.amounts)
    found: dict[int, list[str]] = {row: list(_shared(shape, line)) for row, line in rows.items()}
    for row in sorted({*rows, *between}):
        if row in rows:
            found[row] += [heading] if heading else []
            open_rows.append(row)
            continue
        label = fold(between[row].label)
        total = _SUM.sub("", label)
        if between[row].amounts and label:
            bare = _LEADING.sub("", total)
            named = bare[:1] not in ("", "(") and total != label and _adds_rows(shape, between[row], open_rows)
            for other in open_rows if named else ():
                found[other].append(bare)
            heads = not named and _adds_rows(shape, between[row], _below(row, listed, totals))
            heading, open_rows = (_LEADING.sub("", label).lstrip("* ") if heads else ""), []
        elif label and not between[row].amounts:
            heading, open_rows = _LEADING.sub("", label), []
    yield from ((row, tuple(dict.fromkeys(texts))) for row, texts in found.items())


def _below(row: int, listed: Sequence[int], totals: Sequence[int]) -> Sequence[int]:
    """Return the rows of the accounts from a total down to the next: a total may stand above what it adds up."""
    after = totals[bisect_right(totals, row) :][:1]
    return listed[bisect_right(listed, row) : bisect_left(listed, after[0]) if after else None]


def _adds_rows(shape: Shape, total: Between, rows: Sequence[int]) -> bool:
    """Tell whether a row holds what the accounts above it add up to: else its words say nothing of them."""
    return any(
        value != 0 and sum((amount_of(shape.sheet.at(row, column)) for row in rows), Decimal(0)) == value
        for column, value in total.amounts.items()
    )


def _mark_groups(items: list[Item]) -> None:
    """Find the totals that stand among the accounts under a short number: 43 is the sum of 4300 to 4399."""
    lengths = {len(item.number) for item in items}
    if len(lengths) < 2:  # noqa: PLR2004 - all of one length
        return
    all_below = _all_below(items)
    for item in sorted(items, key=lambda each: -len(each.number)):  # the lowest totals first: higher ones add them up
        below = all_below[item.number]
        if item.used and (len(below) > 1 or any("." in other.number for other in below)):
            item.group = _is_sum(item, below)
        elif below and not (item.used or item.typed):
            item.group = True
    known = {len(item.number) for item in items if item.group}
    for item in items:  # a total of one account only, among others like it
        below = all_below[item.number]
        if len(below) == 1 and item.used and len(item.number) in known:
            item.group = _is_sum(item, below)
    for item in (each for each in items if each.group):
        for other in all_below[item.number]:
            if not other.group:
                other.about = (*other.about, fold(item.words))
    _mark_shortened(items)


def _mark_shortened(items: Sequence[Item]) -> None:
    """Find totals whose numbers lost the noughts in front: 1, which was 01, holds 100 to 199, which were 0100."""
    beginning: dict[str, list[Item]] = {}
    for item in (each for each in items if each.typed):
        for length in range(1, len(item.digits)):
            beginning.setdefault(item.digits[:length], []).append(item)
    found: list[tuple[Item, list[Item], int]] = []
    for item in (each for each in items if each.typed and each.used and not each.group):
        for length in range(len(item.number), len(item.digits)):
            below = [other for other in beginning.get(item.number.zfill(length), []) if other is not item]
            if below and _is_sum(item, below):
                found.append((item, below, length))
    several = {length for _, below, length in found if len(below) > 1}
    for item, below, length in found:
        if length in several:
            item.group = True
            for other in (each for each in below if not each.group):
                other.about = (*other.about, fold(item.words))


def _is_sum(item: Item, below: Sequence[Item]) -> bool:
    """Tell whether an account holds what those below it add up to."""
    sums = {year: sum((each.balances[year] for each in below if not each.group), Decimal(0)) for year in item.balances}
    return sums == item.balances and any(sums.values())


def _all_below(items: Sequence[Item]) -> Mapping[str, Sequence[Item]]:
    """Return for the number of each account those that begin with it; 1.10 is not below 1.1."""
    found: dict[str, list[Item]] = {item.number: [] for item in items}
    for item in items:
        for length in range(len(item.number)):
            begin = item.number[:length]
            if begin in found and ("." not in item.number or item.number[length] == "."):
                found[begin].append(item)
    return found
