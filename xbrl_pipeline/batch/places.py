"""Which input has the dossier of a report: where two hold the same one neither has, unless their user chose."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from xbrl_pipeline.batch.dossiers import Staged, put_in_place, set_aside
from xbrl_pipeline.batch.options import Keep, RunOptions
from xbrl_pipeline.batch.outcome import FileOutcome, Made
from xbrl_pipeline.model.outcome import OF_VERDICT, ExitCode, PipelineError
from xbrl_pipeline.model.report import Entity, Manifest


@dataclass(slots=True)
class Places:
    """Which input has which dossier folder, as far as the run is."""

    options: RunOptions
    keep: Keep
    staging: Path
    claims: dict[str, list[Path]] = field(default_factory=dict)  # by folder, each input that would have it
    holders: dict[str, Path] = field(default_factory=dict)
    aside: dict[str, Path] = field(default_factory=dict)  # where the dossiers of an earlier run went

    def settle(self, path: Path, made: Made) -> Iterator[FileOutcome]:
        """Move a dossier to its place; where several inputs have that, to that of the preferred one or of none."""
        try:
            yield from self._outcomes(path, made)
        except PipelineError as error:
            yield replace(self.options.refused(path, error), seconds=made.seconds)

    def _outcomes(self, path: Path, made: Made) -> Iterator[FileOutcome]:
        manifest = made.manifest
        if made.error is not None or manifest is None:
            raise made.error or PipelineError("batch.died", path=str(path))
        claims = self.claims.setdefault(made.name, [])
        claims.append(path)
        chosen = self.keep.prefer.choose(claims, self.options.shown)
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

    def _give(self, made: Made, manifest: Manifest, path: Path) -> FileOutcome:
        """Let an input have the place, also when that holds the dossier of another by now."""
        code, before = OF_VERDICT[manifest.verdict], self.aside.get(made.name)
        staged = made.staged
        if staged is None and before is not None:  # it was done in an earlier run, and has made way in this one
            staged = Staged(before, made.name, manifest)
        dossier = made.earlier
        if staged is not None:
            self._clear(made.name)
            dossier = put_in_place(staged, self.keep.out)
        self.holders[made.name] = path
        return FileOutcome(path, code, dossier, reused=made.earlier is not None, gist=made.gist)

    def _clear(self, name: str) -> None:
        moved = set_aside(name, self.keep.out, self.staging)
        if moved is not None:  # the first to go is that of an earlier run, which one of the inputs may still claim
            self.aside.setdefault(name, moved)

    def _contested(self, path: Path, other: Path, manifest: Manifest) -> FileOutcome:
        """Say of two files that they hold the same report, and when each was last changed."""
        days = {"day": _changed(path), "other_day": _changed(other)}
        files = {"path": str(path), "other": str(other)}
        error = PipelineError("dossier.same_report", ExitCode.NOT_VALIDATED, **files, **days, **_whose(manifest.entity))
        return replace(self.options.refused(path, error), entity=manifest.entity, report_name=manifest.report)

    def _passed_over(self, path: Path, chosen: Path, manifest: Manifest) -> FileOutcome:
        days = {"day": _changed(path), "other_day": _changed(chosen)}
        files = {"path": str(path), "other": str(chosen)}
        error = PipelineError("dossier.not_preferred", ExitCode.VALID, **files, **days, **_whose(manifest.entity))
        refused = self.options.refused(path, error)
        return replace(refused, entity=manifest.entity, report_name=manifest.report, passed_over=True)


def _whose(entity: Entity) -> dict[str, str]:
    return {"bestuursnummer": entity.bestuursnummer, "verslagjaar": str(entity.verslagjaar)}


def _changed(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()
