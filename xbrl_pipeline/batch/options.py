"""What holds for a whole run, and whether dossiers are kept."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xbrl_pipeline.batch.outcome import FileOutcome
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.inputs.sources import NOTHING_BESIDE, SideInputs
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import PhaseName
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

NEWEST: Final = "newest"
Reached = Callable[[Path, PhaseName], None]  # a file has come to a phase


@dataclass(frozen=True, slots=True)
class Preference:
    """Which of several files with the same report counts: those in certain places, and of these the newest.

    Of files among which it does not choose none counts.
    """

    newest: bool = False
    places: frozenset[Path] = frozenset()  # files and folders, in full

    @classmethod
    def read(cls, words: Sequence[str], inputs: Sequence[Input], shown: Callable[[Path], Path]) -> "Preference":
        """Read what a user said: ``newest``, or files or folders of this run; others are a PipelineError."""
        places = {word: _in_full(Path(word)) for word in words if word != NEWEST}
        files = [_in_full(shown(item.path)) for item in inputs]
        for word, place in places.items():
            if not any(file.is_relative_to(place) for file in files):
                raise PipelineError("input.prefer_unknown", ExitCode.USAGE, path=word)
        return cls(NEWEST in words, frozenset(places.values()))

    def choose(self, files: Sequence[Path], shown: Callable[[Path], Path]) -> Path | None:
        """Return the file that counts; None where the preference does not tell."""
        ranks = {file: self._rank(file, _in_full(shown(file))) for file in files}
        best = [file for file, rank in ranks.items() if rank == max(ranks.values())]
        return best[0] if len(best) == 1 else None

    def _rank(self, file: Path, place: Path) -> tuple[bool, int]:
        named = any(place.is_relative_to(each) for each in self.places)
        return named, file.stat().st_mtime_ns if self.newest else 0


@dataclass(frozen=True, slots=True)
class Keep:
    """Where dossiers are kept, and which of several files with one report has the place."""

    out: Path
    prefer: Preference = Preference()


@dataclass(frozen=True, slots=True)
class ClusterChoice:
    """The scheduler whose machines do the checking; ``shared`` where these see the same files under the same names."""

    address: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What holds for the whole run; ``jobs`` is the number of files that are checked at the same time.

    ``told`` names the files in an error as the user knows them, ``shown`` one file. Without ``keep`` there are no
    dossiers, only reports.
    """

    messages: Messages
    strict: bool = False
    jobs: int = 1
    beside: SideInputs = NOTHING_BESIDE
    told: Callable[[PipelineError], PipelineError] = lambda error: error
    shown: Callable[[Path], Path] = lambda path: path
    keep: Keep | None = None
    reached: Reached | None = None  # told of the phases of a file, where one process does all the work
    cluster: ClusterChoice | None = None

    def refused(self, path: Path, error: PipelineError) -> FileOutcome:
        """Say of an input why nothing came of it."""
        told = self.told(error)
        text, advice = (say(told.code, **told.params) for say in (self.messages.text, self.messages.advice))
        return FileOutcome(path, told.exit_code, error=told, message=text, advice=advice)


def _in_full(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - a link is preferred by its own name, "a/../b" by what it means
