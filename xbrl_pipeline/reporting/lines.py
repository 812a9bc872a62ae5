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


class Checked(Protocol):
    """A report about one file, or why there is none."""

    @property
    def report(self) -> Report | None: ...  # noqa: D102 - plain fields
    @property
    def error(self) -> PipelineError | None: ...  # noqa: D102
    @property
    def seconds(self) -> float | None: ...  # noqa: D102


def checked_line(path: Path, code: ExitCode, checked: Checked, messages: Messages) -> bytes:
    """Write the line for a file that was validated: its whole report, or what kept it from being read."""
    report, error = checked.report, checked.error
    entry = LineEntry(
        path=str(path),
        exit_code=int(code),
        seconds=checked.seconds,
        verdict=report.verdict if report is not None else None,
        counts=CountsEntry.model_validate(report.counts) if report is not None else None,
        report=report_file(report, messages) if report is not None else None,
        problem=None if error is None else _problem(error, messages),
    )
    return _line(entry)


def dossier_line(
    path: Path,
    code: ExitCode,
    dossier: Dossier | None,
    problem: tuple[str, str],
    seconds: float | None,
    *,
    reused: bool,
) -> bytes:
    """Write the line for a file of a run: where its dossier is, or why there is none and what to do."""
    message, advice = problem
    entry = LineEntry(
        path=str(path),
        exit_code=int(code),
        seconds=seconds,
        reused=reused,
        verdict=dossier.manifest.verdict if dossier is not None else _VERDICTS.get(code),
        counts=CountsEntry.model_validate(dossier.manifest.counts) if dossier is not None else None,
        dossier=str(dossier.folder) if dossier is not None else None,
        problem=ProblemEntry(message=message, advice=advice) if message else None,
    )
    return _line(entry)


def left_out_line(path: Path, code: str, messages: Messages) -> bytes:
    """Write the line for a file that was not read; that is no error."""
    problem = ProblemEntry(code=code, message=messages.text(code), advice="")
    return _line(LineEntry(path=str(path), exit_code=int(ExitCode.VALID), verdict=None, problem=problem))


def _problem(error: PipelineError, messages: Messages) -> ProblemEntry:
    return ProblemEntry(
        code=error.code,
        message=messages.text(error.code, **error.params),
        advice=messages.advice(error.code, **error.params),
    )


def _line(entry: LineEntry) -> bytes:
    return f"{escaped(entry.model_dump_json())}\n".encode()
