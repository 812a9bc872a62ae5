"""Verdicts, exit codes and the one exception that stops a run."""

import errno
from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Final


class Verdict(StrEnum):
    """What the program says of a report."""

    VALID = "VALID"
    INVALID = "INVALID"
    NOT_VALIDATED = "NOT_VALIDATED"


class ExitCode(IntEnum):
    """What the command tells the shell."""

    VALID = 0
    INVALID = 1
    USAGE = 2
    INPUT_REFUSED = 3
    NOT_VALIDATED = 4
    NOT_AUTHORISED = 5
    INTERNAL = 70
    INTERRUPTED = 130


OF_VERDICT = {
    Verdict.VALID: ExitCode.VALID,
    Verdict.INVALID: ExitCode.INVALID,
    Verdict.NOT_VALIDATED: ExitCode.NOT_VALIDATED,
}


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """Return the exit code of a run over several inputs: the highest."""
    return max(codes, default=ExitCode.VALID)


class Phrase(str):
    """A code of the message catalogue that fills a gap in another sentence."""

    __slots__ = ()


_KNOWN: Final = {errno.EACCES, errno.EPERM, errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EROFS}


def os_cause(error: OSError) -> Phrase:
    """Say in the user's language why the operating system refused."""
    return Phrase(f"os.{errno.errorcode[error.errno]}" if error.errno in _KNOWN else "os.other")


class PipelineError(Exception):
    """An expected problem that stops one input or the run.

    ``code`` names a sentence in the message catalogue; ``params`` fill its gaps. Only the error boundary of the
    command line and the per-file boundary of a batch catch it.
    """

    def __init__(self, code: str, exit_code: ExitCode = ExitCode.INPUT_REFUSED, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.exit_code = exit_code
        self.params = params
