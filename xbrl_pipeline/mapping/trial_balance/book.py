"""The accounts of one year: what each has as balance, and where it went."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.trial_balance.files import Amounts, Year
from xbrl_pipeline.mapping.trial_balance.plan import PlannedEntry, PlannedTrial
from xbrl_pipeline.mapping.trial_balance.rows import Account, Posting
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.taxonomy.model import Concept
from xbrl_pipeline.workbook.cells import Cell


@dataclass(frozen=True, slots=True)
class Share:
    """What an account has in one year; ``balance`` is positive for debit."""

    account: Account
    postings: tuple[Posting, ...]

    @property
    def balance(self) -> Decimal:
        """The balance of the account."""
        return total(self.postings)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Its cells with an amount, nil ones included."""
        return tuple(posting.cell for posting in self.postings)

    @property
    def refs(self) -> tuple[CellRef, ...]:
        """Where its amounts stand."""
        return tuple(cell.ref for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Opened:
    """An account of which nobody has chosen the line yet."""

    entry: PlannedEntry
    share: Share
    finding: Finding


@dataclass
class Book:
    """One year: which amounts make the balances, which are only checked, and where the accounts went."""

    means: Year
    amounts: tuple[Amounts, ...]
    checked: tuple[Amounts, ...]
    placed: list[tuple[PlannedEntry, Concept, Share]] = field(default_factory=list)
    ignored: list[Share] = field(default_factory=list)
    outside: list[Share] = field(default_factory=list)  # no money
    opened: list[Opened] = field(default_factory=list)
    lost: dict[QName, Finding] = field(default_factory=dict)  # lines that miss an account
    faults: list[Finding] = field(default_factory=list)  # why an account is on no line
    astray: bool = False  # one of them may belong to any line

    @property
    def balance_sheet(self) -> list[Share]:
        """Accounts on lines with a balance at a day."""
        return [share for _, concept, share in self.placed if concept.instant]

    @property
    def result(self) -> list[Share]:
        """Accounts on lines with income or expenses of a period, those whose line is open included."""
        placed = [share for _, concept, share in self.placed if not concept.instant]
        return placed + [each.share for each in self.opened if each.entry.flow]


def sum_of(shares: Iterable[Share]) -> Decimal:
    """Add up the balances of accounts, debit positive."""
    return sum((share.balance for share in shares), Decimal(0))


def year_words(book: Book, tally: Tally) -> str:
    """Return what a reader calls the year of a book."""
    return tally.pen.messages.text(f"mapping.trial.{book.means}")


class Books:
    """All years of a trial balance."""

    def __init__(self, trial: PlannedTrial, accounts: Iterable[Account]) -> None:
        self.trial = trial
        self.accounts = tuple(accounts)
        self.years = tuple(_books(trial))

    def postings(self, amounts: Amounts) -> list[Posting]:
        """Return every amount of money in the columns of one kind, over all schools and cost centres."""
        money = (account for account in self.accounts if not self.trial.outside(account.number, account.code))
        return [posting for account in money for posting in account.postings if _alike(posting.amounts, amounts)]

    def readable(self, amounts: Amounts) -> bool:
        """Tell whether every cell in the columns could be read."""
        return not any(_alike(broken, amounts) for account in self.accounts for broken, _ in account.broken)

    def columns(self, amounts: Amounts) -> tuple[str, ...]:
        """Return the columns of one kind, over all schools and cost centres."""
        alike = (other for other in self.trial.trial.amounts if _alike(other, amounts))
        return tuple(column for other in alike for column, _ in other.columns)


def _books(trial: PlannedTrial) -> Iterator[Book]:
    for means in dict.fromkeys(amounts.means for amounts in trial.trial.amounts):
        own = [amounts for amounts in trial.trial.amounts if amounts.means == means]
        closing = [amounts for amounts in own if amounts.holds == "closing"]
        yield Book(
            means, tuple(closing or own), tuple(amounts for amounts in own if closing and amounts not in closing)
        )


def _alike(one: Amounts, other: Amounts) -> bool:
    return (one.means, one.holds) == (other.means, other.holds)


def total(postings: Iterable[Posting]) -> Decimal:
    """Add up amounts, debit positive."""
    return sum((posting.value for posting in postings), Decimal(0))
