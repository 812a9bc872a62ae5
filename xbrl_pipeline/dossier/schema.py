"""What the JSON files of a dossier look like; ``schemas/`` is generated from these models."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, model_validator

from xbrl_pipeline.model.findings import About, PhaseName, PhaseStatus, Severity, SuspectKind
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.model.parts import Need

_SURROGATES = re.compile("[\ud800-\udfff]")


def make_encodable(text: object) -> object:
    """Replace lone surrogates (undecodable bytes of a file name) in a text; leave anything else as it is."""
    return _SURROGATES.sub("\ufffd", text) if isinstance(text, str) and not text.isascii() else text


Text = Annotated[str, BeforeValidator(make_encodable)]
Cell = Annotated[
    str,
    BeforeValidator(lambda cell: make_encodable(str(cell))),
    Field(description="sheet!address", examples=["Balans!D10"], pattern=r"![A-Z]+[0-9]+$"),
]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", description="A file in the dossier's folder")]
Clark = Annotated[str, BeforeValidator(str), Field(pattern=r"^\{[^}]*\}.+$", description="{namespace}local name")]
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
Count = Annotated[int, Field(ge=0)]
_BOARDS = "The register of boards: the names of its lists, and the SHA-256 of what they say; absent without one"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class FileEntry(_File):
    """A file by name and content."""

    path: Text
    sha256: str


Register = Annotated[FileEntry | None, Field(description=_BOARDS, exclude_if=lambda file: file is None)]


class TaxonomyEntry(_File):
    """A taxonomy package and the entry point in it."""

    id: Text
    entry_point: Text
    sha256: str
    installed: Annotated[
        bool, Field(description="Whether it is one of the installed packages; else the verdict is none for a receiver")
    ] = True


class EngineEntry(_File):
    """The engine that checked, with its options."""

    name: str
    version: str
    options: tuple[str, ...]
    cached: Annotated[
        bool, Field(description="It said so in an earlier run, of the same instance, taxonomy, rules and engine")
    ] = False


class EntityEntry(_File):
    """Whose report it is."""

    name: Text
    bestuursnummer: Text
    kvk: Text
    verslagjaar: int | None
    sector: Annotated[Text, Field(description="PO, VO, MBO, HBO, WO, CUL, or SWV for a samenwerkingsverband")] = ""


class CountsEntry(_File):
    """How many findings about the report of each severity; one cause is one finding, in however many places."""

    error: Count
    warning: Count
    info: Count


class PhaseEntry(_File):
    """One phase and how it ended."""

    name: PhaseName
    status: PhaseStatus


class ValueEntry(_File):
    """A figure or text that took part in a finding."""

    label: Text
    value: Text | None
    cells: tuple[Cell, ...]
    role: str
    unit: str | None
    element: Annotated[str, Field(description="Its name in the instance, where there is no workbook")]
    line: int | None


class SuspectEntry(_File):
    """An amount that explains a finding: with the expected amount every rule holds that it takes part in."""

    kind: SuspectKind
    label: Text
    cells: tuple[Cell, ...]
    value: Text | None
    expected: str
    sentence: Text
    line: int | None


class ComparisonEntry(_File):
    """Both sides of a rule, and left minus right."""

    left: str
    right: str
    difference: str


class PlaceEntry(_File):
    """One of the places where one cause shows, with the sentence that it would have alone."""

    message: Text
    cells: tuple[Cell, ...]
    concept: Text | None
    period: Text | None
    lines: Annotated[tuple[int, ...], Field(description="Lines of the instance, where there is no workbook")] = ()
    values: tuple[ValueEntry, ...] = ()


class FindingEntry(_File):
    """One thing that is wrong or worth knowing."""

    code: str
    severity: Severity
    message: Text
    advice: Text
    concept: Text | None
    period: Text | None
    cells: tuple[Cell, ...]
    values: tuple[ValueEntry, ...]
    comparison: ComparisonEntry | None
    lines: Annotated[tuple[int, ...], Field(description="Lines of the instance, where there is no workbook")]
    because: Annotated[tuple[Cell, ...], Field(description="Cells whose own finding explains this one")]
    phase: PhaseName
    about: About
    ref: Annotated[str, Field(description="Short name that stays the same as long as the finding does")]
    suspects: Annotated[tuple[SuspectEntry, ...], Field(description="What probably went wrong, the likeliest first")]
    leads: Annotated[
        tuple[SuspectEntry, ...], Field(description="Where nothing is likely: amounts of which one may be wrong")
    ] = ()
    follows: Annotated[str, Field(description="ref of the finding that causes this one")]
    times: Annotated[int, Field(ge=1, description="How often it was found; counts take it as one finding")]
    places: Annotated[
        tuple[PlaceEntry, ...], Field(description="Where one cause shows in more than one place: each of them")
    ] = ()
    regraded: Annotated[Text, Field(description="Why the rule set gives it another severity")]


class LedgerCounts(_File):
    """The balance: cells = facts + skipped + rejected."""

    cells: Count
    facts: Count
    skipped: Count
    rejected: Count


class RatioPointEntry(_File):
    """A ratio in one column."""

    year: int
    budget: bool
    value: Decimal | None


class RatioEntry(_File):
    """A ratio over the columns of one statement, as a fraction; beyond low or high a supervisor looks.

    Without low and high it is a figure that nobody judges.
    """

    code: str
    statement: str
    points: tuple[RatioPointEntry, ...]
    low: Decimal | None
    high: Decimal | None
    percentage: bool
    source: Annotated[str, Field(description="Of low or high, else of the formula")]
    owner: Annotated[str, Field(description="Whose value low or high is")]
    since: Annotated[int | None, Field(description="First reporting year that low or high holds for")]


class PartEntry(_File):
    """A statement or note, and how many of its own lines are reported."""

    title: Text
    role: Annotated[str, Field(description="End of the URI of its role")]
    filled: Count
    lines: Count
    need: Annotated[
        Need, Field(description="What is expected of it: required by a rule, expected, optional, elsewhere")
    ]


class ReportFile(_File):
    """report.json: the outcome of checking one report."""

    verdict: Verdict
    summary: Annotated[Text, Field(description="The verdict as a sentence")]
    input: FileEntry
    mapping: FileEntry | None
    instance: FileEntry | None
    report: str
    entity: EntityEntry
    taxonomy: TaxonomyEntry | None
    engine: EngineEntry | None
    phases: tuple[PhaseEntry, ...]
    counts: CountsEntry
    findings: tuple[FindingEntry, ...]
    muted: Annotated[tuple[FindingEntry, ...], Field(description="What the rule set silences, with its reason")]
    rules: FileEntry | None
    rules_name: Text
    previous: FileEntry | None
    boards: Register = None
    ratios: tuple[RatioEntry, ...]
    parts: Annotated[tuple[PartEntry, ...], Field(description="Completeness: every statement and note")]
    facts: Count
    ledger: LedgerCounts | None
    lang: str
    program: Annotated[str, Field(description="Version, and SHA-256 over the program and its taxonomies")]
    created: datetime


class PeriodEntry(_File):
    """An instant (no start) or a duration; both days belong to it."""

    start: date | None
    end: date


class DimensionEntry(_File):
    """A member on an axis."""

    axis: Clark
    member: Clark


class FactEntry(_File):
    """One fact and the cells that state it."""

    concept: Clark
    period: PeriodEntry
    dimensions: tuple[DimensionEntry, ...]
    unit: str | None
    type: Literal["number", "date", "text"]
    value: Annotated[Text, Field(description="A number as exact decimal text, a date as YYYY-MM-DD, or the text")]
    decimals: str | None
    cells: tuple[Cell, ...]
    derived_from: tuple[Cell, ...] = Field((), description="Of a total that stands in no cell: the cells of its parts")

    @model_validator(mode="after")
    def _value_fits_type(self) -> Self:
        if self.type == "date":
            date.fromisoformat(self.value)
        if self.type == "number" and not _NUMBER.fullmatch(self.value):
            msg = f"not a number: {self.value}"
            raise ValueError(msg)
        return self


class FactsFile(_File):
    """facts.json: every fact of the instance with its cells."""

    facts: tuple[FactEntry, ...]


class LedgerLine(_File):
    """What became of one cell."""

    cell: Cell
    text: Text
    fate: Fate
    reason: Text
    concept: str | None
    hidden: Annotated[bool, Field(description="In a hidden row, column or sheet; read like any other")]
    label: Annotated[Text, Field(description="The concept in words")] = ""
    words: Annotated[bool, Field(description="A fact that is a text or a day")] = False


class LedgerFile(_File):
    """ledger.json: every non-empty cell of the mapped sheets."""

    counts: LedgerCounts
    entries: tuple[LedgerLine, ...]


class ManifestFile(_File):
    """manifest.json: what binds a dossier."""

    files: Annotated[dict[FileName, Sha256], Field(description="SHA-256 of each file in the dossier but this one")]
    report: str
    verdict: Verdict
    counts: CountsEntry
    entity: EntityEntry
    taxonomy: TaxonomyEntry | None
    engine: EngineEntry | None
    program: Annotated[str, Field(description="Version, and SHA-256 over the program and its taxonomies")]
    created: datetime
    fingerprint: str
    rules: FileEntry | None = None
    previous: FileEntry | None = None
    boards: Register = None


class RuleCountEntry(_File):
    """How often one rule found something in one input; consequences are left out."""

    code: str
    severity: Severity
    times: Annotated[int, Field(ge=1)]
    example: Text


class RuleTotalEntry(_File):
    """How often one rule found something in all inputs."""

    code: str
    severity: Severity
    files: Annotated[int, Field(ge=1)]
    times: Annotated[int, Field(ge=1)]
    example: Text


class OverviewEntry(_File):
    """One input of a run. Without a verdict it was refused; without a dossier ``problem`` says why."""

    name: Text
    bestuursnummer: Text
    verslagjaar: int | None
    sector: Text
    report: Annotated[Text, Field(description="Name of the report; empty where the file does not say it")]
    file: Text
    verdict: Verdict | None
    counts: CountsEntry
    facts: Count
    dossier: Text
    problem: Text
    seconds: float | None
    reused: bool
    cached: Annotated[bool, Field(description="The engine said so in an earlier run, of the same instance")]
    rules: tuple[RuleCountEntry, ...]


class BoardReportsEntry(_File):
    """The reports of one board over one year. Without ``owed`` nobody knows which it owes: its sector is not known."""

    bestuursnummer: Text
    name: Text
    verslagjaar: int
    sector: Text
    owed: tuple[Text, ...]
    there: Annotated[tuple[Text, ...], Field(description="Read in this run, or with a dossier of an earlier one")]
    missing: tuple[Text, ...]


class ProblemEntry(_File):
    """Why there is no report about a file, and what to do."""

    code: str = ""
    message: Text
    advice: Text


class LineEntry(_File):
    """One file of a batch: ``validate --jsonl`` gives its report, ``run --jsonl`` the folder of its dossier."""

    path: Text
    exit_code: Annotated[int, Field(description="What the program would return for this file alone")]
    seconds: float | None = None
    reused: Annotated[bool, Field(description="Finished in an earlier run, inputs unchanged")] = False
    verdict: Verdict | None = Field(description="Null where the file could not be read")
    counts: CountsEntry | None = None
    dossier: Text | None = None
    report: "ReportFile | None" = None
    problem: ProblemEntry | None = None


class TotalsEntry(_File):
    """How many inputs ended in which way."""

    valid: Count
    invalid: Count
    not_validated: Count
    refused: Count


class LeftOutEntry(_File):
    """A file that was named, or lay in a folder or zip that was, and is in no report."""

    file: Text
    reason: Text


class OverviewFile(_File):
    """overview.json: every input of a run, worst first."""

    totals: TotalsEntry
    rules: tuple[RuleTotalEntry, ...]
    rows: tuple[OverviewEntry, ...]
    boards: Annotated[tuple[BoardReportsEntry, ...], Field(description="By board and year: which reports are missing")]
    left_out: tuple[LeftOutEntry, ...]


FILES: dict[str, type[BaseModel]] = {
    "report": ReportFile,
    "facts": FactsFile,
    "ledger": LedgerFile,
    "manifest": ManifestFile,
    "overview": OverviewFile,
    "line": LineEntry,
}


def json_schema(name: str) -> dict[str, JsonValue]:
    """Return the JSON Schema of a written file, with the draft it is in."""
    schema = FILES[name].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
