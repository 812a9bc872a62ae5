"""What is no sound XBRL instance is refused before Arelle sees it."""

from pathlib import Path

import pytest

from xbrl_pipeline.instance.reader import has_doctype, parse_instance, read_instance
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

XBRL = '<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance"/>'
BOMB = '<!DOCTYPE x [<!ENTITY a "1234">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "instance.empty"),
        (b"  \n", "instance.empty"),
        ((BOMB + XBRL).encode(), "instance.doctype"),
        (f'<?xml version="1.0"?><!-- x --> {BOMB}{XBRL}'.encode(), "instance.doctype"),
        (f"\ufeff{BOMB}{XBRL}".encode(), "instance.doctype"),
        (f'<?xml version="1.0" encoding="UTF-16"?>{BOMB}{XBRL}'.encode("utf-16"), "instance.doctype"),
        (f"{BOMB}{XBRL}".encode("utf-16-le"), "instance.doctype"),
        (XBRL[:-4].encode(), "instance.not_xml"),
        (b"a;b;c", "instance.not_xml"),
        (b"<html/>", "instance.not_xbrl"),
    ],
)
def test_what_is_refused_and_why(data: bytes, code: str) -> None:
    with pytest.raises(PipelineError) as caught:
        parse_instance(data, "x.xbrl")
    assert caught.value.code == code
    assert caught.value.exit_code is ExitCode.INPUT_REFUSED


def test_a_comment_about_doctype_is_not_a_doctype() -> None:
    assert not has_doctype(b"<!-- <!DOCTYPE x> -->" + XBRL.encode())


def test_an_instance_without_a_schema_ref_still_reads() -> None:
    assert parse_instance(XBRL.encode(), "x.xbrl").schema_refs == ()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError) as caught:
        read_instance(tmp_path / "weg.xbrl")
    assert "weg.xbrl" in str(caught.value.params["path"])


@pytest.mark.parametrize(
    ("inside", "cause"),
    [
        ("<a><b></a>", "xml.mismatch"),
        ("<a>", "xml.mismatch"),
        ("<a/><", "xml.name"),
        ("&weg;", "xml.entity"),
        ("<weg:a/>", "xml.prefix"),
        ("\x0b", "xml.character"),
        ("&#1;", "xml.character"),
        ("<a b='1' b='2'/>", "xml.twice"),
        ("<a b=1/>", "xml.quotes"),
        ("<a b/>", "xml.no_value"),
        ("a & b", "xml.name"),
        ("<a b='<'/>", "xml.less_than"),
        ("<!-- a -- b -->", "xml.hyphens"),
        ("]]>", "xml.cdata_end"),
        ("<a>" * 300, "xml.too_deep"),
    ],
)
def test_broken_xml_is_explained_in_the_language_of_the_reader(inside: str, cause: str) -> None:
    with pytest.raises(PipelineError) as caught:
        parse_instance(f"{XBRL[:-2]}>\n{inside}</xbrli:xbrl>".encode(), "x.xbrl")
    params = caught.value.params
    assert params["cause"] == cause
    assert params["line"] == "2"
    for lang in ("nl", "en"):
        told = messages(lang).text(caught.value.code, **params)
        assert messages(lang).text(cause) in told
        assert f"{params['column']})" in told
        assert str(params["detail"]) not in told
        assert str(params["detail"]) in messages(lang).advice(caught.value.code, **params)


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (XBRL[:-2].encode() + b">", "xml.truncated"),
        (XBRL.encode() + b"<a/>", "xml.after_end"),
        (b" <?xml version='1.0'?>" + XBRL.encode(), "xml.declaration"),
        (b"<?xml version='1.0' encoding='weg'?>" + XBRL.encode(), "xml.encoding"),
        (XBRL[:-2].encode() + b">\xe9</xbrli:xbrl>", "xml.bytes"),
        (b"a;b;c", "xml.no_start"),
    ],
)
def test_broken_xml_at_its_edges_is_explained_too(data: bytes, cause: str) -> None:
    with pytest.raises(PipelineError) as caught:
        parse_instance(data, "x.xbrl")
    assert caught.value.params["cause"] == cause
