"""Where the accounts of a sheet stand: the column with their numbers, their words, and what stands beside them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import Final

from xbrl_pipeline.mapping.trial_balance.numbers import AccountNumber, read_side, split_account, split_side
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.recognise.trial_balance.shape import AccountLine, Shape, account_of
from xbrl_pipeline.workbook.cells import Cell, SheetCells
from xbrl_pipeline.workbook.notation import NotADate, Number, Unread, read_date, read_number

_FEWEST: Final = 8  # accounts; below that any numbered list would do
_MOST: Final = 0.8  # of the cells of a column
_ALL: Final = 0.95
_SAMPLE: Final = 1_200  # rows in which a list of transactions shows itself
_FEW_DATES: Final = 3
_SHORTEST_NUMBER: Final = 100  # the lines of a statement have lower numbers
_MOST_HEADS: Final = 4
_MOST_TOTALS: Final = 2  # between heads and the first account: of a group and of the part that it belongs to
_DEEP: Final = 3  # points in the number of an account
_SHORTEST_CODE: Final = 3  # letters
_SHORTEST_POINTED: Final = 4  # digits
_LONG_PART: Final = 3  # digits behind a point, which chapters never have: 0.01.000
_DIGIT: Final = re.compile(r"[0-9]")
_SEPARATOR: Final = re.compile(r"[-/ ]")
_TOTALS: Final = 4  # rows with names of totals
_RISING: Final = 0.7  # of the steps from one account to the next
_TOTAL: Final = re.compile(
    r"(?:(?:sub)?totaal|som|total) .*|(?:totaal|total)|activa|passiva|(?:im)?materi[eë]le vaste activa|"
    r"vaste activa|vlottende activa|financi[eë]le vaste activa|vorderingen|liquide middelen|eigen vermogen|"
    r"voorzieningen|.*kasstroom.*|langlopende schulden|kortlopende schulden|baten|lasten|rijksbijdragen|"
    r"personeelslasten|afschrijvingen|huisvestingslasten|overige lasten|saldo baten en lasten|"
    r"financi[eë]le baten en lasten|resultaat"
)
_SAYS_AMOUNT: Final = re.compile(r"debet|credit|saldo|bedrag|begroting|realisatie|20[0-9]{2}|budget|toelichting|noot")
_SAYS_FIGURE: Final = re.compile(r"saldo|debet|credit|bedrag|realisatie|vorig|budget|begrot")
_CODE: Final = re.compile(r"[BW](?:[A-Z][a-z]{2}){1,5}[0-9]{0,4}")
_SAYS_ACCOUNT: Final = re.compile(
    r"rekening|grootboek|\bgb\b|\bgbr|\brek\b|\brek\.|account|\bgl\b|kostensoort|rubrieknummer|\bnummer\b"
)
_SAYS_NUMBER: Final = re.compile(r"rekening|grootboek|\bnr\b|\bnummer|account|\bcode\b|\brek\b|\bgbr?\b")
_SAYS_OTHER: Final = re.compile(
    r"kostenplaats|\bkpl|\bkp\b|kostendrager|\bkdr|afdeling|school|locatie|vestiging|\bbrin|periode|jaar|\brgs\b|btw|"
    r"dagboek|boekstuk|project|factuur|\bdim|entiteit|administratie|cost ?cent|\bregel|volgnr|stuk"
)
_SAYS_WORDS: Final = re.compile(r"omschrijving|naam|benaming|description|omschr|grootboekrekening|tekst")
_SAYS_TRANSACTIONS: Final = re.compile(
    r"\bdatum|boekstuk|\bdagboek|factuurn|\bdate\b|journaalpost|mutatienummer|relatie"
)


def find_shape(sheet: SheetCells, *, fewest: int = _FEWEST) -> Shape | None:
    """Find the accounts of a sheet; None where it holds none, or is a list of transactions or a statement.

    ``fewest``: how many accounts it takes; fewer will do where the sheet goes on with the list of another.
    """
    sample = list(takewhile(lambda cell: cell.ref.row <= _SAMPLE, sheet.cells))
    if _find(sheet, sample, fewest) is None:
        return None
    return _find(sheet, sheet.cells, fewest)


def find_second(shape: Shape) -> int | None:
    """Return a second column with account numbers in the same rows: debts beside assets, income beside costs."""
    for column in (*shape.amounts, *shape.beside, *shape.texts):
        cells = [cell for line in shape.lines if (cell := shape.sheet.at(line.row, column)) is not None]
        found = [number for cell in cells if (number := account_of(cell)) is not None]
        rising = sum(first < second for first, second in pairwise(found))
        head = fold(shape.head_at(shape.heads[-1], column)) if shape.heads else ""
        if (
            len(found) >= _FEWEST
            and len(found) == len(cells)
            and rising == len(found) - 1
            and _SAYS_NUMBER.search(head)
        ):
            return column
    return None


def _find(sheet: SheetCells, cells: Iterable[Cell], fewest: int) -> Shape | None:
    columns: dict[int, dict[int, Cell]] = {}
    for cell in cells:
        columns.setdefault(cell.ref.column, {})[cell.ref.row] = cell
    found = _Columns(sheet, columns, fewest)
    return found.shape()


class _Columns:
    def __init__(self, sheet: SheetCells, columns: Mapping[int, dict[int, Cell]], fewest: int) -> None:
        self.sheet, self.columns, self.fewest = sheet, dict(sorted(columns.items())), fewest

    def shape(self) -> Shape | None:
        ranked = sorted(self._candidates(), reverse=True)
        for _, _, column in ranked:
            shape = self._from(-column)
            if shape is not None:
                return shape
        return None

    def _candidates(self) -> Iterable[tuple[int, int, int]]:
        """Give the columns that may hold account numbers: what the head says, distinct numbers, place."""
        for column, cells in self.columns.items():
            numbers = self._numbers(column)
            if len(numbers) < self.fewest:
                continue
            pointed = self._are_pointed(column, numbers)
            long = sum(
                pointed or number.number >= _SHORTEST_NUMBER or _is_code(number) or _is_chapter(number)
                for number in numbers.values()
            )
            distinct = len(set(numbers.values()))
            enough = len(numbers) >= _MOST * (len(cells) - 25 - len(cells) // 5)
            if enough and 2 * long >= len(numbers) and distinct >= self.fewest:
                head = self._heads_above(column, min(numbers))
                said = bool(_SAYS_ACCOUNT.search(head)) - 2 * bool(_SAYS_OTHER.search(head))
                if said == 1 or (self._are_ordered(column, numbers) and not _SAYS_AMOUNT.search(head)):
                    yield said, distinct, -column

    def _heads_above(self, column: int, first: int) -> str:
        for row in range(first - 1, max(0, first - _MOST_HEADS - 1), -1):
            cell = self.columns[column].get(row)
            if cell is not None and sum(row in cells for cells in self.columns.values()) > 1:  # no title, no heading
                return fold(cell.shown)
        return ""

    def _from(self, account: int) -> Shape | None:
        numbers = self._numbers(account)
        if len(numbers) < self.fewest or self._dated(numbers):
            return None
        heads = self._head_rows(min(numbers))
        kinds = {column: self._kind(column, numbers, heads) for column in self.columns if column != account}
        amounts = tuple(column for column, kind in kinds.items() if kind == "amount")
        texts = [column for column, kind in kinds.items() if kind == "text"]
        combined = self._combined(account, numbers)
        words = None if combined else self._words(account, texts, numbers, heads)
        if not amounts or (words is None and not combined):
            return None
        lines = tuple(self._lines(account, words, numbers))
        if _is_statement(lines):
            return None
        shared = tuple(column for column in texts if column != words)
        valued = (*amounts, *(column for column, kind in kinds.items() if kind == "letter"))
        heads = tuple(row for row in heads if any(row in self.columns[column] for column in valued))
        codes = next((column for column, kind in kinds.items() if kind == "code"), None)
        letters = tuple(column for column, kind in kinds.items() if kind == "letter")
        beside = tuple(column for column, kind in kinds.items() if kind == "beside")
        shape = Shape(self.sheet, account, words, lines, heads, codes, letters, amounts, beside, shared)
        return shape if self._unique(shape) else None

    def _numbers(self, account: int) -> dict[int, AccountNumber]:
        """Return the account numbers by row, without what stands above the list: years, numbers of the board."""
        cells = self.columns[account]
        found = {row: number for row, cell in cells.items() if (number := account_of(cell)) is not None}
        others = {row for column, more in self.columns.items() if column != account for row in more}
        if self._combined(account, found):
            first = min((row for row in found if row in others), default=0)  # above it: a title with a number in front
            return {row: number for row, number in found.items() if row >= first}
        return {row: number for row, number in found.items() if row in others and not self._is_combined(cells[row])}

    def _are_ordered(self, column: int, numbers: Mapping[int, AccountNumber]) -> bool:
        """Tell whether numbers rise and are of one length, as those of accounts do and amounts do not."""
        rows = sorted(numbers)
        if all(map(_is_code, numbers.values())):
            return True
        rising = sum(numbers[first] <= numbers[second] for first, second in pairwise(rows))
        if 2 * sum(map(_is_chapter, numbers.values())) >= len(rows) or self._are_pointed(column, numbers):
            return rising >= _RISING * (len(rows) - 1)
        cells = [self.columns[column][row] for row in rows]
        typed = sum(isinstance(cell.value, Decimal) for cell in cells)  # these lost the noughts in front
        shown = (split_account(cell.shown)[0] for cell in cells)
        lengths = Counter(map(len, shown)).most_common(1)[0][1]
        return rising >= _RISING * (len(rows) - 1) and lengths >= (0.4 if 2 * typed > len(rows) else _RISING) * len(
            rows
        )

    def _are_pointed(self, column: int, numbers: Mapping[int, AccountNumber]) -> bool:
        """Tell whether points part numbers of one length, 01.20.0 or 0.01.00, as no chapters or lines are."""
        shown = [split_account(self.columns[column][row].shown.strip())[0] for row in numbers]
        shown = [_SEPARATOR.sub(".", number) for number in shown]
        shapes = Counter(_DIGIT.sub("0", number) for number in shown)
        usual, count = shapes.most_common(1)[0]
        first, *more = usual.split(".")
        digits = usual.count("0")
        long = len(first) > 1 or any(len(part) >= _LONG_PART for part in more) or digits > _SHORTEST_POINTED
        return count >= _ALL * len(shown) and bool(more) and long and digits >= _SHORTEST_POINTED

    def _dated(self, numbers: Mapping[int, AccountNumber]) -> bool:
        """Tell whether the rows have days of their own: then they are transactions."""
        for cells in self.columns.values():
            days = [cell.shown for row in numbers if (cell := cells.get(row)) is not None and is_day(cell)]
            if 2 * len(days) >= len(numbers) and len(set(days)) >= _FEW_DATES:
                return True
        return False

    def _head_rows(self, first: int) -> tuple[int, ...]:
        """Return the rows with headers: those just above the first account with words above other columns."""
        found, skipped = list[int](), 0
        for row in range(first - 1, max(0, first - _MOST_HEADS - 2), -1):
            cells = [more[row] for more in self.columns.values() if row in more]
            if not cells:
                if found:
                    break
                continue
            alone = len(cells) < 2  # noqa: PLR2004 - a title, or the heading of the first group
            if alone and not found:
                continue
            if alone or len(found) == _MOST_HEADS:
                break
            if any(isinstance(cell.value, Decimal) and not _is_year(cell) for cell in cells) and not _counts(cells):
                skipped += 1
                if found or skipped > _MOST_TOTALS:
                    break
                continue  # the total of the first group, which stands above its accounts
            found.append(row)
        return tuple(sorted(found))

    def _kind(self, column: int, numbers: Mapping[int, AccountNumber], heads: tuple[int, ...]) -> str:
        cells = [cell for row in numbers if (cell := self.columns[column].get(row)) is not None]
        if not cells:
            return ""
        head = fold(" ".join(cell.shown for row in heads if (cell := self.columns[column].get(row)) is not None))
        if sum(_CODE.fullmatch(cell.shown) is not None for cell in cells) >= _MOST * len(cells):
            return "code"
        if all(read_side(cell.shown) for cell in cells):
            return "letter"
        digits = [
            cell
            for cell in cells
            if isinstance(cell.value, Decimal) or _is_number(cell) or cell.shown.strip().isdigit()
        ]
        if len(digits) + sum(map(_is_nil, cells)) >= _ALL * len(cells) and digits:
            return "beside" if self._is_label(digits, head, numbers) else "amount"
        if len(digits) >= _MOST * len(cells):
            return "beside" if _SAYS_OTHER.search(head) and not _SAYS_FIGURE.search(head) else "amount"
        return "text"

    def _is_label(self, cells: list[Cell], head: str, numbers: Mapping[int, AccountNumber]) -> bool:
        """Tell numbers that name something (a cost centre, a period, a line) from amounts."""
        whole = [isinstance(cell.value, Decimal) and cell.value % 1 == 0 and cell.value >= 0 for cell in cells]
        texts = [isinstance(cell.value, str) and cell.shown.strip().isdigit() for cell in cells]
        if not all(one or other for one, other in zip(whole, texts, strict=True)):
            return False
        distinct = len({cell.shown for cell in cells})
        if _SAYS_OTHER.search(head) and not _SAYS_FIGURE.search(head):
            return True
        full = len(cells) >= _ALL * len(numbers)
        return full and 0 < distinct * 3 <= len(cells) and not any(cell.value == 0 for cell in cells)

    def _words(
        self, account: int, texts: list[int], numbers: Mapping[int, AccountNumber], heads: tuple[int, ...]
    ) -> int | None:
        """Choose the column with the names of the accounts: one name for each account, and most of them."""

        def rank(column: int) -> tuple[bool, bool, int, int]:
            cells = self.columns[column]
            head = fold(" ".join(cell.shown for row in heads if (cell := cells.get(row)) is not None))
            names: dict[AccountNumber, set[str]] = {}
            for row, number in numbers.items():
                if row in cells:
                    names.setdefault(number, set()).add(cells[row].shown)
            fixed = sum(len(found) == 1 for found in names.values()) >= _MOST * len(names) if names else False
            distinct = len({name for found in names.values() for name in found})
            other = bool(_SAYS_OTHER.search(head))
            return fixed, not other, distinct + (len(names) if _SAYS_WORDS.search(head) else 0), -abs(column - account)

        return max(texts, key=rank, default=None)

    def _combined(self, account: int, numbers: Mapping[int, AccountNumber]) -> bool:
        cells = self.columns[account]
        return sum(self._is_combined(cells[row]) for row in numbers) >= _MOST * len(numbers)

    def _is_combined(self, cell: Cell) -> bool:
        return isinstance(cell.value, str) and bool(split_account(cell.shown)[1])

    def _lines(self, account: int, words: int | None, numbers: Mapping[int, AccountNumber]) -> Iterable[AccountLine]:
        places = self._places(numbers)
        for row, key in sorted(numbers.items()):
            cell = self.columns[account][row]
            shown = format(cell.value, "f") if isinstance(cell.value, Decimal) else " ".join(cell.shown.split())
            if words is None:
                shown, name = split_account(shown)
            else:
                name = " ".join(self.columns[words][row].shown.split()) if row in self.columns[words] else ""
            yield AccountLine(row, key, shown, name, places[row])

    def _places(self, numbers: Mapping[int, AccountNumber]) -> dict[int, int]:
        first = min(numbers)
        rows = sorted({row for cells in self.columns.values() for row in cells if row >= first})
        found, place = {}, 0
        for row in rows:
            if row in numbers:
                found[row] = place
            else:
                place += 1
        return found

    def _unique(self, shape: Shape) -> bool:
        """Tell whether rows with the same account differ in what stands beside it: else they are transactions."""
        if not shape.repeated:
            return True
        if _SAYS_TRANSACTIONS.search(fold(" ".join(shape.head(column) for column in self.columns))):
            return False
        kinds = (*shape.beside, *shape.texts)
        keys: Counter[object] = Counter()
        for line in shape.lines:
            beside = tuple(
                cell.shown if (cell := self.columns[column].get(line.row)) is not None else "" for column in kinds
            )
            keys[(line.key, beside, line.place if not kinds else 0)] += 1
        return sum(count for count in keys.values() if count > 1) * 50 <= len(shape.lines)


def _is_statement(lines: tuple[AccountLine, ...]) -> bool:
    """Tell whether the rows are the lines of a statement, with its totals, and not accounts."""
    deep = [line for line in lines if _is_chapter(line.key)]
    if 2 * len(deep) >= len(lines):  # the rows of chapters are totals of the accounts in them
        lines = tuple(deep)
    width = Counter(len(str(line.key.number)) for line in lines).most_common(1)[0][0]
    names = [fold(line.words) for line in lines if len(str(line.key.number)) == width]
    found = sum(_TOTAL.fullmatch(name) is not None for name in names)
    return found >= _TOTALS and found * 20 >= len(names)


def _is_code(number: AccountNumber) -> bool:
    """Tell whether an account is numbered by what it is: BIva010, as the reference codes do."""
    return len(number.letters) >= _SHORTEST_CODE


def _is_chapter(number: AccountNumber) -> bool:
    """Tell whether an account is numbered within a chapter: 1.1.2.01, deeper than the lines of a statement are."""
    return number.rest.count(".") >= _DEEP


def is_day(cell: Cell) -> bool:
    """Tell whether a cell holds a day, as a date or as text."""
    if isinstance(cell.value, date):
        return True
    return isinstance(cell.value, str) and not isinstance(read_date(cell.shown), NotADate)


def _is_year(cell: Cell) -> bool:
    return isinstance(cell.value, Decimal) and 2000 <= cell.value <= 2100 and cell.value % 1 == 0  # noqa: PLR2004


def _counts(cells: list[Cell]) -> bool:
    """Tell whether the numbers in a row count periods, beside words: Beginsaldo, 1, 2, 3 to 12, Eindsaldo."""
    numbers = [cell.value for cell in cells if isinstance(cell.value, Decimal) and not _is_year(cell)]
    rising = all(second - first == 1 for first, second in pairwise(numbers))
    return rising and numbers[0] in (0, 1) and len(numbers) > 1 and any(isinstance(cell.value, str) for cell in cells)


def _is_nil(cell: Cell) -> bool:
    return isinstance(cell.value, str) and read_number(cell.shown) is Unread.NIL


def _is_number(cell: Cell) -> bool:
    read = read_number(split_side(cell)[0].shown) if isinstance(cell.value, str) else None
    return read is Unread.AMBIGUOUS or (isinstance(read, Number) and not read.percent)
