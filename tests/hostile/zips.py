"""Zip files as no program writes them: every field of a header can lie."""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """One member, as its headers say it is."""

    name: bytes
    packed: bytes
    size: int
    crc: int
    method: int = 8
    attributes: int = 0
    shared_with: int | None = None  # the number of the entry whose bytes these are too


def entry(name: str, data: bytes, method: int = 8, attributes: int = 0) -> Entry:
    if method == 0:
        return Entry(name.encode(), data, len(data), zlib.crc32(data), 0, attributes)
    return Entry(name.encode(), deflate(data), len(data), zlib.crc32(data), method, attributes)


def deflate(data: bytes) -> bytes:
    worker = zlib.compressobj(9, zlib.DEFLATED, -15)
    return worker.compress(data) + worker.flush()


@cache
def zeros(mebibytes: int, byte: bytes = b"\0") -> bytes:
    """Return deflated zeros or another byte, made from one mebibyte that is repeated."""
    worker = zlib.compressobj(9, zlib.DEFLATED, -15)
    worker.compress(byte * MIB)
    worker.flush(zlib.Z_FULL_FLUSH)
    block = worker.compress(byte * MIB) + worker.flush(zlib.Z_FULL_FLUSH)
    return block * mebibytes + deflate(b"")


def zip_of(entries: Iterable[Entry]) -> bytes:
    places: list[int] = []
    chunks: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for item in entries:
        place = offset if item.shared_with is None else places[item.shared_with]
        places.append(place)
        fields = (item.method, 0, 0x21, item.crc, len(item.packed), item.size, len(item.name), 0)
        if item.shared_with is None:
            local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, *fields) + item.name + item.packed
            chunks.append(local)
            offset += len(local)
        header = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, *fields, 0, 0, 0, item.attributes, place)
        central.append(header + item.name)
    body, directory = b"".join(chunks), b"".join(central)
    count = min(len(places), 0xFFFF)
    return body + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
