"""The outcome of validating one report: what ``report.json`` and ``report.html`` show."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xbrl_pipeline.model.findings import About, Counts, Finding, Phase, count
from xbrl_pipeline.model.ledger import Ledger
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.model.parts import Part
from xbrl_pipeline.model.ratios import Ratio


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file by name and content; ``path`` is what the user gave, never more."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TaxonomyRef:
    """Which taxonomy package and entry point a report was checked against.

    One that is not installed is known by the name of its folder or file, and by the SHA-256 over all of it.
    """

    id: str
    entry_point: str
    sha256: str  # of the package
    installed: bool = True


@dataclass(frozen=True, slots=True)
class EngineRef:
    """Which engine gave the records, with which options.

    ``cached``: it gave them in an earlier run, of the same instance with the same taxonomy, rules and version.
    """

    name: str
    version: str
    options: tuple[str, ...]
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """Whose report it is, as the instance says; empty where it does not."""

    name: str = ""
    bestuursnummer: str = ""
    kvk: str = ""
    verslagjaar: int | None = None
    sector: str = ""  # PO, VO, MBO, HBO, WO, CUL, or SWV for a samenwerkingsverband


@dataclass(frozen=True, slots=True)
class Report:
    """One report, checked. ``inputs`` holds the workbook and mapping too when there are any."""

    verdict: Verdict
    input: FileRef
    report: str  # name of the report: "jaarverantwoording"
    phases: tuple[Phase, ...]
    findings: tuple[Finding, ...]
    created: datetime  # UTC
    program: str  # version and SHA-256 of this program
    lang: str = "nl"
    entity: Entity = Entity()
    mapping: FileRef | None = None
    instance: FileRef | None = None
    taxonomy: TaxonomyRef | None = None
    engine: EngineRef | None = None
    ledger: Ledger | None = None
    facts: int = 0
    muted: tuple[Finding, ...] = ()  # what the rule set silences: shown apart, never left out
    rules: FileRef | None = None  # the rule set, where one was given
    rules_name: str = ""
    previous: FileRef | None = None  # last year's instance, where one was given
    boards: FileRef | None = None  # the register of boards, where one is kept: its lists, and the SHA-256 of its boards
    ratios: tuple[Ratio, ...] = ()
    parts: tuple[Part, ...] = ()  # what is filled in and what is empty

    @property
    def counts(self) -> Counts:
        """Findings about the report, per severity, each cause once: what follows from another is mended with it.

        Those about the taxonomy are nobody's homework.
        """
        own = (finding for finding in self.findings if finding.about is About.REPORT)
        return count(finding for finding in own if not finding.follows)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What binds a dossier: the SHA-256 of each file in it by name, and what they were made with."""

    files: dict[str, str]
    report: str
    verdict: Verdict
    counts: Counts
    entity: Entity
    taxonomy: TaxonomyRef | None
    engine: EngineRef | None
    program: str
    created: datetime
    fingerprint: str  # SHA-256 over all inputs and versions: equal means there is nothing to do again
    rules: FileRef | None = None
    previous: FileRef | None = None
    boards: FileRef | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A folder with everything about one report."""

    folder: Path
    manifest: Manifest
