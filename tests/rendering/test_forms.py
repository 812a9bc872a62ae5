"""The samples in every form: each fact is shown, nothing runs, and a machine reads in Inline XBRL what was filed."""

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.conftest import GOOD, ROOT
from tests.rendering import small
from tests.rendering.conftest import SAMPLES, Sample
from tests.rendering.small import concept, fact, line, report, table, taxonomy, typed
from xbrl_pipeline.base.markup import parse
from xbrl_pipeline.instance.facts import all_facts
from xbrl_pipeline.messages import amount
from xbrl_pipeline.model.amounts import read_amount
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.rendering import pdf
from xbrl_pipeline.rendering.forms import OpenedReport, RenderForm
from xbrl_pipeline.rendering.render import render
from xbrl_pipeline.reporting.pages import refuse_strange_scripts
from xbrl_pipeline.taxonomy.layouts import Parameter
from xbrl_pipeline.taxonomy.model import Kind

FEW = (GOOD[0], SAMPLES[-1])
_MARGIN = 18 / 25.4 * 72  # points at the right of a page


def amounts(opened: OpenedReport, lang: str) -> set[str]:
    """Return every amount of an instance as readers of a language write it, without its sign."""
    numbers = (read_amount(each.text) for each in all_facts(parse(opened.data)) if each.key and each.key.unit == "EUR")
    return {amount(abs(number), lang) for number in numbers if number is not None}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_fact_of_a_sample_is_shown_in_a_table_of_the_taxonomy(name: str, lang: str, sample: Sample) -> None:
    opened = sample(name)
    made = render(opened, RenderForm.HTML, lang)
    assert made.shown == made.total == len(all_facts(parse(opened.data)))
    refuse_strange_scripts(made.data)
    assert not small.select(made.data, "//*[@id='loose']")
    words = set(re.findall(r"[0-9][0-9.,]*", " ".join(small.select(made.data, "//text()"))))
    assert amounts(opened, lang) <= words


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", ["jaarverantwoording", "wnt"])
def test_tables_with_rows_of_names_show_every_fact(name: str, lang: str, named: Sample) -> None:
    opened = named(name)
    made = render(opened, RenderForm.HTML, lang)
    assert made.shown == made.total == len(all_facts(parse(opened.data)))
    assert not small.select(made.data, "//*[@id='loose']")
    text = " ".join(small.select(made.data, "//text()"))
    assert amounts(opened, lang) <= set(re.findall(r"[0-9][0-9.,]*", text))
    titles: tuple[str, ...] = ("WNT 1a", "WNT 1c")
    if name == "jaarverantwoording":
        titles += ("Model G1", "Model G2-A", "Model G2-B", "Model E")
    heads = [each.text_content() for each in small.select(made.data, "//main//*[self::h2 or self::h3 or self::h4]")]
    for title in titles:
        assert any(head.startswith(title) for head in heads), title


def test_a_budget_stands_beside_what_became_of_it_and_the_year_before(sample: Sample) -> None:
    page = render(sample("vo-99002"), RenderForm.HTML).data
    found = small.select(page, "//section[h2='Staat van baten en lasten (enkelvoudig)']//thead/tr")
    assert [each.text_content() for each in found[-1].iter("th")] == ["2025", "2025", "2024"]
    assert "Begroting" in found[0].text_content()


def _read(files: list[Path], package: Path, cache: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.rendering.arelle_facts", str(cache), str(package), "--", *map(str, files)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    answer: list[dict[str, Any]] = json.loads(told.splitlines()[-1])
    return answer


def _compare(reports: list[OpenedReport], langs: tuple[str, ...], package: Path, folder: Path) -> None:
    for opened in reports:
        files = [folder / f"{opened.name}.xbrl", *(folder / f"{opened.name}-{lang}.xbri" for lang in langs)]
        files[0].write_bytes(opened.data)
        for lang, file in zip(langs, files[1:], strict=True):
            file.write_bytes(render(opened, RenderForm.IXBRL, lang).data)
        plain, *inline = _read(files, package, folder / "cache")
        assert plain["facts"]
        for each in inline:
            assert each["facts"] == plain["facts"]
            failing = [code for code, _ in each["log"] if code.startswith("message:")]
            assert len(each["log"]) == len(failing)
            assert (
                opened.name.startswith("fout") or not failing
            )  # sums of a report that is wrong on purpose are its own


def test_arelle_reads_in_the_inline_page_what_the_instance_says(sample: Sample, package: Path, tmp_path: Path) -> None:
    _compare([sample(name) for name in FEW], ("nl",), package, tmp_path)


@pytest.mark.slow
def test_so_it_does_for_every_sample_and_rows_of_names_in_both_languages(
    sample: Sample, named: Sample, package: Path, tmp_path: Path
) -> None:
    reports = [*map(sample, SAMPLES), *map(named, ("jaarverantwoording", "wnt"))]
    _compare(reports, ("nl", "en"), package, tmp_path)


def test_a_report_package_says_what_it_is(sample: Sample) -> None:
    package = zipfile.ZipFile(io.BytesIO(render(sample("po-99001"), RenderForm.IXBRL).data))
    assert package.namelist() == ["po-99001/META-INF/reportPackage.json", "po-99001/reports/po-99001.xhtml"]
    about = json.loads(package.read(package.namelist()[0]))
    assert about["documentInfo"]["documentType"] == "https://xbrl.org/report-package/2023/xbri"


def test_facts_within_a_tuple_are_shown_and_refused_as_inline_xbrl() -> None:
    model = taxonomy([concept("Cash")], [table([line("Cash")])])
    opened = OpenedReport("x", report(f"<s:Tuple>{fact('Cash', '7')}</s:Tuple>"), model)
    assert ">7<" in render(opened, RenderForm.HTML).data.decode()
    with pytest.raises(PipelineError, match=r"render\.nested"):
        render(opened, RenderForm.IXBRL)


def test_what_cannot_be_shown_as_it_stands_is_hidden_in_the_inline_page() -> None:
    kind = concept("Sector", Kind.CODE, instant=False, codes=("PO",))
    codes = small.codes("codeItemType", PO="Primair onderwijs")
    model = taxonomy([kind, concept("Cash")], [table([line("Sector", tag=""), line("Cash")])], code_lists=codes)
    nil = '<s:Cash contextRef="before" unitRef="EUR" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'
    given = (fact("Sector", "PO", "year", unit=""), fact("Cash", "-1234.5"), fact("Cash", "-1234.5"), nil)
    made = render(OpenedReport("x", report(*given), model), RenderForm.IXBRL)
    page = zipfile.ZipFile(io.BytesIO(made.data)).read("x/reports/x.xhtml").decode()
    hidden = page[page.index("<ix:hidden>") : page.index("</ix:hidden>")]
    assert made.shown == made.total == 6
    assert ">PO<" in hidden
    assert 'nil="true"' in hidden
    assert hidden.count("1234.5") == 1  # what stands there twice is shown once
    assert re.search(r"\u2212<ix:nonFraction[^>]* sign=\"-\">1\.234,5</ix:nonFraction>", page)


@pytest.mark.parametrize("name", [GOOD[0], *(pytest.param(name, marks=pytest.mark.slow) for name in SAMPLES[1:])])
def test_a_pdf_is_tagged_has_bookmarks_and_holds_every_amount(name: str, sample: Sample) -> None:
    if not _has_pango():
        pytest.skip("WeasyPrint needs Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    opened = sample(name)
    reader = pypdf.PdfReader(io.BytesIO(render(opened, RenderForm.PDF).data))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "nl"
    assert b"<pdfuaid:part>1" in catalog["/Metadata"].get_data() or b"pdfuaid" in catalog["/Metadata"].get_data()
    tags = set(_tags(catalog["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD", "/P", "/Link"} <= tags
    outline = [each for each in _flat(reader.outline) if each.title.startswith("Balans")]
    assert outline
    assert reader.get_destination_page_number(outline[0]) not in (None, 0)
    text = " ".join(page.extract_text() for page in reader.pages)
    assert amounts(opened, "nl") <= set(re.findall(r"[0-9][0-9.,]*", text))
    last = len(reader.pages)
    assert f"{last} / {last}" in reader.pages[-1].extract_text()
    assert " / " not in reader.pages[0].extract_text()


def _placed_beyond_the_margin(data: bytes) -> list[str]:
    """Return the texts of a PDF that begin further to the right than its tables may go."""
    found: list[str] = []
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        most = float(page.mediabox.width) - _MARGIN

        def look(text: str, outer: list[float], inner: list[float], *_: object, most: float = most) -> None:
            if text.strip() and outer[0] * inner[4] + outer[4] > most:
                found.append(text)

        page.extract_text(visitor_text=look)
    return found


def test_no_column_of_a_pdf_stands_beside_the_page() -> None:
    if not _has_pango():
        pytest.skip("WeasyPrint needs Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    axis = QName(small.NS, "Axis")
    kinds = [
        concept(f"C{number}", labels={("label", "nl"): f"Bestemmingsreservemutaties {number}"}) for number in range(6)
    ]
    model = taxonomy(kinds, [table([line(each.name.local) for each in kinds], [small.column("", open=axis)])])
    axes = [(f"m{number}", typed("Axis", f"Voorbeeldfondsen {number}")) for number in range(9)]
    facts = (fact(each.name.local, "123456789", members=suffix) for each in kinds for suffix, _ in axes)
    made = render(OpenedReport("x", report(*facts, axes=axes), model), RenderForm.PDF)
    assert _placed_beyond_the_margin(made.data) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["jaarverantwoording", "wnt"])
def test_nor_one_of_a_table_with_rows_of_names_which_shows_every_amount(name: str, named: Sample) -> None:
    if not _has_pango():
        pytest.skip("WeasyPrint needs Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    opened = named(name)
    data = render(opened, RenderForm.PDF).data
    assert _placed_beyond_the_margin(data) == []
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    assert amounts(opened, "nl") <= set(re.findall(r"[0-9][0-9.,]*", text))


def _has_pango() -> bool:
    try:
        pdf.as_pdf(b"<html lang='nl'><title>x</title></html>")
    except PipelineError:
        return False
    return True


def _tags(node: Any) -> list[str]:  # noqa: ANN401 - objects of a PDF
    found, waiting = list[str](), [node]
    while waiting:
        each = waiting.pop()
        each = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            found.append(str(each.get("/S", "")))
            waiting.append(each.get("/K", []))
    return found


def _flat(outline: list[Any]) -> list[Any]:
    return [each for item in outline for each in (_flat(item) if isinstance(item, list) else [item])]


def test_without_weasyprint_a_pdf_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PipelineError, match=r"render\.no_pdf") as told:
        pdf.as_pdf(b"<html></html>")
    assert told.value.params["cause"] == "render.no_pdf.library"


def test_a_parameter_that_could_run_without_end_has_no_value_and_its_table_is_not_used() -> None:
    endless = Parameter("End", "xs:date(string(max(for $x in 1 to 999999999 return $x)))", small.END.prefixes)
    model = taxonomy([concept("Cash")], [table([line("Cash")])], parameters=(endless, small.START))
    made = render(OpenedReport("x", report(fact("Cash", "7")), model), RenderForm.HTML)
    assert made.shown == made.total
    assert "Niet-getoonde feiten" in made.data.decode()


def test_names_and_texts_of_strangers_are_only_shown() -> None:
    text = concept("Note", Kind.TEXT, instant=False)
    axis = QName(small.NS, "Axis")
    model = taxonomy(
        [text, concept("Cash")],
        [table([line("Note", tag="")]), table([line("Cash")], [small.column("", open=axis)], "urn:b")],
    )
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;"
    given = fact("Note", evil, "year", unit=""), fact("Cash", "1", members="a")
    made = render(OpenedReport("x", report(*given, axes=[("a", typed("Axis", evil))]), model), RenderForm.HTML)
    refuse_strange_scripts(made.data)
    assert made.data.decode().count("&lt;script&gt;alert(1)") == 2
