"""What the queue finds out itself about a dossier: whatever was changed in it, with every hash worked out again.

One test validates in a fresh process, as the queue does; the others take what the warm engine said of the same bytes.
"""

import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.batch.forging import BAD, BOARD, GOOD, Change, in_instance, in_report, now, open_staffed, refused, reseal
from tests.conftest import SAMPLES
from tests.submission.dossiers import sha256
from tests.submission.offices import ALICE
from xbrl_pipeline.batch.checking import check_all
from xbrl_pipeline.batch.options import Keep, RunOptions
from xbrl_pipeline.batch.recheck import Recheck
from xbrl_pipeline.boards.store import find_register, forget_register, update_register
from xbrl_pipeline.engine import Engine, EngineSettings
from xbrl_pipeline.inputs.plan import plan
from xbrl_pipeline.inputs.sources import read_side_inputs
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.items import files_of
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.queue import add

OTHER_KVK = "99990002"
REGISTER = "register-verzonnen-besturen.csv"
RULES = """version: 1
name: Stil
rules:
  - {code: "plausibility.*", severity: mute, reason: niet nodig}
"""


def test_what_the_queue_keeps_is_what_it_made_itself_in_a_fresh_process(tmp_path: Path, dossier: Path) -> None:
    office = open_staffed(tmp_path, Recheck())
    item = add(office, dossier, ALICE, now=now()).item
    for path in dossier.iterdir():
        assert office.store.path(sha256(path)).read_bytes() == path.read_bytes()
    assert (item.bestuursnummer, item.verslagjaar, item.report) == (BOARD, 2025, "jaarverantwoording")


def test_an_instance_without_a_workbook_is_validated_too(office: Office, alone: Path) -> None:
    assert add(office, alone, ALICE, now=now()).item.bestuursnummer == BOARD


def test_a_workbook_or_an_instance_will_do(tmp_path: Path, answers: Path, alone: Path) -> None:
    office = open_staffed(tmp_path, Recheck(engine=EngineSettings(warm=False, results=answers)))
    item = add(office, SAMPLES / f"{GOOD}.xlsx", ALICE, now=now()).item
    again = add(office, alone / "instance.xbrl", ALICE, now=now())
    assert (again.item.id, again.item.bestuursnummer) == (item.id, BOARD)  # the same report, brought in another way
    with office.database.reading() as connection:
        assert "instance.xbrl" in files_of(connection, item)
    assert refused(office, SAMPLES / f"{BAD}.xlsx").code == "submission.own_verdict.INVALID"


def _verdict(folder: Path) -> None:
    """Type VALID over INVALID wherever it stands."""
    counts = {"error": 0, "warning": 0, "info": 0}
    in_report(folder, verdict="VALID", findings=[], counts=counts)
    reseal(folder, verdict="VALID", counts=counts)


def test_a_verdict_that_was_typed_over_is_not_believed(office: Office, made: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(made / "99005-2025-jaarverantwoording", tmp_path / "wrong")
    _verdict(folder)
    assert refused(office, folder).code == "submission.own_verdict.INVALID"


def _amount(folder: Path) -> None:
    path = folder / "instance.xbrl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if ":Equity " in line)
    lines[place] = lines[place].replace("</", "0</")
    path.write_text("".join(lines), "utf-8")


def _no_xbrl(folder: Path) -> None:
    number = f"<x><CompetentAuthorityNumber>{BOARD}</CompetentAuthorityNumber></x>"
    (folder / "instance.xbrl").write_text(number, "utf-8")


def _kvk(folder: Path) -> None:
    in_instance(folder, "99990001</xbrli:identifier>", f"{OTHER_KVK}</xbrli:identifier>")


def _page(folder: Path) -> None:
    (folder / "report.html").write_text("<script>alert(1)</script>", "utf-8")


def _bare(folder: Path) -> None:
    (folder / "report.json").write_text('{"verdict": "VALID"}', "utf-8")


def _few(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name not in {"instance.xbrl", "report.json", "manifest.json"}:
            path.unlink()


def _name(path: str) -> Change:
    return lambda folder: in_report(folder, input={"path": path, "sha256": sha256(folder / "source.xlsx")})


CHANGES: dict[str, Change] = {
    "an amount times ten": _amount,
    "no XBRL at all": _no_xbrl,
    "the KvK number of another board": _kvk,
    "a schemaRef to another host": lambda folder: in_instance(
        folder, "http://www.onderwijstaxonomie.example/ot2025", "http://elders.example/ot2025"
    ),
    "a script for a report": _page,
    "a report that says VALID only": _bare,
    "three files only": _few,
    "counts that are not those of the findings": lambda folder: in_report(
        folder, counts={"error": 0, "warning": 9, "info": 2}
    ),
    "the report of another instance": lambda folder: in_report(
        folder, instance={"path": "instance.xbrl", "sha256": "0" * 64}
    ),
    "a number in a comment": lambda folder: in_instance(folder, "</xbrli:xbrl>", "<!-- 99002 --></xbrli:xbrl>"),
    "a number with spaces": lambda folder: in_instance(folder, f">{BOARD}<", f"> {BOARD} <"),
    "a number with a comment": lambda folder: in_instance(folder, f">{BOARD}<", f">99<!-- -->{BOARD[2:]}<"),
    "another encoding": lambda folder: in_instance(folder, "encoding='UTF-8'", "encoding='UTF-16'", "utf-16"),
    "a name that leads elsewhere": _name("../../po-99001.xlsx/.."),
    "a name that deceives": _name("po-\u202e99001.xlsx"),
    "a name of thousands of characters": _name("x" * 5000 + ".xlsx"),
    "another workbook": lambda folder: shutil.copy(SAMPLES / "vo-99002.xlsx", folder / "source.xlsx"),
    "a fact less in facts.json": lambda folder: (folder / "facts.json").write_text('{"facts": []}\n'),
    "an annotated workbook of another": lambda folder: (
        shutil.copy(folder / "source.xlsx", folder / "annotated.xlsx")
    ),
    "a second source": lambda folder: (folder / "source.csv").write_text("a;b\n"),
    "a rule set": lambda folder: (folder / "rules.yaml").write_text(RULES),
    "last year's report": lambda folder: (
        shutil.copy(folder / "instance.xbrl", folder / "previous.xbrl")
    ),
}  # fmt: skip
SAID: dict[str, dict[str, Any]] = {
    "another year": {"entity": {"name": "x", "bestuursnummer": BOARD, "kvk": "99990001", "verslagjaar": 2024}},
    "the year 1900": {"entity": {"name": "x", "bestuursnummer": BOARD, "kvk": "99990001", "verslagjaar": 1900}},
    "the year 2199": {"entity": {"name": "x", "bestuursnummer": BOARD, "kvk": "99990001", "verslagjaar": 2199}},
    "another KvK number": {"entity": {"name": "x", "bestuursnummer": BOARD, "kvk": OTHER_KVK, "verslagjaar": 2025}},
    "another name": {"entity": {"name": "x", "bestuursnummer": BOARD, "kvk": "99990001", "verslagjaar": 2025}},
    "a report with a space": {"report": "jaarverantwoording "},
    "a report that leads elsewhere": {"report": "../../x"},
    "a report of thousands of characters": {"report": "x" * 5000},
    "a report that is SQL": {"report": "'; DROP TABLE item;--"},
    "no rules": {
        "engine": {"name": "arelle-release", "version": "2.47.3", "options": ["offline"], "cached": False}
    },
    "a rule set by name": {"rules": {"path": "stil.yaml", "sha256": "0" * 64}},
    "made in 2099": {"created": "2099-01-01T00:00:00Z"},
    "made in 1999": {"created": "1999-01-01T00:00:00Z"},
    "another fingerprint": {"fingerprint": "0" * 64},
    "something extra": {"later": 1},
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_a_file_is_refused(office: Office, dossier: Path, name: str) -> None:
    CHANGES[name](dossier)
    reseal(dossier)
    refused(office, dossier)


@pytest.mark.parametrize("name", SAID)
def test_a_manifest_that_says_something_else_is_refused(office: Office, dossier: Path, name: str) -> None:
    reseal(dossier, **SAID[name])
    refused(office, dossier)


def test_a_report_made_at_another_moment_is_no_other_dossier(office: Office, dossier: Path) -> None:
    """The moment is taken from the dossier, and then all of it must say so."""
    in_report(dossier, created="2026-01-02T00:00:00Z")
    reseal(dossier, created="2026-01-02T00:00:00Z")
    assert refused(office, dossier).params["file"] in {"report.html", "report.xlsx"}


@pytest.mark.parametrize("where", ["identifier", "board"])
def test_an_instance_that_contradicts_itself_is_refused(
    office: Office, alone: Path, tmp_path: Path, where: str
) -> None:
    """Also where the taxonomy would allow it: the queue asks for one board, one number and one year."""
    folder = shutil.copytree(alone, tmp_path / "d")
    before, after = {
        "identifier": ("99990001</xbrli:identifier>", f"{OTHER_KVK}</xbrli:identifier>"),
        "board": (f">{BOARD}<", ">99009<"),
    }[where]
    in_instance(folder, before, after)
    reseal(folder)
    refused(office, folder)


@pytest.mark.parametrize("hidden", ["<!---->0", "<?x y?>0", "<!-- 1 -->"])
def test_a_figure_that_can_be_read_in_two_ways_is_refused(
    office: Office, alone: Path, tmp_path: Path, hidden: str
) -> None:
    folder = shutil.copytree(alone, tmp_path / "d")
    in_instance(folder, "</ow-i:Equity>", f"{hidden}</ow-i:Equity>")
    reseal(folder)
    assert refused(office, folder).code == "submission.hidden_in_fact"


def test_another_version_of_xml_is_refused(office: Office, alone: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(alone, tmp_path / "d")
    in_instance(folder, "<?xml version='1.0'", "<?xml version='1.1'")
    reseal(folder)
    assert refused(office, folder).code == "submission.xml_version"


def test_rules_of_the_house_are_the_only_ones(tmp_path: Path, answers: Path, made: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES, "utf-8")
    checker = Recheck(tmp_path / "rules.yaml", EngineSettings(warm=False, results=answers))
    office = open_staffed(tmp_path, checker)
    assert refused(office, made / "99001-2025-jaarverantwoording").code == "submission.other_rules"


@pytest.mark.usefixtures("own_home")
def test_a_dossier_that_was_held_against_another_register_of_boards_is_refused(
    tmp_path: Path, office: Office, dossier: Path, listening: Engine, nl: Messages
) -> None:
    update_register([SAMPLES / REGISTER])
    refusal, register = refused(office, dossier), find_register()
    assert register is not None
    assert refusal.code == "submission.other_boards"
    assert refusal.params["found"] == f"{REGISTER} ({register.sha256[:8]})"
    (outcome,) = check_all(
        plan([SAMPLES / f"{GOOD}.xlsx"]),
        listening,
        RunOptions(nl, keep=Keep(tmp_path / "met"), beside=read_side_inputs(None, None)),
    )
    assert outcome.dossier is not None
    renamed = Path(shutil.copy(SAMPLES / REGISTER, tmp_path / "lijst.csv"))
    update_register([renamed])  # the same boards by another name
    assert add(office, outcome.dossier.folder, ALICE, now=now()).item.bestuursnummer == BOARD
    forget_register()
    shutil.copytree(outcome.dossier.folder, tmp_path / "nog eens")
    assert refused(office, tmp_path / "nog eens").code == "submission.other_boards"


@pytest.mark.parametrize("count", [50, pytest.param(500, marks=pytest.mark.slow)])
def test_no_change_of_one_byte_gets_in(office: Office, dossier: Path, count: int) -> None:
    chance = Random(13)  # noqa: S311 - an order, no secret
    files = sorted(dossier.iterdir())
    weights = [max(1, file.stat().st_size) ** 0.25 for file in files]
    for _ in range(count):
        (file,) = chance.choices(files, weights)
        data = file.read_bytes()
        place = chance.randrange(len(data))
        file.write_bytes(data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :])
        with pytest.raises(PipelineError):
            add(office, dossier, ALICE, now=now())
        file.write_bytes(data)
    assert not add(office, dossier, ALICE, now=now()).already
