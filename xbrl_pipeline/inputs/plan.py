"""Which files a run is about, and the mapping that stands beside each workbook."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.kinds import INLINE, INSTANCE, PACKAGES, SAMPLE, XBRL_CSV, XBRL_JSON, report_kind
from xbrl_pipeline.dossier.names import MANIFEST
from xbrl_pipeline.inputs.sources import is_instance
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.workbook.gate import EXTENSIONS, REFUSED_EXTENSIONS, admit

# what is refused is taken along too: a file left out in silence is a board that is not checked
IN_FOLDERS: Final = {*EXTENSIONS, *REFUSED_EXTENSIONS, *PACKAGES, ".xbrl"}
OTHER_REPORTS: Final = {".xhtml", ".html", ".htm", ".json"}  # where they are reports in another form of XBRL
_TABLE: Final = ".csv"
_OVERVIEWS: Final = {"overview.xlsx", "overview.html", "overview.json"}


@dataclass(frozen=True, slots=True)
class Input:
    """One file to check; ``mapping`` only where the user named one, ``name`` as reports call it."""

    path: Path
    mapping: Path | None = None
    name: str = ""

    def mapping_path(self) -> Path | None:
        """Return the mapping of a workbook; None for an instance, and for a workbook that has none beside it.

        A mapping that was asked for and is not there is a PipelineError.
        """
        if is_instance(self.path):
            return None
        if self.mapping is not None and not self.mapping.is_file():
            admit(self.path)  # what cannot be read at all is said first: a mapping would not help
            raise PipelineError("input.no_mapping", path=str(self.path), expected=self.mapping.name)
        beside = mapping_beside(self.path)
        return self.mapping or (beside if beside.is_file() else None)

    def workbook_mapping(self) -> Path | None:
        """Return the mapping of what must be a workbook; an instance is a PipelineError."""
        if is_instance(self.path):
            raise PipelineError(INSTANCE, path=str(self.path))
        return self.mapping_path()


def mapping_beside(path: Path) -> Path:
    """Return where the mapping of a workbook stands that is used by itself."""
    return path.with_name(f"{path.stem}.mapping.yaml")


def plan(
    paths: Iterable[Path], mapping: Path | None = None, named: Callable[[Path], str] = attrgetter("name")
) -> tuple[Input, ...]:
    """List the files to check, in order of name; nothing at all is an error, never a success.

    ``named`` gives the name by which reports call a file.
    """
    given = tuple(paths)
    if not given:
        raise PipelineError("input.nothing_given", ExitCode.USAGE)
    files = tuple(dict.fromkeys(file for path in given for file in _files(path)))
    if not files:
        raise PipelineError("input.nothing_to_do", ExitCode.USAGE, paths=tuple(map(str, given)))
    if mapping is not None and len(files) > 1:
        raise PipelineError("input.mapping_for_many", ExitCode.USAGE)
    return tuple(Input(file, mapping, named(file)) for file in files)


def left_out(paths: Iterable[Path], used: Iterable[Path]) -> Iterator[Path]:
    """Give the files in folders that a run does not read; neither lock files and their kind nor what we made."""
    read = {file.resolve() for file in used}
    for folder in dict.fromkeys(path for path in paths if path.is_dir()):
        for file in sorted(folder.rglob("*")):
            named = file.is_file() and not is_hidden(file.relative_to(folder)) and not _is_ours(file)
            if named and file.resolve() not in read:
                yield file


def why_left_out(file: Path) -> str:
    """Return the code of the sentence that says why a file was not read."""
    return "input.left_out.csv" if file.suffix.lower() == _TABLE else "input.left_out.other"


def is_hidden(file: Path) -> bool:
    """Tell whether a file, named within its folder or zip, is of a program and not of its user."""
    return any(part.startswith((".", "~$", "__MACOSX")) for part in file.parts)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.is_file() and _wanted(file))
    else:
        yield path  # also when missing: reading it will say so


def _wanted(file: Path) -> bool:
    hidden = file.name.startswith((".", "~$"))  # lock files of Excel
    made_by_us = _is_ours(file)
    suffix = file.suffix.lower()
    if suffix == _TABLE:  # tables of all kinds are kept as text: only a mapping says that it is somebody's accounts
        return not hidden and mapping_beside(file).is_file()
    if suffix in OTHER_REPORTS:
        return not hidden and not made_by_us and report_kind(_start(file)) in (INLINE, XBRL_JSON, XBRL_CSV)
    wanted = suffix in IN_FOLDERS or (is_instance(file) and _looks_like_one(file))
    return wanted and not hidden and not made_by_us


def _is_ours(file: Path) -> bool:
    return (file.parent / MANIFEST).exists() or file.name in _OVERVIEWS


def _looks_like_one(file: Path) -> bool:
    """Tell whether XML in a folder seems to be an instance: not all XML is. What cannot be read is said later."""
    start = _start(file)
    return not start or report_kind(start) == INSTANCE


def _start(file: Path) -> bytes:
    """Return how a file begins; nothing of one that cannot be read."""
    try:
        with file.open("rb") as stream:
            return stream.read(SAMPLE)
    except OSError:
        return b""
