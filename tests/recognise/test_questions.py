"""Reports that are nothing but questions: a workbook in which answers stand beside them, without a mapping."""

import json
from pathlib import Path

import openpyxl
import pytest
import yaml

from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.outcome import ExitCode

Rows = list[list[str | int]]
GENERAL: Rows = [
    ["Stichting Voorbeeld Basisonderwijs"],
    ["Beleidsinformatie 2025"],
    ["Bestuursnummer", "99021"],
    ["KvK-nummer", "99990021"],
    ["Sector", "PO"],
    ["Zetel van de rechtspersoon", "Fictiestad"],
    ["Geslachtsnaam contactpersoon", "Contactpersoon"],
    ["E-mailadres, volledig", "beleid@voorbeeld.example"],
    ["Samenwerkingsverband passend onderwijs (J/N)", "Nee"],
    ["Vallend onder financiële verslaggeving gemeente (J/N)", "Nee"],
    ["Volledige doordecentralisatie middelen gemeente (J/N)", "Nee"],
]
ANSWERS: Rows = [
    ["Verantwoording werkdrukmiddelen", 2025],
    ["Gesprek met het team gevoerd (J/N)", "Ja"],
    ["Instemming personeelsgeleding (J/N)", "Ja"],
    ["Besteding van de werkdrukmiddelen aan personeel", 81000],
    ["Besteding van de werkdrukmiddelen aan materieel", 12000],
    ["Besteding van de werkdrukmiddelen aan professionalisering", 9000],
    ["Overige besteding van de werkdrukmiddelen", 3000],
    ["Besteding van de werkdrukmiddelen", 105000],
]


def written(path: Path, rows: Rows) -> Path:
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            book.worksheets[0].cell(number, column, value)
    book.save(path)
    return path


def concepts(mapping: Path) -> set[str]:
    said = yaml.safe_load(mapping.read_text("utf-8"))
    assert said["report"] == "beleidsinformatie"
    return {line["concept"] for sheet in said["sheets"] for line in sheet["lines"] if "concept" in line}


def test_the_answers_are_recognised_and_the_report_by_them(tmp_path: Path) -> None:
    book, out = written(tmp_path / "beleid.xlsx", [*GENERAL, *ANSWERS]), tmp_path / "out"
    assert guarded(["run", str(book), "--out", str(out), "--quiet"]) == ExitCode.VALID
    report = json.loads((out / "99021-2025-beleidsinformatie" / "report.json").read_text("utf-8"))
    assert [each["code"] for each in report["findings"]] == ["mapping.unconfirmed"]
    assert "105000" in (out / "99021-2025-beleidsinformatie" / "facts.json").read_text("utf-8")
    (board,) = json.loads((out / "overview.json").read_text("utf-8"))["boards"]
    assert (board["sector"], board["missing"]) == ("PO", ["jaarverantwoording"])


def test_a_chosen_taxonomy_leaves_it_to_the_workbook_which_report_it_is(tmp_path: Path) -> None:
    book, mapping = written(tmp_path / "beleid.xlsx", [*GENERAL, *ANSWERS]), tmp_path / "beleid.mapping.yaml"
    chosen = ["--taxonomy", "onderwijs-2025", "--quiet"]
    assert guarded(["run", str(book), "--out", str(tmp_path / "out"), *chosen]) == ExitCode.VALID
    assert [path.parent.name for path in tmp_path.glob("out/*/report.json")] == ["99021-2025-beleidsinformatie"]
    assert guarded(["mapping", "suggest", str(book), "--no-ask", "--out", str(mapping), *chosen]) == ExitCode.VALID
    assert "AmountSpentOfWorkloadResourcesOnStaff" in concepts(mapping)


@pytest.mark.parametrize(
    "rows",
    [
        [["Bedragen x € 1.000"], *GENERAL, *ANSWERS],
        [*GENERAL, *([*row, 1000] if isinstance(row[1], int) else row for row in ANSWERS)],
    ],
    ids=["thousands", "two-years"],
)
def test_an_amount_that_may_be_another_is_not_taken(rows: Rows, tmp_path: Path) -> None:
    book, mapping = written(tmp_path / "beleid.xlsx", rows), tmp_path / "beleid.mapping.yaml"
    wanted = ["--report", "beleidsinformatie", "--taxonomy", "onderwijs-2025", "--no-ask", "--quiet"]
    assert guarded(["mapping", "suggest", str(book), "--out", str(mapping), *wanted]) == ExitCode.VALID
    found = concepts(mapping)
    assert "ConversationHeldWithTeamAboutWorkloadResourcesSpending" in found
    assert [name for name in found if name.startswith("AmountSpent")] == []
    assert guarded(["run", str(book), "--out", str(tmp_path / "out"), "--quiet"]) == ExitCode.INVALID
