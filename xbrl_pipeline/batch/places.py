"""Which input has the dossier of a report: where two hold the same one neither has, unless their user chose."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from xbrl_pipeline.batch.dossiers import Staged, put_in_place, set_aside
from xbrl_pipeline.batch.pool import Lost
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.inputs.sources import NOTHING_BESIDE, Beside
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.gist import NO_GIST, Gist
from xbrl_pipeline.model.outcome import OF_VERDICT, ExitCode, PipelineError
from xbrl_pipeline.model.report import Dossier, Entity, Manifest

NEWEST: Final = "newest"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: a dossier, or the sentence that says why there is none.

    One that is ``passed_over`` holds the report of another that the user preferred: nothing is wrong with it.
    """

    path: Path
    exit_code: ExitCode
    dossier: Dossier | None = None
    reused: bool = False
    message: str = ""
    advice: str = ""
    seconds: float | None = None
    name: str = ""  # as reports call the input
    entity: Entity | None = None  # of a report for which no file was chosen
    report: str = ""  # its name
    passed_over: bool = False
    gist: Gist = NO_GIST  # of the report in the dossier


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
class Settings:
    """What holds for the whole run; ``jobs`` is the number of files that are checked at the same time.

    ``told`` names the files in an error as the user knows them, ``shown`` one file.
    """

    out: Path
    messages: Messages
    strict: bool = False
    jobs: int = 1
    beside: Beside = NOTHING_BESIDE
    told: Callable[[PipelineError], PipelineError] = lambda error: error
    shown: Callable[[Path], Path] = lambda path: path
    prefer: Preference = Preference()


@dataclass(frozen=True, slots=True)
class Made:
    """What a worker made of one input: a dossier in the making, one of an earlier run, or a refusal."""

    staged: Staged | None = None
    earlier: Dossier | None = None
    gist: Gist = NO_GIST
    error: PipelineError | None = None
    seconds: float | None = None

    @property
    def name(self) -> str:
        """The name of the dossier's folder, empty where there is none."""
        return self.staged.name if self.staged else self.earlier.folder.name if self.earlier else ""

    @property
    def manifest(self) -> Manifest | None:
        """The manifest of the dossier."""
        made = self.staged or self.earlier
        return made.manifest if made else None


@dataclass(slots=True)
class Places:
    """Which input has which dossier folder, as far as the run is."""

    inputs: Sequence[Input]
    settings: Settings
    staging: Path
    claims: dict[str, list[Path]] = field(default_factory=dict)  # by folder, each input that would have it
    holders: dict[str, Path] = field(default_factory=dict)
    aside: dict[str, Path] = field(default_factory=dict)  # where the dossiers of an earlier run went

    def settle(self, number: int, made: Made | Lost) -> Iterator[Outcome]:
        """Move a dossier to its place; where several inputs have that, to that of the preferred one or of none."""
        path = self.inputs[number].path
        if isinstance(made, Lost):
            made = Made(error=PipelineError(f"batch.{made.reason}", ExitCode.NOT_VALIDATED, path=str(path)))
        try:
            yield from self._outcomes(path, made)
        except PipelineError as error:
            yield replace(self._refused(path, error), seconds=made.seconds)

    def _outcomes(self, path: Path, made: Made) -> Iterator[Outcome]:
        manifest = made.manifest
        if made.error is not None or manifest is None:
            raise made.error or PipelineError("batch.died", path=str(path))
        claims = self.claims.setdefault(made.name, [])
        claims.append(path)
        chosen = self.settings.prefer.choose(claims, self.settings.shown)
        others = claims[:-1]
        if chosen == path:
            yield replace(self._give(made, manifest, path), seconds=made.seconds)
            yield from (self._passed_over(other, path, manifest) for other in others)
            return
        if made.staged is not None:
            shutil.rmtree(made.staged.place, ignore_errors=True)
        if chosen is not None:
            yield replace(self._passed_over(path, chosen, manifest), seconds=made.seconds)
            return
        if self.holders.pop(made.name, None) is not None:
            self._clear(made.name)
        if len(others) == 1:  # of more it was said before
            yield self._contested(others[0], path, manifest)
        yield replace(self._contested(path, others[0], manifest), seconds=made.seconds)

    def _give(self, made: Made, manifest: Manifest, path: Path) -> Outcome:
        """Let an input have the place, also when that holds the dossier of another by now."""
        code, before = OF_VERDICT[manifest.verdict], self.aside.get(made.name)
        staged = made.staged
        if staged is None and before is not None:  # it was done in an earlier run, and has made way in this one
            staged = Staged(before, made.name, manifest)
        dossier = made.earlier
        if staged is not None:
            self._clear(made.name)
            dossier = put_in_place(staged, self.settings.out)
        self.holders[made.name] = path
        return Outcome(path, code, dossier, reused=made.earlier is not None, gist=made.gist)

    def _clear(self, name: str) -> None:
        moved = set_aside(name, self.settings.out, self.staging)
        if moved is not None:  # the first to go is that of an earlier run, which one of the inputs may still claim
            self.aside.setdefault(name, moved)

    def _contested(self, path: Path, other: Path, manifest: Manifest) -> Outcome:
        """Say of two files that they hold the same report, and when each was last changed."""
        days = {"day": _changed(path), "other_day": _changed(other)}
        files = {"path": str(path), "other": str(other)}
        error = PipelineError("dossier.same_report", ExitCode.NOT_VALIDATED, **files, **days, **_whose(manifest.entity))
        return replace(self._refused(path, error), entity=manifest.entity, report=manifest.report)

    def _passed_over(self, path: Path, chosen: Path, manifest: Manifest) -> Outcome:
        days = {"day": _changed(path), "other_day": _changed(chosen)}
        files = {"path": str(path), "other": str(chosen)}
        error = PipelineError("dossier.not_preferred", ExitCode.VALID, **files, **days, **_whose(manifest.entity))
        refused = self._refused(path, error)
        return replace(refused, entity=manifest.entity, report=manifest.report, passed_over=True)

    def _refused(self, path: Path, error: PipelineError) -> Outcome:
        texts, error = self.settings.messages, self.settings.told(error)
        text, advice = texts.text(error.code, **error.params), texts.advice(error.code, **error.params)
        return Outcome(path, error.exit_code, message=text, advice=advice)


def _whose(entity: Entity) -> dict[str, str]:
    return {"bestuursnummer": entity.bestuursnummer, "verslagjaar": str(entity.verslagjaar)}


def _changed(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()


def _in_full(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - a link is preferred by its own name, "a/../b" by what it means
