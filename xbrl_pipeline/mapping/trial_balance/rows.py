"""The rows of a trial balance: accounts with their amounts, the total, and what is neither."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from xbrl_pipeline.mapping.account import Walk, counts, repeats_header
from xbrl_pipeline.mapping.plan import Target
from xbrl_pipeline.mapping.sheets import Column
from xbrl_pipeline.mapping.trial_balance.files import Amounts, TrialBalance
from xbrl_pipeline.mapping.trial_balance.numbers import (
    AccountNumber,
    read_account,
    read_side,
    split_account,
    split_side,
)
from xbrl_pipeline.mapping.trial_balance.plan import PlannedTrial, target_of
from xbrl_pipeline.mapping.values import NUMBER_AS_TEXT, Nothing, Refused, TakenValue, read_value
from xbrl_pipeline.mapping.words import Remark, fold
from xbrl_pipeline.model.cells import column_number
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.taxonomy.model import Concept, Kind
from xbrl_pipeline.workbook.cells import Cell
from xbrl_pipeline.workbook.notation import Number, read_number

_AMOUNT: Final = Concept(QName("", "amount"), "", Kind.MONETARY, instant=True, balance=None, labels={})


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount of an account; ``value`` is positive for debit, whatever the column shows."""

    amounts: Amounts
    cell: Cell
    value: Decimal
    credit: bool  # stands on the credit side


@dataclass
class Account:
    """An account: its number and words as the sheet has them, and its amounts; more rows where they may be added up."""

    number: AccountNumber | None
    shown: str
    words: str
    code: str
    rows: list[int]
    postings: list[Posting] = field(default_factory=list)
    broken: list[tuple[Amounts, Finding]] = field(default_factory=list)  # amounts that could not be read
    turned: bool = False  # positive for credit

    @property
    def title(self) -> str:
        """The account as people name it: number and words."""
        return " ".join(filter(None, [self.shown, self.words]))


@dataclass(frozen=True)
class TrialWalk(Walk):
    """Settles everything on the sheet but the accounts, which it collects, and the rows with totals."""

    trial: PlannedTrial
    accounts: dict[object, Account] = field(default_factory=dict)
    totals: list[list[Cell]] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)  # columns with a cell that could not be read

    def settle_row(self, row: int, amounts: list[Cell]) -> None:
        """Tell accounts from totals, subtotals and words."""
        file = self.trial.trial
        if amounts and self._repeats_head(amounts):
            for cell in amounts:
                self.tally.skip(cell, Fate.HEADER)
            return
        account, words, code = (self._words(row, name) for name in _word_columns(file))
        texts = {fold(text) for text in (account, words) if text}
        numbered = any(entry.unnumbered for entry in file.ignore_rows) and self._number(row) is not None
        ignored = next(
            (
                entry.reason
                for entry in file.ignore_rows
                if not (entry.unnumbered and numbered) and _says(texts, entry.label)
            ),
            None,
        )
        if file.total is not None and _says(texts, file.total):
            self.totals.append(amounts)
        elif ignored is not None:
            for cell in amounts:
                self.tally.skip(cell, Fate.IGNORED, ignored)
        elif (number := self._number(row)) is not None or (account and code):
            shown, words = (account, words) if file.description_column else split_account(account)
            self._take(Account(number, shown, words, code, [row]), amounts)
        else:
            self._settle_words(row, " ".join(filter(None, [account, words])), amounts)

    def _repeats_head(self, cells: list[Cell]) -> bool:
        """Tell whether a row holds again what one of the rows with headers does, as at the top of each printed page."""
        shown = [fold(cell.shown) if isinstance(cell.value, str) else "" for cell in cells]
        heads = [[self.sheet.at(row, cell.ref.column) for cell in cells] for row in self.headers]
        return all(shown) and any(
            shown == [fold(head.shown) if head is not None else "" for head in above] for above in heads
        )

    def _words(self, row: int, column: str | None) -> str:
        cell = self.sheet.at(row, column_number(column)) if column else None
        return " ".join(cell.shown.split()) if cell is not None else ""

    def _number(self, row: int) -> AccountNumber | None:
        cell = self.sheet.at(row, column_number(self.trial.trial.account_column))
        if cell is None or (isinstance(cell.value, Decimal) and cell.value % 1):
            return None
        if isinstance(cell.value, Decimal):
            return read_account(format(cell.value, "f"))
        return read_account(cell.shown if self.trial.trial.description_column else split_account(cell.shown)[0])

    def _side(self, row: int, column: str) -> str | None:
        cell = self.sheet.at(row, column_number(column))
        return read_side(cell.shown) if cell is not None else None

    def _take(self, account: Account, cells: list[Cell]) -> None:
        known = self.accounts.setdefault(account.number or fold(account.shown), account)
        if known is not account:
            known.rows += account.rows
        claims = self.trial.claims(known.number, known.code)
        known.turned = any(entry.entry.shown == "credit" for entry in claims)
        for cell in cells:
            self._read(known, cell)

    def _read(self, account: Account, cell: Cell) -> None:
        amounts, credit = self._place(cell)
        target = self._describe(account.title, cell)
        wrong = self.wrong_columns.get(cell.ref.column)
        bare, own = split_side(cell) if amounts.column is not None and amounts.letter is None else (cell, None)
        reading = Nothing() if wrong else read_value(bare, target)
        if amounts.letter is not None and isinstance(reading, TakenValue) and reading.value:
            side = self._side(cell.ref.row, amounts.letter)
            credit = side == "credit"
            reading = reading if side else Refused(Remark("mapping.trial.no_letter", {"letter": amounts.letter}))
        match reading:
            case Refused(remark):
                wrong = self.tally.note(remark, cell.ref, about=target)
            case TakenValue(value, remarks) if isinstance(value, Decimal):
                for remark in remarks:
                    if not (self.tally.book.untyped and remark.code == NUMBER_AS_TEXT):  # said once of the whole file
                        self.tally.note(remark, cell.ref, about=target)
                turned = credit or amounts.form == "reversed" or (amounts.form == "balance" and account.turned)
                turned = own == "credit" if own is not None else turned
                signed = value.copy_negate() if turned and value else value
                account.postings.append(Posting(amounts, cell, signed, _on_credit(amounts, signed, credit=credit)))
            case _ if wrong is None:
                self.tally.skip(cell, Fate.NIL)
        if wrong is not None:
            self.tally.reject(cell, wrong)
            self.unread.add(cell.ref.column)
            account.broken.append((amounts, wrong))

    def _place(self, cell: Cell) -> tuple[Amounts, bool]:
        for amounts in self.trial.trial.amounts:
            for column, credit in ((amounts.column, False), (amounts.debit, False), (amounts.credit, True)):
                if column is not None and column_number(column) == cell.ref.column:
                    return amounts, credit
        raise KeyError(str(cell.ref))

    def _describe(self, title: str, cell: Cell) -> Target:
        """Describe the amount of an account for who reads it: not yet rounded, scaled as the sheet is."""
        column: Column = self.planned.amounts[cell.ref.column]
        return target_of(self.plan, self.planned.sheet, _AMOUNT, title, column)

    def total_values(self) -> Iterator[tuple[Cell, Decimal]]:
        """Give the amounts in the rows with totals as their columns show them; other cells there are refused."""
        for cell in (cell for row in self.totals for cell in row):
            bare, side = split_side(cell)
            match read_value(bare, self._describe(self.trial.trial.total or "", cell)):
                case TakenValue(value, _) if isinstance(value, Decimal):
                    yield cell, value.copy_negate() if side == "credit" and value else value
                case Refused(remark):
                    self.tally.reject(cell, self.tally.note(remark, cell.ref))
                case _:
                    self.tally.skip(cell, Fate.NIL)

    def _settle_words(self, row: int, words: str, cells: list[Cell]) -> None:
        """Settle a row without account: words and nothing, or amounts that would be lost."""
        if repeats_header(cells, self.planned.amounts):
            for cell in cells:
                self.tally.skip(cell, Fate.HEADER)
            return
        columns = self.planned.amounts
        lost = [
            cell
            for cell in cells
            if not _is_nought(cell)
            and counts(split_side(cell)[0], columns[cell.ref.column], decimals=self.trial.trial.decimals)
        ]
        params = {
            "row": str(row),
            "sheet": self.sheet.name,
            "title": words or self.tally.pen.messages.text("mapping.no_words"),
        }
        finding = (
            self.tally.note(Remark("mapping.trial.no_account", params), *(cell.ref for cell in lost)) if lost else None
        )
        for cell in cells:
            if finding is not None and cell in lost:
                self.tally.reject(cell, finding)
            else:
                self.tally.skip(cell, Fate.NIL if _is_nought(cell) else Fate.TEXT)


def _is_nought(cell: Cell) -> bool:
    read = read_number(split_side(cell)[0].shown) if isinstance(cell.value, str) else None
    return cell.value == 0 or (isinstance(read, Number) and read.value == 0)


def _word_columns(trial: TrialBalance) -> tuple[str | None, ...]:
    return trial.account_column, trial.description_column, trial.rgs_column


def _says(texts: set[str], label: str) -> bool:
    wanted = fold(label)
    if not wanted:
        return not texts
    if wanted.endswith("*"):
        return any(text.startswith(wanted[:-1].rstrip()) for text in texts)
    return wanted in texts


def _on_credit(amounts: Amounts, signed: Decimal, *, credit: bool) -> bool:
    return credit if amounts.form in ("debit_credit", "letter") else signed < 0
