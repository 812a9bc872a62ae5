import re
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.reporting import examples
from tests.reporting.pages import check_soundness, headings, parse, text, texts
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.findings import Comparison, Counts, Finding, FindingValue, PhaseName, Place, Severity
from xbrl_pipeline.model.ledger import Fate, Ledger, LedgerEntry
from xbrl_pipeline.model.ratios import Ratio, RatioPoint
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.reporting.html import report_html

NL = messages("nl")
MAKERS = [examples.valid, examples.invalid, examples.readable, examples.not_validated]


def page(report: Report, lang: str = "nl") -> str:
    return text(parse(report_html(report, messages(lang))).find(".//body"))


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_page_is_sound_and_closed(make: Callable[[], Report], lang: str) -> None:
    data = report_html(make(), messages(lang))
    check_soundness(data)
    assert parse(data).get("lang") == lang


@pytest.mark.parametrize(
    ("make", "verdict"),
    [(examples.valid, "Geldig"), (examples.invalid, "Niet geldig"), (examples.not_validated, "Niet gevalideerd")],
)
def test_the_verdict_comes_first(make: Callable[[], Report], verdict: str) -> None:
    tree = parse(report_html(make(), NL))
    assert headings(tree)[0] == (1, verdict)
    assert text(tree.find(".//title")).startswith(verdict)


def test_the_page_says_whose_report_and_which_file_it_is() -> None:
    shown = page(examples.valid())
    for part in ("Stichting Openbaar Onderwijs Verzonnen", "99041", "2025", "jaarrekening-2025.xlsx"):
        assert part in shown
    assert "SHA-256 begint met 3f9a0cb1b1b1" in shown
    assert f"SHA-256 {examples.valid().input.sha256}" in shown


def test_a_ratio_says_whose_value_it_is_held_against_or_that_there_is_none() -> None:
    points = (RatioPoint(2025, False, Decimal("0.28")),)
    limited = Ratio("solvency", "", points, "bron", Decimal("0.3"), owner="de toezichthouder", since=2020)
    shown = page(replace(examples.valid(), ratios=(limited, Ratio("housing", "", points, "bron"))))
    assert "Solvabiliteit 2 Signaleringswaarde: de toezichthouder, vanaf verslagjaar 2020" in shown
    assert "Huisvestingsratio Zonder signaleringswaarde" in shown


def test_the_report_reads_by_weight_then_sheet_then_cell() -> None:
    tree = parse(report_html(examples.readable(), NL))
    assert [title for level, title in headings(tree) if level == 2] == [
        "Op deze pagina",
        "Fouten",
        "Waarschuwingen",
        "Over de taxonomie",
        "Opmerkingen",
        "De werkbladen",
        "Wat is gecontroleerd",
        "Controletelling van de cellen",
        "Uitleg bij de codes",
        "Gebruikte versies",
    ]
    assert texts(tree, ".//article//span[@class='cell']")[:3] == ["Hele verslag", "Balans!D10", "Balans!D21"]


def test_sheets_follow_the_order_of_the_workbook() -> None:
    late = replace(examples.warning(), severity=Severity.ERROR)
    report = replace(examples.readable(), findings=(late, *examples.readable().findings))
    found = [title for level, title in headings(parse(report_html(report, NL))) if level == 3]
    assert found[:3] == [
        "Het verslag als geheel 1 bevinding",
        "Werkblad Balans 2 bevindingen",
        "Werkblad Staat van baten en lasten 1 bevinding",
    ]


def rows(report: Report) -> list[list[str]]:
    table = parse(report_html(report, NL)).find(".//table[@class='figures']")
    return [[text(cell) for cell in row] for row in table.iter("tr")]


def only(finding: Finding) -> Report:
    return replace(examples.valid(), findings=(finding,))


def test_figures_stand_in_dutch_notation_with_sum_and_difference() -> None:
    assert rows(only(examples.sum_does_not_tie())) == [
        ["Post", "Cel", "Bedrag (€)"],
        ["Materiële vaste activa", "Balans!D10", "16.427.949,50"],
        ["Gebouwen en terreinen", "Balans!D11", "14.250.000,00"],
        ["Inventaris en apparatuur", "Balans!D12", "2.180.450,00"],
        ["Andere vaste bedrijfsmiddelen", "Balans!D13", "\u221212.500,50"],
        [
            "Materiële vaste activa in uitvoering en vooruitbetalingen op materiële vaste activa",
            "Balans!D14",
            "niet ingevuld",
        ],
        ["Som", "", "16.417.949,50"],
        ["Verschil", "", "10.000,00"],
    ]


def test_a_rule_that_does_not_simply_add_up_shows_its_outcome() -> None:
    finding = replace(examples.sum_does_not_tie(), comparison=Comparison("16427949.5", "1", "16427948.5"))
    assert rows(only(finding))[-2][0] == "Uitkomst volgens de regel"


def test_text_that_looks_like_a_number_is_shown_as_it_stands() -> None:
    assert rows(only(examples.ambiguous()))[1] == ["Vorderingen", "Balans!D21", "1.234"]


def test_a_date_is_shown_as_accounts_write_it() -> None:
    finding = replace(examples.ambiguous(), values=(FindingValue("Datum", "2025-12-31"),))
    assert rows(only(finding))[1] == ["Datum", "", "31-12-2025"]


def test_english_pages_write_figures_the_english_way() -> None:
    shown = page(only(examples.sum_does_not_tie()), "en")
    assert "16,427,949.50" in shown
    assert "What to do:" in shown


def test_a_consequence_is_folded_under_its_cause() -> None:
    tree = parse(report_html(examples.readable(), NL))
    (article,) = [each for each in tree.iter("article") if "Vorderingen" in text(each[0])]
    folded = article.find(".//details")
    assert text(folded.find("summary")) == "Hierdoor klopt ook 1 andere controle niet"
    assert "Balans!D18" in text(folded)
    assert "Gevolg van: Balans!D21" in text(folded)


def test_errors_are_counted_in_one_way_wherever_they_are_counted() -> None:
    """A consequence is told with its cause and counts nowhere, or the page would name two numbers of errors."""
    report = examples.readable()
    tree = parse(report_html(report, NL))
    links = [item for item in tree.iter("li") if item.find("a") is not None and item.find("span") is not None]
    told = {item.find("a").get("href"): int(text(item.find("span"))) for item in links}
    assert told["#error"] + told["#taxonomy"] == report.counts.error
    assert report.counts.error < sum(each.severity is Severity.ERROR for each in report.findings)


@pytest.mark.parametrize(
    "cause",
    [
        replace(examples.ambiguous(), severity=Severity.INFO),
        replace(examples.ambiguous(), cells=()),
        replace(examples.ambiguous(), because=examples.consequence().cells),
    ],
)
def test_a_finding_without_a_cause_as_grave_as_itself_stands_alone(cause: Finding) -> None:
    report = replace(examples.valid(), findings=(examples.consequence(), cause))
    tree = parse(report_html(report, NL))
    assert len(list(tree.iter("article"))) == 2


def test_no_finding_is_lost_and_equal_ones_are_not_merged() -> None:
    findings = examples.invalid().findings * 2
    tree = parse(report_html(replace(examples.invalid(), findings=findings), NL))
    assert len(texts(tree, ".//p[@class='message']")) == len(findings)


def test_a_finding_in_a_foreign_instance_points_at_its_line() -> None:
    finding = Finding("xml.schema", Severity.ERROR, "Fout.", "", PhaseName.XML, lines=(12, 14))
    assert "Regel 12, 14 van het XBRL-bestand" in page(only(finding))


def test_cells_that_no_table_shows_are_named() -> None:
    finding = replace(examples.sum_does_not_tie(), values=())
    assert "Ook in: Balans!D11, Balans!D12, Balans!D13" in page(only(finding))


def test_hostile_names_stay_text() -> None:
    data = report_html(examples.invalid(), NL)
    assert data.count(b"<script") == 1
    assert b"<img" not in data
    assert "<script>alert(1)</script>" in page(examples.invalid())
    assert not re.search("[\u202e\x07]", data.decode())


def test_a_valid_report_says_what_was_checked() -> None:
    shown = page(examples.valid())
    assert "Alle stappen zijn tot het einde uitgevoerd." in shown
    assert "127 gevulde cellen gelezen = 80 opgenomen in het XBRL-bestand + 47 overgeslagen" in shown
    assert "Balans!A5:A44" in shown
    assert not list(parse(report_html(examples.valid(), NL)).iter("article"))


def test_a_report_that_was_not_validated_judges_no_figures() -> None:
    shown = page(examples.not_validated())
    assert "Dit is geen oordeel over de cijfers" in shown
    assert "De controle stopte bij de stap: Controleregels van de taxonomie." in shown
    assert "Alle stappen zijn tot het einde uitgevoerd." not in shown
    assert "overgeslagen" in shown


def test_a_report_with_next_to_nothing_known_can_be_shown() -> None:
    bare = replace(
        examples.not_validated(),
        phases=(),
        findings=(),
        taxonomy=None,
        engine=None,
        mapping=None,
        instance=None,
        ledger=None,
    )
    data = report_html(bare, NL)
    check_soundness(data)
    assert bare.counts == Counts()
    check_soundness(report_html(replace(bare, ledger=Ledger(())), NL))


def test_an_instance_given_as_input_is_named_once() -> None:
    report = replace(examples.valid(), instance=examples.valid().input)
    assert page(report).count(report.input.sha256) == 1


@pytest.mark.parametrize("make", MAKERS)
def test_the_same_report_gives_the_same_bytes(make: Callable[[], Report]) -> None:
    assert report_html(make(), NL) == report_html(make(), NL)


def of_template() -> Report:
    """A report about a template: codes in column A and row 1, a line filled in and one that is not, an empty sheet."""

    def entry(where: str, words: str, fate: Fate, concept: str | None = None) -> LedgerEntry:
        return LedgerEntry(examples.cell(where), words, fate, "", concept)

    entries = (
        entry("Balans!A1", "xbrl-pipeline:sheet s3", Fate.CODE),
        entry("Balans!D1", "t; ow-dim:TypeAxis=ow-dm:SeparateMember", Fate.CODE),
        entry("Balans!E1", "t-1; ow-dim:TypeAxis=ow-dm:SeparateMember", Fate.CODE),
        entry("Balans!B2", "Balans", Fate.TITLE),
        entry("Balans!E2", "31-12-2024", Fate.TITLE),
        entry("Balans!A3", "ow-i:Assets", Fate.CODE),
        entry("Balans!B3", "Activa", Fate.LABEL),
        entry("Balans!D3", "16129660", Fate.FACT, "Assets"),
        entry("Balans!A4", "ow-i:IntangibleAssets", Fate.CODE),
        entry("Balans!B4", "Immateriële vaste activa", Fate.LABEL),
        entry("WNT!A1", "xbrl-pipeline:sheet s9", Fate.CODE),
        entry("WNT!B2", "Bezoldiging", Fate.TITLE),
    )
    return replace(examples.valid(), ledger=Ledger(entries))


def test_the_codes_of_a_template_do_not_stand_between_the_amounts() -> None:
    tree = parse(report_html(of_template(), NL))
    (grid,) = tree.xpath("//table[@class='grid']")
    assert texts(grid, ".//thead//th") == ["B", "C", "D", "E"]
    assert "ow-i:" not in text(grid)
    assert "16.129.660" in text(grid)
    assert "WNT" not in text(tree.xpath("//section[@aria-labelledby='sheets']")[0]), "nothing is filled in on it"


def test_printed_are_statements_with_what_is_filled_in_and_no_lists_of_addresses() -> None:
    tree = parse(report_html(of_template(), NL))
    assert [text(row) for row in tree.xpath("//table[@class='grid']//tr[@class='blank']")] == [
        "4Immateriële vaste activa"
    ]
    assert texts(tree, ".//th[@class='bare']") == ["E"], "nobody filled in last year"
    (sheet,) = tree.xpath("//details[contains(@class, 'sheet')]")
    assert sheet.get("data-print") is None
    (addresses,) = tree.xpath("//dl[@class='fates']/parent::details")
    assert addresses.get("data-print") == "no"
    assert re.search(
        r"@media print {[^}]*\.blank, \.bare[^}]*\[data-print=.no.\] { display: none",
        report_html(of_template(), NL).decode(),
    )


def test_a_number_that_is_a_name_is_not_written_as_an_amount() -> None:
    entry = LedgerEntry(examples.cell("Begin!D17"), "37123456", Fate.FACT, "", "KvK", words=True)
    tree = parse(report_html(replace(examples.valid(), ledger=Ledger((entry,))), NL))
    (sheet,) = tree.xpath("//details[contains(@class, 'sheet')]")
    assert "37123456" in text(sheet)
    assert sheet.get("data-print") == "no", "a sheet without amounts is no statement"


def test_nobody_is_told_that_there_is_nothing_to_do_above_what_to_do() -> None:
    for lead in parse(report_html(examples.readable(), NL)).xpath("//section[@class='findings']/p[@class='lead']"):
        assert "niets te doen" not in text(lead)


def test_many_facts_with_one_fault_show_each_line_and_value() -> None:
    values = (FindingValue("Activa", "12500", unit="EUR"), FindingValue("Activa", "7", unit="EUR"))
    places = tuple(Place(f"fout {line}", (), "Activa", "2025", (line, line + 1), values) for line in (12, 40))
    told = Finding(
        code="NL.FR-NL-5.01",
        severity=Severity.ERROR,
        message="2 gegevens: het gegeven staat meer dan eens in het bestand.",
        advice="Vraag de maker.",
        phase=PhaseName.FILING_RULES,
        lines=(12, 13, 40, 41),
        times=2,
        places=places,
    )
    tree = parse(report_html(replace(examples.valid(), findings=(told,)), NL))
    (table,) = tree.xpath("//table[@class='places']")
    assert [text(row) for row in table.xpath("./tbody/tr")] == [
        "Regel 12-13 van het XBRL-bestandActiva202512.5007",
        "Regel 40-41 van het XBRL-bestandActiva202512.5007",
    ]
    assert "Alle 2 gegevens" in text(table.getparent())


def test_of_a_great_many_cells_the_first_are_named_and_the_others_counted() -> None:
    cells = tuple(examples.cell(f"Saldibalans!D{row}") for row in range(1, 400, 2))
    told = replace(
        examples.sum_does_not_tie(), values=(FindingValue("Activa", "12", cells, "left", "EUR"),), cells=cells
    )
    shown = page(replace(examples.valid(), findings=(told,)))
    assert "Saldibalans!D1, Saldibalans!D3" in shown
    assert "en nog 193 cellen" in shown
    assert "Saldibalans!D99" not in shown


@pytest.mark.parametrize(
    ("zone", "told"),
    [("UTC", "12-03-2026 om 14:05 uur (UTC)"), ("CET-1CEST,M3.5.0,M10.5.0/3", "12-03-2026 om 15:05 uur (UTC+1)")],
)
def test_the_moment_is_told_by_the_clock_of_the_reader(monkeypatch: pytest.MonkeyPatch, zone: str, told: str) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        shown = page(examples.valid())
    time.tzset()
    assert told in shown


def test_every_finding_links_to_why_it_is_told() -> None:
    tree = parse(report_html(examples.readable(), NL))
    asked = [link for link in tree.iterfind(".//a") if link.get("href", "").startswith("#code-")]
    assert len(asked) > 1
    for link in asked:
        (told,) = tree.xpath(f"//div[@id='{link.get('href')[1:]}']")
        assert text(told).startswith(text(link))
        assert len(text(told).split()) > 8
