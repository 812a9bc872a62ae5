"""One line of JSON for each file of a batch, for other programs."""

from pathlib import Path
from typing import Final, Protocol

from xbrl_pipeline.dossier.files import report_file
from xbrl_pipeline.dossier.schema import CountsEntry, LineEntry, ProblemEntry
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import escaped
from xbrl_pipeline.model.outcome import ExitCode, PipelineError, Verdict
from xbrl_pipeline.model.report import Dossier, Report

_VERDICTS: Final = {ExitCode.NOT_VALIDATED: Verdict.NOT_VALIDATED}  # of a file without a dossier


class ReportedFile(Protocol):
    """What became of one file: a report about it, a dossier, or why there is neither."""

    @property
    def exit_code(self) -> ExitCode: ...  # noqa: D102 - plain fields
    @property
    def report(self) -> Report | None: ...  # noqa: D102
    @property
    def dossier(self) -> Dossier | None: ...  # noqa: D102
    @property
    def reused(self) -> bool: ...  # noqa: D102
    @property
    def error(self) -> PipelineError | None: ...  # noqa: D102
    @property
    def message(self) -> str: ...  # noqa: D102
    @property
    def advice(self) -> str: ...  # noqa: D102
    @property
    def seconds(self) -> float | None: ...  # noqa: D102


def outcome_line(path: Path, outcome: ReportedFile, messages: Messages, *, kept: bool) -> bytes:
    """Write the line for a file: its whole report, or where its dossier is, or why there is neither and what to do.

    Where dossiers are ``kept`` a report that has none for want of a choice has a verdict too, as in the overview.
    """
    dossier, report, error = outcome.dossier, outcome.report, outcome.error
    told = report or (dossier.manifest if dossier is not None else None)
    unsettled = _VERDICTS.get(outcome.exit_code) if kept else None
    code = error.code if error is not None and not kept else ""
    entry = LineEntry(
        path=str(path),
        exit_code=int(outcome.exit_code),
        seconds=outcome.seconds,
        reused=outcome.reused,
        verdict=told.verdict if told is not None else unsettled,
        counts=CountsEntry.model_validate(told.counts) if told is not None else None,
        dossier=str(dossier.folder) if dossier is not None else None,
        report=report_file(report, messages) if report is not None else None,
        problem=None if error is None else ProblemEntry(code=code, message=outcome.message, advice=outcome.advice),
    )
    return _line(entry)


def left_out_line(path: Path, code: str, messages: Messages) -> bytes:
    """Write the line for a file that was not read; that is no error."""
    problem = ProblemEntry(code=code, message=messages.text(code), advice="")
    return _line(LineEntry(path=str(path), exit_code=int(ExitCode.VALID), verdict=None, problem=problem))


def _line(entry: LineEntry) -> bytes:
    return f"{escaped(entry.model_dump_json())}\n".encode()
