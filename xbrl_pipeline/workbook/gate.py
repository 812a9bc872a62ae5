"""The gate: what may be opened at all. Nothing parses a workbook before it has passed here."""

import stat
from pathlib import Path
from typing import Final

from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.workbook.archive import check_archive

MIB: Final = 1024 * 1024
MAX_BYTES: Final = 50 * MIB
EXTENSIONS: Final = (".xlsx", ".xlsm")
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP: Final = b"PK"
_MARKUP: Final = b"<"
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TEXT_SAMPLE: Final = 4096


def admit(path: Path) -> bytes:
    """Return the bytes of a workbook that is safe to open; anything else is a PipelineError that says why.

    Whoever reads on must use these bytes and not open the file again, so that what was checked is what is read.
    """
    data = _read(path)
    _check_kind(path, data)
    if path.suffix.lower() not in EXTENSIONS:
        raise PipelineError("workbook.extension", path=str(path), extension=path.suffix, known=EXTENSIONS)
    check_archive(path, data)
    return data


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


def _check_kind(path: Path, data: bytes) -> None:
    if data.startswith(_ZIP):
        return
    raise PipelineError(f"workbook.{_kind(data)}", path=str(path))


def _kind(data: bytes) -> str:
    if data.startswith(_OLE):
        return _ole_kind(data)
    if _start(data).startswith(_MARKUP):
        return "markup"
    return "text" if _is_text(data[:_TEXT_SAMPLE]) else "not_excel"


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
    if sample.startswith(_BOMS):
        return True
    return not any(byte < ord(" ") and byte not in b"\t\n\r\f" for byte in sample)
