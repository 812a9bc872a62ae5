"""The gate: what may be opened at all, judged by content. Nothing parses a workbook before it has passed here."""

import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.kinds import PACKAGES, XBRL_CSV, XBRL_JSON, report_kind
from xbrl_pipeline.model.outcome import PipelineError

MIB: Final = 1024 * 1024
MAX_BYTES: Final = 50 * MIB
EXTENSIONS: Final = (".xlsx", ".xlsm", ".ods", ".csv")
REFUSED_EXTENSIONS: Final = (".xls", ".xlsb", ".fods", ".numbers")  # workbooks too, with a remedy for each
_TEXT_EXTENSIONS: Final = (".csv", ".txt", ".tsv")
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_BIFF: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x10\x00", b"\x09\x08\x08\x00")
_ZIP: Final = b"PK"
_OTHERS: Final = (
    (b"%PDF", "pdf"),
    (b"Rar!", "compressed"),
    (b"7z\xbc\xaf\x27\x1c", "compressed"),
    (b"\x1f\x8b", "compressed"),
)
_MARKUP: Final = b"<"
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TEXT_SAMPLE: Final = 4096
_END_OF_FILE: Final = b"\x1a"  # as DOS writes it
_ROOM: Final = "workbook."


class Container(StrEnum):
    """How a readable file is packed."""

    ZIP = "zip"  # .xlsx, .xlsm, .ods
    TEXT = "text"  # .csv


@dataclass(frozen=True, slots=True)
class Admitted:
    """The bytes of a file that may be opened; whoever reads on uses these and does not open the file again."""

    path: Path
    data: bytes
    container: Container


def admit(path: Path) -> Admitted:
    """Read a file whole if it may be opened; anything else is a PipelineError that says why and what to do."""
    data = _read(path)
    kind = _kind(data)
    suffix = path.suffix.lower()
    if suffix in PACKAGES and kind == "zip":
        raise PipelineError("workbook.report_package", path=str(path))
    if kind == "zip":
        if suffix not in (*EXTENSIONS, *REFUSED_EXTENSIONS):
            raise PipelineError("workbook.extension", path=str(path), extension=path.suffix, known=EXTENSIONS)
        return Admitted(path, data, Container.ZIP)
    if kind == "text" and suffix in _TEXT_EXTENSIONS:
        return Admitted(path, data, Container.TEXT)
    raise PipelineError(f"workbook.{kind}", path=str(path))


def _read(path: Path) -> bytes:
    _check_file(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise PipelineError("workbook.no_access", path=str(path)) from error
    if not data:
        raise PipelineError("workbook.empty", path=str(path))
    if len(data) > MAX_BYTES:
        raise PipelineError("workbook.too_large", path=str(path), limit=MAX_BYTES // MIB)
    return data


def _check_file(path: Path) -> None:
    if path.name.startswith("~$"):
        raise PipelineError("workbook.lock_file", path=str(path))
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PipelineError("workbook.missing", path=str(path)) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise PipelineError("workbook.no_access", path=str(path)) from error
    if stat.S_ISDIR(mode):
        raise PipelineError("workbook.folder", path=str(path))
    if not stat.S_ISREG(mode):
        raise PipelineError("workbook.not_a_file", path=str(path))


def _kind(data: bytes) -> str:
    if data.startswith(_ZIP):
        return "zip"
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith(_BIFF):
        return "xls"
    other = next((kind for mark, kind in _OTHERS if data.startswith(mark)), None)
    if other is not None:
        return other
    if _start(data).startswith(_MARKUP):
        return report_kind(data).removeprefix(_ROOM) or "markup"
    return _text_kind(data[:_TEXT_SAMPLE])


def _text_kind(sample: bytes) -> str:
    kind = report_kind(sample)
    if kind in (XBRL_JSON, XBRL_CSV):
        return kind.removeprefix(_ROOM)
    return "text" if _is_text(sample.rstrip(_END_OF_FILE)) else "not_excel"


def _ole_kind(data: bytes) -> str:
    streams = {
        name: name.encode("utf-16-le") in data for name in ("EncryptedPackage", "EncryptionInfo", "Workbook", "Book")
    }
    if streams["EncryptedPackage"] or streams["EncryptionInfo"]:
        return "password"
    return "xls" if streams["Workbook"] or streams["Book"] else "not_excel"


def _start(data: bytes) -> bytes:
    for bom in _BOMS:
        data = data.removeprefix(bom)
    return data[:_TEXT_SAMPLE].replace(b"\0", b"").lstrip()


def _is_text(sample: bytes) -> bool:
    if sample.startswith(_BOMS) or _is_utf_16(sample):
        return True
    return not any(byte < ord(" ") and byte not in b"\t\n\r\f" for byte in sample)


def _is_utf_16(sample: bytes) -> bool:
    """Recognise letters with a zero byte between them, as UTF-16 without its mark has."""
    even, odd = sample[::2], sample[1::2]
    zeros, letters = (odd, even) if odd.count(0) > even.count(0) else (even, odd)
    printable = all(byte >= ord(" ") or byte in b"\t\n\r\f" for byte in letters)
    return len(sample) > 1 and zeros.count(0) * 20 > len(zeros) * 19 and printable and 0 not in letters
