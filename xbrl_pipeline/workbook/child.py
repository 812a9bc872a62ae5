"""The child that reads workbooks: bytes in, messages out, and nothing else in its reach."""

import codecs
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection

from xbrl_pipeline.workbook.archive import ArchiveParts, check_contents, kind_of, open_archive
from xbrl_pipeline.workbook.cells import FileNote
from xbrl_pipeline.workbook.delimited import decode, read_table
from xbrl_pipeline.workbook.gate import Container
from xbrl_pipeline.workbook.ods import read_sheets
from xbrl_pipeline.workbook.ooxml import OpenedWorkbook
from xbrl_pipeline.workbook.raw import RefusalError
from xbrl_pipeline.workbook.sandbox import allow_seconds, close_off
from xbrl_pipeline.workbook.wire import encode, encode_sheet

_ENCODINGS = ("cp437", "cp1252", "cp858", "latin-1", "ascii", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
_SUFFIXES = {"xlsx": (".xlsx", ".xlsm"), "xlsm": (".xlsm",), "ods": (".ods",)}


@dataclass(frozen=True, slots=True)
class Job:
    """What the child must know of a file besides its bytes."""

    stem: str
    suffix: str
    container: Container


def serve(connection: Connection, memory: int, seconds: int) -> None:
    """Answer jobs until the pipe closes: a header and the bytes in, messages out."""
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)  # Python loads each from a file when it is first used
    close_off(memory)
    while True:
        try:
            header, data = json.loads(connection.recv_bytes()), connection.recv_bytes()
        except EOFError:
            os._exit(0)
        allow_seconds(seconds)
        for message in read(Job(header["stem"], header["suffix"], Container(header["container"])), data):
            connection.send_bytes(message)


def read(job: Job, data: bytes) -> Iterator[bytes]:
    """Read a file into messages; whatever goes wrong is the last of them."""
    try:
        yield from _read_text(job, data) if job.container is Container.TEXT else _read_archive(job, data)
    except RefusalError as refused:
        yield encode("refused", refused.code, refused.params)
    except MemoryError:
        yield encode("refused", "workbook.too_heavy", {})
    except Exception:  # noqa: BLE001 - a damaged file fails in many ways, all with the same meaning to its user
        yield encode("refused", "workbook.unreadable", {})


def _read_text(job: Job, data: bytes) -> Iterator[bytes]:
    text, encoding = decode(data)
    sheet, separator = read_table(job.stem, text)
    yield from encode_sheet(sheet)
    yield encode("note", "workbook.note.csv", {"encoding": encoding, "separator": separator})
    yield encode("done", True)


def _read_archive(job: Job, data: bytes) -> Iterator[bytes]:
    with open_archive(data) as archive:
        notes = check_contents(archive)
        parts = ArchiveParts(archive)
        kind, main = kind_of(parts)
        if kind == "xlsm" and job.suffix != ".xlsm":
            raise RefusalError("workbook.macros")
        if job.suffix not in _SUFFIXES[kind]:
            notes.append(FileNote("workbook.note.other_extension", {"extension": job.suffix, "kind": f".{kind}"}))
        found = 0
        for sheet in read_sheets(parts, notes) if kind == "ods" else OpenedWorkbook(parts, main, notes).sheets():
            found += 1
            yield from encode_sheet(sheet)
        if not found:
            raise RefusalError("workbook.no_workbook")
    for note in {note.code + str(note.params): note for note in notes}.values():
        yield encode("note", note.code, dict(note.params))
    yield encode("done", False)
