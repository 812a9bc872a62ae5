"""All inputs of a run at a glance, worst first: as JSON and as a table for the terminal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.table import Table
from rich.text import Text

from xbrl_pipeline.dossier.files import to_bytes
from xbrl_pipeline.dossier.schema import (
    BoardReportsEntry,
    LeftOutEntry,
    OverviewEntry,
    OverviewFile,
    RuleTotalEntry,
    TotalsEntry,
)
from xbrl_pipeline.messages import Messages, amount
from xbrl_pipeline.messages.plain import printable
from xbrl_pipeline.model.findings import Counts, Severity
from xbrl_pipeline.model.gist import RuleCount
from xbrl_pipeline.model.outcome import Verdict

_ORDER = {Verdict.NOT_VALIDATED: 0, None: 1, Verdict.INVALID: 2, Verdict.VALID: 3}
_STYLE = {Verdict.NOT_VALIDATED: "yellow", None: "yellow", Verdict.INVALID: "red", Verdict.VALID: "green"}
# of the table on a terminal: key, share of the width that is left (None: as wide as it needs), to the right
_NAMED: Final = 20  # files on a terminal
_COLUMNS: Final = (
    ("status", None, False),
    ("name", 2, False),
    ("errors", None, True),
    ("problem", 3, False),
)


@dataclass(frozen=True, slots=True)
class RuleTotal:
    """How often one rule found something in all inputs."""

    code: str
    severity: Severity
    files: int
    times: int
    example: str


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One input of a run. ``verdict`` is None when it was refused; without a dossier ``problem`` says why."""

    file: str
    verdict: Verdict | None
    name: str = ""
    bestuursnummer: str = ""
    verslagjaar: int | None = None
    counts: Counts = field(default_factory=Counts)
    facts: int = 0
    dossier: str = ""  # folder of the dossier, relative to the overview; empty when there is none
    problem: str = ""  # first sentence a reader needs
    seconds: float | None = None
    reused: bool = False  # finished in an earlier run, inputs unchanged
    cached: bool = False  # the engine spoke in an earlier run, of the same instance
    rules: tuple[RuleCount, ...] = ()
    sector: str = ""
    report: str = ""  # name of the report, as far as it is known

    @property
    def status(self) -> str:
        """The outcome as the message catalogue names it: ``overview.status.*``."""
        return self.verdict.value if self.verdict else "REFUSED"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Which reports of a board over one year are there, and which it owes too; ``owed`` is empty where nobody knows."""

    bestuursnummer: str
    name: str
    verslagjaar: int
    sector: str  # empty where no report says it
    owed: tuple[str, ...]
    there: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was named, or lay in what was named, and is in no report."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class EndCounts:
    """How many inputs ended in which way."""

    valid: int
    invalid: int
    not_validated: int
    refused: int


def worst_first(rows: Iterable[OverviewRow]) -> tuple[OverviewRow, ...]:
    """Sort rows: not validated, refused, invalid by number of errors, valid by number of warnings; then by name."""
    return tuple(sorted(rows, key=_weight))


def totals(rows: Sequence[OverviewRow]) -> EndCounts:
    """Count the rows per outcome."""
    verdicts = [row.verdict for row in rows]
    return EndCounts(*map(verdicts.count, (Verdict.VALID, Verdict.INVALID, Verdict.NOT_VALIDATED, None)))


def rule_totals(rows: Iterable[OverviewRow]) -> tuple[RuleTotal, ...]:
    """Add up what each rule found, errors first, then what touches most files."""
    met: dict[str, list[RuleCount]] = {}
    for row in rows:
        for each in row.rules:
            met.setdefault(each.code, []).append(each)
    sums = (_rule_total(code, counts) for code, counts in met.items())
    order = list(Severity)
    return tuple(sorted(sums, key=lambda each: (order.index(each.severity), -each.files, -each.times, each.code)))


def _rule_total(code: str, counts: list[RuleCount]) -> RuleTotal:
    worst = min((each.severity for each in counts), key=list(Severity).index)
    return RuleTotal(code, worst, len(counts), sum(each.times for each in counts), counts[0].example)


def overview_json(
    rows: Sequence[OverviewRow], left_out: Sequence[LeftOut] = (), boards: Sequence[BoardRow] = ()
) -> bytes:
    """Write ``overview.json``."""
    entries = tuple(map(OverviewEntry.model_validate, worst_first(rows)))
    rules = tuple(map(RuleTotalEntry.model_validate, rule_totals(rows)))
    left = tuple(map(LeftOutEntry.model_validate, left_out))
    total = TotalsEntry.model_validate(totals(rows))
    owing = tuple(map(BoardReportsEntry.model_validate, boards))
    return to_bytes(OverviewFile(totals=total, rules=rules, rows=entries, boards=owing, left_out=left))


def overview_table(rows: Sequence[OverviewRow], messages: Messages) -> Table:
    """Return the overview for a terminal, totals as its caption; no markup in names is obeyed."""
    table = Table(caption=totals_sentence(totals(rows), messages), caption_justify="left", expand=True)
    for key, ratio, right in _COLUMNS:
        heading = messages.text(f"overview.column.{key}")
        table.add_column(heading, justify="right" if right else "left", ratio=ratio, no_wrap=True, overflow="ellipsis")
    for row in worst_first(rows):
        table.add_row(*_cells(row, messages))
    return table


def totals_sentence(total: EndCounts, messages: Messages) -> str:
    """Return the totals in words: ``6 bestanden: 4 geldig, 2 niet geldig, …``."""
    number = total.valid + total.invalid + total.not_validated + total.refused
    names = ("valid", "invalid", "not_validated", "refused")
    parts = ", ".join(
        f"{amount(getattr(total, each), messages.lang)} {messages.text(f'overview.{each}')}" for each in names
    )
    return f"{messages.text('overview.files.one' if number == 1 else 'overview.files.many', n=number)}: {parts}"


def owing(boards: Iterable[BoardRow]) -> tuple[BoardRow, ...]:
    """Return the boards of which a report is missing, or of which nobody knows which they owe."""
    return tuple(board for board in boards if board.missing or not board.owed)


def owed_sentence(board: BoardRow, messages: Messages) -> str:
    """Return which reports a board still owes, in words."""
    if not board.owed:
        return messages.text("overview.boards.unknown")
    return messages.text("overview.boards.missing", reports=board.missing) if board.missing else ""


def board_lines(boards: Sequence[BoardRow], messages: Messages) -> Iterator[str]:
    """Give the boards that still owe a report, for a terminal; of many the first."""
    found = owing(boards)
    if found:
        yield messages.text("overview.boards.one" if len(found) == 1 else "overview.boards.many", n=len(found))
        for each in found[:_NAMED]:
            whose = printable(" ".join(part for part in (each.bestuursnummer, each.name) if part))
            yield f"  · {whose}, {each.verslagjaar}: {owed_sentence(each, messages)}"
        if len(found) > _NAMED:
            yield f"  · {messages.text('cli.more', n=len(found) - _NAMED)}"


def left_out_lines(left_out: Sequence[LeftOut], messages: Messages) -> Iterator[str]:
    """Give how many files are in no report, and which and why, for a terminal; of many the first."""
    if left_out:
        yield messages.text(
            "overview.left_out.one" if len(left_out) == 1 else "overview.left_out.many", n=len(left_out)
        )
        yield from (f"  · {each.file}: {each.reason}" for each in left_out[:_NAMED])
        if len(left_out) > _NAMED:
            yield f"  · {messages.text('cli.more', n=len(left_out) - _NAMED)}"


def _weight(row: OverviewRow) -> tuple[int, int, int, str, str]:
    return (_ORDER[row.verdict], -row.counts.error, -row.counts.warning, row.name, row.file)


def _cells(row: OverviewRow, messages: Messages) -> list[Text]:
    errors = "" if not row.dossier else amount(row.counts.error, messages.lang)
    board = " ".join(part for part in (row.bestuursnummer, row.name) if part) or row.file
    status = Text(messages.text(f"overview.status.{row.status}"), style=_STYLE[row.verdict])
    return [status, *(Text(printable(word)) for word in (board, errors, row.problem))]
