import io
import os
import warnings
import zipfile
from pathlib import Path
from typing import Final

import pytest

from tests.workbook.packages import MACRO_TYPE, OLE, packed, parts, saved
from xbrl_pipeline.messages import LANGUAGES, messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.workbook.gate import MAX_BYTES, admit
from xbrl_pipeline.workbook.reader import read_workbook

DOCTYPE: Final = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def refusal(path: Path) -> PipelineError:
    """Return why a file is refused, after checking what holds for every refusal."""
    with pytest.raises(PipelineError) as caught:
        read_workbook(path)
    error = caught.value
    assert error.exit_code is ExitCode.INPUT_REFUSED
    for lang in LANGUAGES:
        sentence, advice = (
            messages(lang).text(error.code, **error.params),
            messages(lang).advice(error.code, **error.params),
        )
        assert str(path) in sentence
        assert advice.endswith(".")
    return error


def zip_with(**changes: bytes | None) -> bytes:
    members = parts() | {name: data for name, data in changes.items() if data is not None}
    return packed({name: data for name, data in members.items() if changes.get(name, b"") is not None})


def test_an_ordinary_workbook_passes_and_its_bytes_are_given(tmp_path: Path) -> None:
    data = packed(parts())
    assert admit(saved(tmp_path, data)).data == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "workbook.empty"),
        (b"nr;post;2025\n1.1;Vaste activa;1.234\n", "workbook.text"),
        ("\ufeffnr;post\n".encode(), "workbook.text"),
        ("nr;post\n".encode("utf-16"), "workbook.text"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "workbook.markup"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>", "workbook.markup"),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), "workbook.xls"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "workbook.password"),
        (OLE + bytes(600) + "EncryptionInfo".encode("utf-16-le"), "workbook.password"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "workbook.not_excel"),
        (b"\x89PNG\r\n\x1a\n\0\0", "workbook.not_excel"),
        (b"PK\x03\x04 and no more", "workbook.damaged"),
        (packed({}), "workbook.no_workbook"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "workbook.no_workbook"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "workbook.no_workbook"),
        (packed({"Index/Document.iwa": b"x"}), "workbook.numbers"),
        (packed({"jaarrekening.xlsx": packed(parts())}, zipfile.ZIP_STORED), "workbook.zipped"),
        (b"%PDF-1.7\n", "workbook.pdf"),
        (b"\x1f\x8b\x08\0\0\0", "workbook.compressed"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "workbook.xls"),
    ],
)
def test_what_only_looks_like_a_workbook_is_named_for_what_it_is(tmp_path: Path, data: bytes, code: str) -> None:
    assert refusal(saved(tmp_path, data)).code == code


def test_a_missing_file_a_folder_and_a_pipe(tmp_path: Path) -> None:
    assert refusal(tmp_path / "weg.xlsx").code == "workbook.missing"
    assert refusal(tmp_path / "weg" / "nog.xlsx").code == "workbook.missing"
    assert refusal(tmp_path).code == "workbook.folder"
    os.mkfifo(tmp_path / "pijp.xlsx")
    assert refusal(tmp_path / "pijp.xlsx").code == "workbook.not_a_file"


def test_the_lock_file_of_excel(tmp_path: Path) -> None:
    assert refusal(saved(tmp_path, b"\x05Jansen", "~$jaarrekening.xlsx")).code == "workbook.lock_file"


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "groot.xlsx"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert refusal(path).code == "workbook.too_large"


@pytest.mark.parametrize("name", ["jaarrekening.doc", "jaarrekening.zip", "jaarrekening"])
def test_a_workbook_under_another_extension(tmp_path: Path, name: str) -> None:
    assert refusal(saved(tmp_path, packed(parts()), name)).code == "workbook.extension"


def test_every_truncation_of_a_workbook_is_refused(tmp_path: Path) -> None:
    data = packed(parts())
    for length in range(4, len(data), 97):
        assert refusal(saved(tmp_path, data[:length])).code == "workbook.damaged"


def test_flipped_bytes_never_give_anything_but_a_workbook_or_a_refusal(tmp_path: Path) -> None:
    data = packed(parts())
    for place in range(0, len(data), 7):
        path = saved(tmp_path, data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        try:
            read_workbook(path)
        except PipelineError as error:
            assert error.code.startswith("workbook.")  # noqa: PT017 - either outcome is fine


def test_a_zip_bomb_is_stopped_while_inflating(tmp_path: Path) -> None:
    bomb = zip_with(**{"xl/media/leeg.bin": bytes(64 * 1024 * 1024)})
    assert len(bomb) < 100_000
    error = refusal(saved(tmp_path, bomb))
    assert (error.code, error.params["part"]) == ("workbook.bomb", "xl/media/leeg.bin")


def test_a_header_that_lies_about_its_size_is_not_believed(tmp_path: Path) -> None:
    data = zip_with(**{"xl/groot.xml": b"<a>" + b" " * 5_000_000 + b"</a>"})
    lying = data.replace((5_000_007).to_bytes(4, "little"), (7).to_bytes(4, "little"))
    assert lying != data
    assert refusal(saved(tmp_path, lying)).code == "workbook.damaged"


def test_too_many_parts(tmp_path: Path) -> None:
    many = {f"xl/{number}.xml": b"<a/>" for number in range(2_000)}
    assert refusal(saved(tmp_path, zip_with(**many))).code == "workbook.too_many_parts"
    more = {f"xl/{number}.xml": b"" for number in range(10_001)}
    assert refusal(saved(tmp_path, packed(more))).code == "workbook.too_many_parts"


@pytest.mark.parametrize("name", ["../boven.xml", "/etc/passwd", "C:\\x.xml", "xl\\..\\..\\x.xml", "XL/WORKBOOK.XML"])
def test_unsafe_or_double_names(tmp_path: Path, name: str) -> None:
    assert refusal(saved(tmp_path, zip_with(**{name: b"<a/>"}))).code == "workbook.unsafe_part"


def test_the_same_name_twice(tmp_path: Path) -> None:
    buffer = io.BytesIO(packed(parts()))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("xl/workbook.xml", b"<a/>")
    assert refusal(saved(tmp_path, buffer.getvalue())).code == "workbook.unsafe_part"


def test_a_link_to_another_file(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO(packed(parts()))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refusal(saved(tmp_path, buffer.getvalue())).code == "workbook.unsafe_part"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_excel_does_not_use(tmp_path: Path, method: int) -> None:
    assert refusal(saved(tmp_path, packed(parts(), method))).code == "workbook.unsafe_part"


def test_encrypted_parts(tmp_path: Path) -> None:
    data = bytearray(packed({"[Content_Types].xml": b"<a/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(saved(tmp_path, bytes(data))).code == "workbook.password"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/data.bin"])
def test_a_doctype_is_refused_in_any_part_and_encoding(tmp_path: Path, part: str, encoding: str) -> None:
    text = "<?xml version='1.0'?>" + " " * 300_000 + DOCTYPE + parts().get(part, b"<a/>").decode()
    error = refusal(saved(tmp_path, packed(parts() | {part: text.encode(encoding)}, zipfile.ZIP_STORED)))
    assert (error.code, error.params["part"]) == ("workbook.doctype", part)


@pytest.mark.parametrize(
    "data",
    [
        b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a><a/>",
        (DOCTYPE + "<a/>").encode("utf-32"),
        (DOCTYPE + "<a/>").encode("utf-32-le"),
        "<?xml version='1.0' encoding='cp037'?><a/>".encode("cp037"),
    ],
)
def test_xml_in_an_encoding_that_could_hide_a_doctype(tmp_path: Path, data: bytes) -> None:
    assert refusal(saved(tmp_path, zip_with(**{"xl/workbook.xml": data}))).code in {
        "workbook.hidden_characters",
        "workbook.doctype",
    }


def test_a_picture_may_hold_any_bytes(tmp_path: Path) -> None:
    assert read_workbook(saved(tmp_path, zip_with(**{"xl/media/a.png": b"\x89PNG <!DOCTYPE html>"}))).sheets


def test_macros_only_under_their_own_extension(tmp_path: Path) -> None:
    data = packed(parts(kind=MACRO_TYPE))
    assert refusal(saved(tmp_path, data)).code == "workbook.macros"
    book = read_workbook(saved(tmp_path, data, "jaarrekening.xlsm"))
    assert [note.code for note in book.notes] == []  # the name and the type say that macros may be there; none are
    with_code = packed(parts(kind=MACRO_TYPE) | {"xl/vbaProject.bin": b"code"})
    book = read_workbook(saved(tmp_path, with_code, "jaarrekening.xlsm"))
    assert [note.code for note in book.notes] == ["workbook.note.macros"]


def test_binary_workbooks(tmp_path: Path) -> None:
    binary = packed(parts(kind="application/vnd.ms-excel.sheet.binary.macroEnabled.main"))
    assert refusal(saved(tmp_path, binary)).code == "workbook.xlsb"


def test_missing_parts(tmp_path: Path) -> None:
    for part in ("[Content_Types].xml", "xl/workbook.xml"):
        assert refusal(saved(tmp_path, zip_with(**{part: None}))).code == "workbook.no_workbook"
    without_sheet = refusal(saved(tmp_path, zip_with(**{"xl/worksheets/sheet1.xml": None})))
    assert (without_sheet.code, without_sheet.params["sheet"]) == ("workbook.sheet_without_part", "Balans")
    assert refusal(saved(tmp_path, zip_with(**{"xl/_rels/workbook.xml.rels": None}))).code == "workbook.unreadable"
