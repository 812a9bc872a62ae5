"""A report in another form that would reach for something else is refused before anything opens it, and clearly."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.forms.conftest import Instance
from tests.forms.making import PACKAGE_FILE, inline, package, packed
from tests.hostile.zips import Entry, deflate, entry, zip_of
from xbrl_pipeline.cli.main import guarded

ENTRY = "http://www.onderwijstaxonomie.example/ot2025/20260101/entrypoints/ow-rpt-jaarverantwoording-2025.xsd"
JSON_TYPE, CSV_TYPE = "https://xbrl.org/2021/xbrl-json", "https://xbrl.org/2021/xbrl-csv"
ABOUT = ("v/META-INF/reportPackage.json", PACKAGE_FILE % b"xbr")


def told(file: Path, code: int, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert guarded(["validate", str(file)]) == code
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "→" in said
    return said


def described(kind: str, **more: Any) -> bytes:  # noqa: ANN401 - what JSON holds
    about = {"documentType": kind, "namespaces": {}, "taxonomy": [ENTRY], **more.pop("about", {})}
    return json.dumps({"documentInfo": about, **more}).encode()


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "../../taxonomie.xsd", "/etc/passwd", "ftp://elders.example/x.xsd"]
)
@pytest.mark.parametrize("form", ["json", "xhtml", "xbri"])
def test_a_taxonomy_on_this_machine_is_never_looked_for(
    instance: Instance, url: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = inline(instance("po-99001").read_bytes()).replace(ENTRY.encode(), url.encode())
    files = {
        "json": described(JSON_TYPE, about={"taxonomy": [ENTRY, url]}, facts={}),
        "xhtml": page.replace(b"</ix:references>", _reference(ENTRY) + b"</ix:references>"),
        "xbri": package("r.xhtml", page.replace(b"</ix:references>", _reference(ENTRY) + b"</ix:references>"), "xbri"),
    }
    (tmp_path / f"verslag.{form}").write_bytes(files[form])
    assert url in told(tmp_path / f"verslag.{form}", 3, capsys)


def _reference(url: str) -> bytes:
    return f'<link:schemaRef xlink:type="simple" xlink:href="{url}"/>'.encode()


@pytest.mark.parametrize("form", ["json", "xhtml"])
def test_another_host_is_named_and_not_asked(
    instance: Instance, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "http://elders.example/taxonomie.xsd"
    page = inline(instance("po-99001").read_bytes())
    files = {
        "json": described(JSON_TYPE, about={"taxonomy": [ENTRY, url]}, facts={}),
        "xhtml": page.replace(b"</ix:references>", _reference(url) + b"</ix:references>"),
    }
    (tmp_path / f"verslag.{form}").write_bytes(files[form])
    assert url in told(tmp_path / f"verslag.{form}", 4, capsys)


@pytest.mark.parametrize(
    "url", ["../geheim.csv", "/etc/passwd", "http://elders.example/t.csv", "sub/t.csv", "..%2ft.csv", ""]
)
@pytest.mark.parametrize("where", ["tables", "extends"])
def test_a_report_in_csv_reads_nothing_but_what_lies_beside_it(
    url: str, where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "geheim.csv").write_text("geheim", "utf-8")
    more: dict[str, Any] = {"tables": {"t": {"url": url}}} if where == "tables" else {"about": {"extends": [url]}}
    (tmp_path / "map" / "verslag.json").write_bytes(described(CSV_TYPE, **more))
    said = told(tmp_path / "map" / "verslag.json", 3, capsys)
    assert "verwijst naar" in said
    (tmp_path / "verslag.xbr").write_bytes(package("verslag.json", described(CSV_TYPE, **more)))
    assert "verwijst naar" in told(tmp_path / "verslag.xbr", 3, capsys)


def test_a_link_beside_a_report_in_csv_is_not_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "geheim").write_text("geheim", "utf-8")
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "t.csv").symlink_to(tmp_path / "geheim")
    (tmp_path / "map" / "verslag.json").write_bytes(described(CSV_TYPE, tables={"t": {"url": "t.csv"}}))
    assert "t.csv" in told(tmp_path / "map" / "verslag.json", 3, capsys)


HOSTILE = {
    "bomb": [entry("v/reports/groot.xbrl", b"\0" * (64 << 20))],
    "outside": [entry("../v/reports/r.xbrl", b"x")],
    "absolute": [entry("/v/reports/r.xbrl", b"x")],
    "link": [entry("v/reports/r.xbrl", b"/etc/passwd", 0, 0o120777 << 16)],
    "twice": [entry("v/reports/r.xbrl", b"x"), entry("v/reports/R.XBRL", b"y")],
    "lying": [Entry(b"v/reports/r.xbrl", deflate(b"\0" * (8 << 20)), 10, 0)],
}


@pytest.mark.parametrize("suffix", ["xbr", "xbri", "zip"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_package_that_is_no_honest_zip_is_refused(
    name: str, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / f"verslag.{suffix}").write_bytes(zip_of([entry(*ABOUT), *HOSTILE[name]]))
    assert "kan worden geopend" in told(tmp_path / f"verslag.{suffix}", 3, capsys)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 dit is geen zip", "geopend"),
        (packed({"v/META-INF/reportPackage.json": b"{}"}), "geen verslag"),
        (packed(dict([ABOUT]) | {"v/reports/r.xbrl": b"<geen/>"}), "geen verslag"),
        (packed(dict([ABOUT]) | {f"v/reports/{n}.json": described(JSON_TYPE, facts={}) for n in "ab"}), "meer dan"),
    ],
)
def test_a_package_without_one_report_is_refused(
    data: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "verslag.xbr").write_bytes(data)
    assert said in told(tmp_path / "verslag.xbr", 3, capsys)


@pytest.mark.parametrize(
    "data",
    [
        described(JSON_TYPE)[:-1],
        described(JSON_TYPE).rstrip(b"}") + b', "x": ' + b"[" * 100_000,
        described(JSON_TYPE).rstrip(b"}") + b', "x": ' + b"9" * 100_000 + b"}}",
        b'{"documentType": "https://xbrl.org/2021/xbrl-json"}',
    ],
    ids=["broken", "deep", "long number", "no taxonomy"],
)
def test_json_that_is_none_is_refused(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "verslag.json").write_bytes(data)
    told(tmp_path / "verslag.json", 3, capsys)


def test_a_doctype_is_refused_in_a_page_too(
    instance: Instance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = inline(instance("po-99001").read_bytes())
    (tmp_path / "verslag.xhtml").write_bytes(page.replace(b"<html", b'<!DOCTYPE html [<!ENTITY e "1">]><html', 1))
    assert "DOCTYPE" in told(tmp_path / "verslag.xhtml", 3, capsys)


def test_a_report_that_breaks_the_rules_of_its_form_is_not_valid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = {"f1": {"value": "1", "dimensions": {"concept": "ow:NietBekend", "period": "2025-01-01T00:00:00"}}}
    (tmp_path / "verslag.json").write_bytes(described(JSON_TYPE, facts=facts))
    capsys.readouterr()
    assert guarded(["validate", str(tmp_path / "verslag.json"), "--format", "json"]) in {1, 4}
    told_of = json.loads(capsys.readouterr().out)
    assert told_of["verdict"] != "VALID"
    assert told_of["counts"]["error"]
