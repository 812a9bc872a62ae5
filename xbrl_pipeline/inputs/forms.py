"""Reports in another form than an instance, from outside: what belongs to them, and which entry points they name.

Nothing here resolves a reference. All of a report is taken into memory under limits; what it names must lie beside it,
or be an address of the web, of which only those in installed packages are ever opened.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from xbrl_pipeline.base.archive import (
    BROKEN,
    MIB,
    ArchiveLimits,
    Meter,
    RefusedError,
    check_entries,
    check_members,
    safe_name,
)
from xbrl_pipeline.base.kinds import (
    INLINE,
    PACKAGE,
    PACKAGES,
    SAMPLE,
    XBRL_CSV,
    XBRL_JSON,
    is_report_package,
    report_kind,
)
from xbrl_pipeline.instance.reader import read_references
from xbrl_pipeline.model.outcome import PipelineError, os_cause

MAX_BYTES: Final = 100 * MIB
OIM: Final = (XBRL_JSON, XBRL_CSV)
_LIMITS: Final = ArchiveLimits(members=2_000, inflated=500 * MIB)
_MOST_FILES: Final = 200  # of a report in CSV
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_REPORTS: Final = "reports"
_EXTENSIONS: Final = (".xbrl", ".xhtml", ".html", ".htm", ".json")
_DEPTHS: Final = (3, 4)  # parts of the name of a report in a package: its top folder, reports, maybe one more, the file


@dataclass(frozen=True, slots=True)
class Form:
    """A report in another form. ``files`` are all that belong to it, by name; ``kind`` is that of the report inside.

    ``references`` are the entry points and other documents of the web that it names.
    """

    main: str
    files: Mapping[str, bytes]
    kind: str
    references: tuple[str, ...]

    @property
    def whole(self) -> bytes:
        """All bytes of the report, for its hash."""
        return b"".join(self.files[name] for name in sorted(self.files))


def form_kind(path: Path) -> str:
    """Return the code of the form that a file is in; empty for an instance, a workbook, and what cannot be read."""
    try:
        if not path.is_file():  # a pipe would never end
            return ""
        with path.open("rb") as stream:
            start = stream.read(SAMPLE)
    except OSError:
        return ""
    if start.startswith(b"PK"):
        return PACKAGE if path.suffix.lower() in (*PACKAGES, ".zip") and is_report_package(path) else ""
    kind = report_kind(start)
    return kind if kind in (INLINE, *OIM) else ""


def read_form(path: Path) -> Form:
    """Read a report in another form; what is not safe to open, or holds no report or several, is a PipelineError."""
    data = _read(path)
    kind = form_kind(path)
    if kind == PACKAGE:
        return _packed(path, data)
    files = {path.name: data}
    references = tuple(_referred(kind, data, path.name))
    if kind == XBRL_CSV:
        files |= _tables(path, data)
        references = tuple(
            url for name, each in files.items() if name.endswith(".json") for url in _taxonomy(each, name)
        )
    return Form(path.name, files, kind, tuple(dict.fromkeys(references)))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PipelineError("instance.too_large", path=str(path), limit=MAX_BYTES // MIB)
        return path.read_bytes()
    except OSError as error:
        raise PipelineError("input.unreadable", path=str(path), cause=os_cause(error)) from error


def _referred(kind: str, data: bytes, name: str) -> Iterator[str]:
    if kind in OIM:
        yield from _taxonomy(data, name)
    else:
        yield from read_references(data, name)


def _taxonomy(data: bytes, name: str) -> Iterator[str]:
    """Give the entry points that a report in JSON, or the description of one in CSV, names."""
    told = _json(data, name).get("documentInfo")
    found = told.get("taxonomy") if isinstance(told, dict) else None
    for url in found if isinstance(found, list) else ():
        if isinstance(url, str):
            yield url


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PipelineError("form.not_json", path=name) from error
    if not isinstance(found, dict):
        raise PipelineError("form.not_json", path=name)
    return found


def _tables(path: Path, data: bytes) -> dict[str, bytes]:
    """Return the files beside a report in CSV that it names, and those that these name."""
    found: dict[str, bytes] = {}
    waiting = [*_beside(data, path.name)]
    while waiting:
        name = waiting.pop()
        if name in found or name == path.name:
            continue
        if len(found) >= _MOST_FILES or not _is_plain(name):
            raise PipelineError("form.leads_out", path=path.name, url=name)
        file = path.parent / name
        if not file.is_file() or file.is_symlink():
            raise PipelineError("form.table_missing", path=path.name, table=name)
        found[name] = _read(file)
        waiting += _beside(found[name], name) if file.suffix.lower() == ".json" else ()
        if sum(map(len, found.values())) > _LIMITS.inflated:
            raise PipelineError("instance.too_large", path=path.name, limit=_LIMITS.inflated // MIB)
    return found


def _beside(data: bytes, name: str) -> Iterator[str]:
    """Give the files that the description of a report in CSV names: its tables, and what it extends."""
    told = _json(data, name)
    tables, about = told.get("tables"), told.get("documentInfo")
    for table in tables.values() if isinstance(tables, dict) else ():
        if isinstance(table, dict) and isinstance(table.get("url"), str):
            yield table["url"]
    extended = about.get("extends") if isinstance(about, dict) else None
    for url in extended if isinstance(extended, list) else ():
        if isinstance(url, str):
            yield url


def _is_plain(name: str) -> bool:
    """Tell whether a reference is the name of a file beside the one that has it."""
    return (
        bool(name) and safe_name(name) and "/" not in name and "\\" not in name and "%" not in name and ":" not in name
    )


def _packed(path: Path, data: bytes) -> Form:
    try:
        members = _unpacked(data)
    except RefusedError as error:
        part = f": {error.gaps['part']}" if error.gaps["part"] else ""
        raise PipelineError("form.package_refused", path=path.name, reason=error.reason, part=part) from error
    except BROKEN as error:
        raise PipelineError("form.package_refused", path=path.name, reason="zip", part="") from error
    reports = [name for name in members if _is_report(name)]
    top = [name for name in reports if len(PurePosixPath(name).parts) == _DEPTHS[0]]
    chosen = top or reports
    kinds = {name: report_kind(members[name]) for name in chosen}
    if not chosen or not all(kinds.values()):
        raise PipelineError("form.no_report", path=path.name)
    if len(chosen) > 1:  # a set of pages too: Arelle reads one of them without its plug-in for sets
        raise PipelineError("form.several", path=path.name, reports=tuple(chosen))
    (name,), (kind,) = chosen, kinds.values()
    if kind == XBRL_CSV:
        _check_packed(name, members, path.name)
    found = tuple(_referred(kind, members[name], name))
    return Form(path.name, {path.name: data}, kind, tuple(dict.fromkeys(found)))


def _check_packed(name: str, members: Mapping[str, bytes], package: str) -> None:
    """Refuse a report in CSV that names files outside its own folder of the package."""
    folder = PurePosixPath(name).parent
    for table in _beside(members[name], name):
        if not _is_plain(table):
            raise PipelineError("form.leads_out", path=package, url=table)
        if str(folder / table) not in members:
            raise PipelineError("form.table_missing", path=package, table=table)


def _unpacked(data: bytes) -> dict[str, bytes]:
    check_entries(data, _LIMITS)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check_members(archive.infolist(), _LIMITS)
        meter = Meter(_LIMITS)
        files = [member for member in archive.infolist() if not member.is_dir()]
        return {member.filename: b"".join(meter.chunks(archive, member)) for member in files}


def _is_report(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return len(parts) in _DEPTHS and parts[1] == _REPORTS and PurePosixPath(name).suffix in _EXTENSIONS


def is_address(url: str) -> bool:
    """Tell whether a reference is an address of the web; anything else would be looked for on this machine."""
    return _ADDRESS.match(url) is not None
