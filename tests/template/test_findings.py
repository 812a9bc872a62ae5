"""A rule that does not hold in a row of a table points at the cells of that row."""

from pathlib import Path

from tests.template.conftest import Maker
from tests.template.filling import facts_of, inputs, open_template, type_in
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_source
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.cells import column_letters
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.pipeline import check

SAMPLE = Path(__file__).parents[2] / "samples" / "po-99001.xlsx"
ROW = {
    "SubsidyIncomeDescription": "Voorbeeldregeling",
    "SubsidyIncomeAllocationCharacteristic": "VB-1",
    "SubsidyIncomeReceivedUpToAndIncludingReportingPeriod": 100,
    "SubsidyIncomeExpensesUtilisation": 60,
    "SubsidyIncomeAnySurplusToBeSettled": 50,
}


def test_a_rule_over_a_row_of_a_table_points_at_its_cells(made: Maker, tmp_path: Path) -> None:
    each = made("onderwijs-2025", "jaarverantwoording", 2025)
    assert guarded(["convert", str(SAMPLE), "--out", str(tmp_path), "--quiet"]) == 0
    book = open_template(each.empty)
    type_in(book, facts_of(tmp_path / "instance.xbrl"), each.model, 2025)
    sheet = next(sheet for sheet in book.worksheets if "G2-A" in sheet.title)
    sheet["B6"].value = "Voorbeeldregeling 1"
    cells = {}
    for column in range(1, sheet.max_column + 1):
        cell = sheet.cell(1, column)
        name = str(cell.value).partition(";")[0].partition(":")[2].removesuffix(" @start")
        if name in ROW:
            cells[name] = f"{column_letters(column)}6"
            sheet[cells[name]].value = ROW[name]
    assert set(cells) == set(ROW)
    book.save(tmp_path / "werkmap.xlsx")
    with Engine() as engine:
        report = check(read_source(tmp_path / "werkmap.xlsx", None), engine, messages("nl")).report
    finding = next(item for item in report.findings if item.code.endswith("Equal_SubsidyIncomeAnySurplusToBeSettled"))
    assert [item.message for item in report.findings if item.severity is Severity.ERROR] == []
    assert report.verdict is Verdict.VALID  # a rule that BEHOORT to hold
    assert {(cell.sheet, cell.address) for cell in finding.cells} == {
        (sheet.title, cells[name]) for name in list(ROW)[2:]
    }
    assert finding.comparison is not None
    assert finding.comparison.difference == "10"


def test_an_empty_template_says_which_cells_to_fill_in_and_nothing_of_a_mapping(made: Maker, tmp_path: Path) -> None:
    book = open_template(made("onderwijs-2025", "jaarverantwoording", 2025).empty)
    known = {"LegalEntityName": "Stichting Toets", "CompetentAuthorityNumber": "99001", "Sector": "PO"}
    known |= {"ChamberOfCommerceRegistrationNumber": "99990001", "CashAndCashEquivalents": "-5", "Inventories": "1.234"}
    for cell in inputs(book):
        name = cell.row.split("; ")[0].partition(":")[2]
        if name in known and cell.sheet != "Continuïteitsparagraaf balans":
            value = known[name]
            book[cell.sheet][cell.address] = int(value) if value.startswith("-") else value
    book.save(tmp_path / "werkmap.xlsx")
    with Engine() as engine:
        findings = check(read_source(tmp_path / "werkmap.xlsx", None), engine, messages("nl")).report.findings
    told = [f"{each.message} {each.advice}" for each in findings]
    assert [each for each in told if "mapping" in each.lower()] == []
    assert any(each.code == "mapping.ambiguous_number" for each in findings)
    sector = [each for each in findings if each.message.startswith("Voor de sector PO MOET")]
    assert len(sector) == 3
    for each in sector:
        assert book[each.cells[0].sheet][each.cells[0].address].value is None
        assert each.advice == f"Vul het gegeven in: {each.cells[0]}."
    wanted = "Zetel van de rechtspersoon is niet ingevuld. Dit gegeven is verplicht."
    assert wanted in [each.message for each in findings]
