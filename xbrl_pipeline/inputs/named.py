"""What a user names as input: files, folders, patterns, lists of these, and zips with files in them."""

import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from glob import glob
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.archive import BROKEN, MIB, ArchiveLimits, Meter, RefusedError, check_entries, check_members
from xbrl_pipeline.base.kinds import is_report_package
from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.inputs.plan import IN_FOLDERS, OTHER_REPORTS, Input, is_hidden, left_out, mapping_beside
from xbrl_pipeline.inputs.sources import INSTANCES
from xbrl_pipeline.model.outcome import Phrase, PipelineError, os_cause

_LIST: Final = "@"
_MAGIC: Final = frozenset("*?[")
_ZIP: Final = ".zip"
_COMMENT: Final = "#"
_IN_ZIP: Final = {"instance.taxonomy_beside": "instance.taxonomy_in_zip"}  # its advice is a command that needs files
_LIMITS: Final = ArchiveLimits(members=20_000, inflated=20_000 * MIB)
_WANTED: Final = IN_FOLDERS | INSTANCES | OTHER_REPORTS | {".yaml"}


@dataclass(frozen=True, slots=True)
class DisplayNames:
    """Under which name to speak of a file: what came out of a zip is spoken of as if the zip were a folder."""

    zips: dict[Path, Path] = field(default_factory=dict)  # by the folder that each was unpacked in
    packed: list[Path] = field(default_factory=list)  # what stayed in its zip, as the user knows it

    def shown(self, path: Path) -> Path:
        """Return the name of a file for a user."""
        folder = next((folder for folder in self.zips if path.is_relative_to(folder)), None)
        return path if folder is None else self.zips[folder] / path.relative_to(folder)

    def short(self, path: Path) -> str:
        """Return the name of a file in a report: of one out of a zip with the zip and its folders, else the last part.

        Never more of where it lies on this machine.
        """
        folder = next((folder for folder in self.zips if path.is_relative_to(folder)), None)
        return path.name if folder is None else (Path(self.zips[folder].name) / path.relative_to(folder)).as_posix()

    def left_out(
        self, given: Iterable[Path], inputs: Iterable[Input], beside: Iterable[Path | None]
    ) -> tuple[Path, ...]:
        """Return the files in folders and zips that are no input and were not named for another purpose."""
        used = [file for item in inputs for file in (item.path, mapping_beside(item.path))]
        unread = left_out(given, (*used, *filter(None, beside)))
        return (*map(self.shown, unread), *self.packed)

    def told(self, error: PipelineError) -> PipelineError:
        """Return an error whose sentences name files as a user knows them, and say what to do with those in a zip."""
        params = {name: self._gap(gap) for name, gap in error.params.items()}
        code = error.code if params == error.params else _IN_ZIP.get(error.code, error.code)
        return PipelineError(code, error.exit_code, **params)

    def _gap(self, gap: object) -> object:
        if isinstance(gap, tuple):
            return tuple(map(self._gap, gap))
        if type(gap) is not str:  # a Phrase is a code, not a text
            return gap
        for folder, packed in self.zips.items():
            gap = gap.replace(str(folder), str(packed))
        return gap


@contextmanager
def opened(
    paths: Iterable[Path], lists: Iterable[Path] = (), limits: ArchiveLimits = _LIMITS
) -> Iterator[tuple[tuple[Path, ...], DisplayNames]]:
    """Give files and folders for what was named, and the names under which to speak of them; ``limits`` are for a zip.

    What came out of a zip goes away again when the context ends; errors that leave it name files as a user knows them.
    """
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("input")) as scratch:
        names = DisplayNames()
        files = tuple(_unpacked(path, Path(scratch), names, limits) for path in _named(paths, lists))
        try:
            yield files, names
        except PipelineError as error:
            raise names.told(error) from error


def _named(paths: Iterable[Path], lists: Iterable[Path]) -> Iterator[Path]:
    for file in lists:
        yield from _listed(file)
    for path in paths:
        text = str(path)
        if text.startswith(_LIST) and not path.exists():
            yield from _listed(Path(text.removeprefix(_LIST)))
        else:
            yield from _matching(path)


def _listed(file: Path) -> Iterator[Path]:
    """Give what stands on the lines of a list, relative to the list; empty lines and comments are passed over."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        cause = os_cause(error) if isinstance(error, OSError) else "UTF-8"
        raise PipelineError("batch.list_unreadable", path=str(file), cause=cause) from error
    for line in filter(None, (line.strip().strip('"') for line in lines)):
        if not line.startswith(_COMMENT):
            yield from _matching(file.parent / line)


def _matching(path: Path) -> Sequence[Path]:
    """Return what a pattern matches; a name that exists is no pattern, and one that matches nothing stays as it is."""
    if path.exists() or not _MAGIC & set(str(path)):
        return (path,)
    found = sorted(glob(str(path), recursive=True))  # noqa: PTH207 - a Path has no patterns with a folder of their own
    return tuple(map(Path, found)) or (path,)


def _unpacked(path: Path, scratch: Path, names: DisplayNames, limits: ArchiveLimits) -> Path:
    if path.suffix.lower() != _ZIP or not path.is_file() or is_report_package(path):
        return path
    folder = Path(tempfile.mkdtemp(dir=scratch)) / path.name
    try:
        unread = _unpack(path, folder, limits)
    except RefusedError as error:
        part = f": {error.gaps['part']}" if error.gaps["part"] else ""
        raise PipelineError(
            "batch.zip_refused", path=str(path), reason=Phrase(f"batch.zip.{error.reason}"), part=part
        ) from error
    except BROKEN as error:
        raise PipelineError("batch.zip_refused", path=str(path), reason=Phrase("batch.zip.broken"), part="") from error
    names.zips[folder] = path
    names.packed.extend(path / name for name in unread)
    return folder


def _unpack(path: Path, folder: Path, limits: ArchiveLimits) -> list[str]:
    """Unpack the files that may be inputs, with names that stay inside and sizes that are counted; name the others."""
    unread = []
    check_entries(path.read_bytes(), limits)
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        check_members(archive.infolist(), limits)
        meter = Meter(limits)
        folder.mkdir()
        for member in members:
            name = member.filename.replace("\\", "/")
            if Path(name).suffix.lower() in _WANTED:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as file:
                    file.writelines(meter.chunks(archive, member))
                with suppress(ValueError, OverflowError):  # a zip may name a day that there is not
                    changed = datetime(*member.date_time).astimezone().timestamp()
                    os.utime(target, (changed, changed))
            elif not is_hidden(Path(name)):
                unread.append(name)
    return unread
