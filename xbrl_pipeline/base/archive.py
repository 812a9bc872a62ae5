"""Zip files from outside: honest names, and limits that are counted while inflating, never taken from a header.

Rooms that open zips (workbooks, taxonomy packages) give their own limits and their own words to what is refused.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

MIB: Final = 1024 * 1024
_CHUNK: Final = 256 * 1024
_RATIO_FROM: Final = MIB  # below this a ratio harms nobody: a sheet of blanks packs very well
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1
_HEADER: Final = 30  # bytes at least before the contents of a member
_ENTRY: Final = b"PK\x01\x02"

BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How large an archive may be: members, bytes when inflated, and inflated bytes per packed byte."""

    members: int
    inflated: int
    ratio: int = 200


class RefusedError(Exception):
    """An archive that is not opened. ``reason``: too_many_parts, unsafe_part, password or bomb; ``part`` names it."""

    def __init__(self, reason: str, part: str = "", limit: int = 0) -> None:
        super().__init__(reason, part)
        self.reason = reason
        self.gaps: dict[str, Any] = {"part": part, "limit": limit}  # for the sentence about it


def check_entries(data: bytes, limits: ArchiveLimits) -> None:
    """Refuse a directory of endless length before ``zipfile`` makes an object of each entry."""
    if data.count(_ENTRY) > 5 * limits.members:  # archives inside an archive have entries too
        raise RefusedError("too_many_parts", limit=limits.members)


def check_members(members: Sequence[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    """Refuse too many members, names that lead outside or come twice, links, passwords and odd ways of packing."""
    if len(members) > limits.members:
        raise RefusedError("too_many_parts", limit=limits.members)
    seen: set[str] = set()
    for member in members:
        _check_member(member)
        name = fold_name(member.filename)
        if name in seen:
            raise RefusedError("unsafe_part", printable(member.filename))
        seen.add(name)
    _check_overlap(members)


def _check_overlap(members: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse members that share bytes: what a small file needs to become an endless one."""
    in_place = sorted(members, key=lambda member: member.header_offset)
    for member, following in pairwise(in_place):
        if member.header_offset + _HEADER + member.compress_size > following.header_offset:
            raise RefusedError("unsafe_part", printable(following.filename))


def _check_member(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise RefusedError("password")
    if not _safe(member) or member.compress_type not in _METHODS:
        raise RefusedError("unsafe_part", printable(member.filename))


def _safe(member: zipfile.ZipInfo) -> bool:
    # orig_filename: zipfile itself cuts a name at a NUL and turns backslashes into slashes
    link = stat.S_ISLNK(member.external_attr >> 16)
    return not link and safe_name(member.orig_filename)


def safe_name(name: str) -> bool:
    """Tell whether a member's name stays inside the folder it is unpacked in, on every platform."""
    steps = name.replace("\\", "/").split("/")
    drive = len(name) > 1 and name[1] == ":"
    return not (drive or name.startswith(("/", "\\")) or ".." in steps or "\0" in name)


def fold_name(name: str) -> str:
    """Return what programs take for the same name: in any case, and with backslashes where Windows wrote them."""
    return name.replace("\\", "/").casefold()


def printable(name: str) -> str:
    """Return a name that may be shown: no control characters, not endless."""
    return "".join(char if char.isprintable() else "?" for char in name)[:100]


class Meter:
    """Counts what has been inflated from one archive, and stops it at the limits."""

    def __init__(self, limits: ArchiveLimits) -> None:
        self._limits = limits
        self._total = 0

    def chunks(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """Give the contents of a member piece by piece."""
        size = 0
        with archive.open(member) as stream:
            for chunk in iter(lambda: stream.read(_CHUNK), b""):
                size += len(chunk)
                self._total += len(chunk)
                most = max(_RATIO_FROM, self._limits.ratio * member.compress_size)
                if self._total > self._limits.inflated or size > most:
                    raise RefusedError("bomb", printable(member.filename))
                yield chunk
