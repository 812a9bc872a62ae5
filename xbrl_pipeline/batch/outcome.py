"""What became of one input: as a worker made it, and as it is told."""

from dataclasses import dataclass
from pathlib import Path

from xbrl_pipeline.batch.dossiers import Staged
from xbrl_pipeline.model.gist import NO_GIST, Gist
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.model.report import Dossier, Entity, Manifest, Report


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one input: a dossier, a report where none is kept, or the sentence that says why there is neither.

    One that is ``passed_over`` holds the report of another that the user preferred: nothing is wrong with it.
    """

    path: Path
    exit_code: ExitCode
    dossier: Dossier | None = None
    report: Report | None = None
    reused: bool = False
    error: PipelineError | None = None
    message: str = ""  # of the error, in the language of the run
    advice: str = ""
    seconds: float | None = None
    name: str = ""  # as reports call the input
    entity: Entity | None = None  # of a report for which no file was chosen
    report_name: str = ""  # of that report
    passed_over: bool = False
    gist: Gist = NO_GIST  # of the report in the dossier


@dataclass(frozen=True, slots=True)
class Made:
    """What a worker made of one input: a dossier in the making, one of an earlier run, a report, or a refusal.

    ``unchanged`` is the fingerprint of a dossier that another machine has, where there is nothing to make anew.
    """

    staged: Staged | None = None
    earlier: Dossier | None = None
    report: Report | None = None
    gist: Gist = NO_GIST
    error: PipelineError | None = None
    seconds: float | None = None
    unchanged: str = ""

    @property
    def name(self) -> str:
        """The name of the dossier's folder, empty where there is none."""
        return self.staged.name if self.staged else self.earlier.folder.name if self.earlier else ""

    @property
    def manifest(self) -> Manifest | None:
        """The manifest of the dossier."""
        made = self.staged or self.earlier
        return made.manifest if made else None
