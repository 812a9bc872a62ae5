"""The whole way over HTTP: from files to a verdict, questions, a better workbook, many files, and away again."""

import csv
import io
import json
import os
import re
import signal
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.conftest import SAMPLES
from tests.web.conftest import HOST, KEY, Browser
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.web.app import make_app
from xbrl_pipeline.web.jobs import Brought, FileStage, FileState, Jobs, Work
from xbrl_pipeline.web.settings import WebSettings

WRONG = SAMPLES / "fout-tekst-99006.xlsx"
GOOD = SAMPLES / "po-99001.xlsx"


def _mapping(book: Path) -> Path:
    return book.with_name(f"{book.stem}.mapping.yaml")


@pytest.fixture(scope="module")
def desk_client(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Iterator[Browser]:
    """Share one server and its worker: starting a worker costs more than what it does here."""
    settings = WebSettings(tmp_path_factory.mktemp("web") / "workbench", KEY, HOST, workers=1)
    app = make_app(settings, replace(engine.shared(), keep=False))
    with TestClient(app, base_url=f"http://{HOST}:{settings.port}") as http:
        assert http.get("/start", params={"sleutel": KEY}).status_code == 200
        assert isinstance(http.app, Starlette)
        yield Browser(http, http.app)


def test_a_wrong_workbook_is_shown_mended_and_compared(desk_client: Browser, tmp_path: Path) -> None:
    client = desk_client
    job = client.bring(WRONG, _mapping(WRONG))
    client.wait(job)
    page = client.get(job)
    one = page.url.path
    assert "Niet geldig" in page.text
    anchors = set(re.findall(r'id="([^"]+)"', page.text))
    leads = re.findall(r'<span class="cell"><a href="#(cell-\w+)"', page.text)
    assert leads
    assert set(leads) <= anchors
    back = re.findall(r'id="cell-\w+"><a href="#(finding-\d+)"', page.text)
    assert back
    assert set(back) <= anchors

    marked = client.get(f"{one}/download/gemarkeerd")
    assert marked.headers["content-disposition"].startswith("attachment")
    assert marked.headers["x-content-type-options"] == "nosniff"
    assert openpyxl.load_workbook(io.BytesIO(marked.content)).sheetnames

    book = openpyxl.load_workbook(WRONG)
    cell = next(sheet["D25"] for sheet in book if sheet.title == "Balans")
    cell.value = int(str(cell.value).replace(".", ""))
    better = tmp_path / "beter.xlsx"
    book.save(better)
    answer = client.post(f"{one}/verbeterd", files={"bestand": (better.name, better.read_bytes())})
    client.wait(job)
    after = client.get(answer.url.path).text
    assert "Wat is er veranderd" in after
    solved = re.search(r"Opgelost <span class=\"soft\">(\d+)", after)
    assert solved is not None
    assert int(solved[1]) >= 1
    assert "nieuwere versie" in client.get(one).text
    late = client.post(f"{one}/verbeterd", files={"bestand": (better.name, better.read_bytes())})
    assert late.status_code == 422
    assert "intussen veranderd" in late.text


def test_the_account_is_shown_without_any_right(desk_client: Browser) -> None:
    client = desk_client
    job = client.bring(GOOD, _mapping(GOOD))
    client.wait(job)
    page = client.get(job)
    assert "Geldig" in page.text
    frame = re.search(r'<iframe src="([^"]+)"[^>]*\bsandbox>', page.text)
    assert frame is not None
    account = client.get(frame[1])
    assert account.headers["content-security-policy"].startswith("sandbox;")
    instance = client.get(f"{page.url.path}/download/instance")
    assert instance.content.startswith(b"<?xml")
    assert instance.headers["content-disposition"].startswith("attachment")
    assert client.get(f"{page.url.path}/download/../../job.json").status_code == 404


@pytest.mark.slow
def test_questions_are_answered_on_the_page(desk_client: Browser) -> None:
    client = desk_client
    job = client.bring(SAMPLES / "saldibalans-99007.xlsx")
    client.wait(job)
    one = client.get(job).url.path
    client.get(f"{one}/vragen")
    client.wait(job)
    page = client.get(f"{one}/vragen").text
    fields = dict.fromkeys(re.findall(r'<fieldset id="(q-\w+)"', page))
    assert fields
    first, *others = fields
    answers = dict.fromkeys(fields, "") | {f"{first}-anders": "no such line"}
    for name in others:
        found = re.search(rf'name="{name}" value="([^"]*)"', page)
        assert found is not None
        answers[name] = found[1]
    client.post(f"{one}/vragen", answers)
    client.wait(job)
    page = client.get(f"{one}/vragen").text
    assert list(dict.fromkeys(re.findall(r'<fieldset id="(q-\w+)"', page))) == [first]
    assert f'aria-describedby="{first}-fout"' in page
    assert "bepaalt" in page
    assert client.post(f"{one}/akkoord", {"stand": "of another moment"}).status_code == 422

    found = re.search(rf'name="{first}" value="([^"]*)"', page)
    assert found is not None
    client.post(f"{one}/vragen", {first: found[1]})
    client.wait(job)
    page = client.get(f"{one}/vragen").text
    stand = re.search(r'name="stand" value="(\w+)"', page)
    assert stand is not None
    client.post(f"{one}/akkoord", {"stand": stand[1]})
    client.wait(job)
    kept = client.desk.jobs.find(job.rpartition("/")[2])
    assert kept is not None
    (state,) = [state for _, state in client.desk.jobs.states(kept)]
    assert (state.mended, state.asks, state.stage) == (True, False, FileStage.DONE)
    assert "confirmed: false" not in client.get(f"{one}/download/mapping").text


def test_many_files_have_one_overview(desk_client: Browser, tmp_path: Path) -> None:
    client = desk_client
    packed = tmp_path / "besturen.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(GOOD, f"=een/{GOOD.name}")
        archive.write(_mapping(GOOD), f"=een/{_mapping(GOOD).name}")
        archive.writestr("=twee/nep.xlsx", b"no workbook")
        archive.writestr("lees.txt", b"not an input")
    job = client.bring(packed)
    client.wait(job)
    page = client.get(job).text
    assert page.index("nep.xlsx") < page.index(GOOD.name)  # the worst first
    assert "lees.txt" in page
    assert GOOD.name not in client.get(job, params={"uitkomst": "REFUSED", "overzicht": "1"}).text
    assert "nep.xlsx" not in client.get(job, params={"zoek": "99001", "overzicht": "1"}).text
    table = client.get(f"{job}/overzicht.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))
    assert len(rows) == 3
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    told = json.loads(client.get(f"{job}/overzicht.json").content)
    assert {Path(each["file"]).name for each in told["rows"]} == {"nep.xlsx", GOOD.name}
    assert client.get(f"{job}/overzicht.xlsx").content.startswith(b"PK")
    with client.http.stream("GET", f"{job}/voortgang") as events:
        assert "event: stand" in "".join(events.iter_text())


def test_removing_is_asked_done_and_recorded(desk_client: Browser, tmp_path: Path) -> None:
    client = desk_client
    book = tmp_path / "geheim.xlsx"
    book.write_bytes(b"no workbook")
    job = client.bring(book)
    client.wait(job)
    assert "geheim.xlsx" in client.post(f"{job}/verwijderen").text
    assert client.get(job).status_code == 200
    client.post(f"{job}/verwijderen", {"zeker": "ja"})
    assert client.get(job).status_code == 404
    folder = client.desk.settings.folder
    assert not (folder / "jobs" / job.rpartition("/")[2]).exists()
    record = (folder / "removed.jsonl").read_text("utf-8")
    assert job.rpartition("/")[2] in record
    assert "geheim" not in record


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_nothing(desk_client: Browser) -> None:
    client = desk_client
    book = SAMPLES / "vo-99002.xlsx"
    job = client.bring(book, _mapping(book))
    found = client.desk.jobs.find(job.rpartition("/")[2])
    assert found is not None
    entry = found.file.files[0]
    while client.desk.jobs.state(found, entry).stage is FileStage.WAITING:
        time.sleep(0.01)
    os.kill(client.desk.workshop._workers[0].started.process.pid, signal.SIGKILL)
    client.wait(job)
    state = client.desk.jobs.state(found, entry)
    assert state.stage is FileStage.DONE, state.problem
    dossier = found.dossier(entry, state)
    made = (dossier / "manifest.json").stat().st_mtime_ns
    client.desk.workshop.submit(found, entry)
    client.wait(job)
    assert (dossier / "manifest.json").stat().st_mtime_ns == made  # recognised, not made again


def test_a_server_takes_up_what_an_earlier_one_left(tmp_path: Path, engine: Engine) -> None:
    settings = WebSettings(tmp_path / "workbench", KEY, HOST, workers=1)
    jobs = Jobs(settings.folder, settings.keep_days)
    book = tmp_path / "nep.xlsx"
    book.write_bytes(b"no workbook")
    job = jobs.create("somebody", "nl", [Brought(book.name, book)])
    jobs.put(job, job.file.files[0], FileState(stage=FileStage.CHECKING, work=Work.CHECK, tries=1))
    left = jobs.folder / ".new-half"
    left.mkdir()
    os.utime(left, (0, 0))
    app = make_app(settings, replace(engine.shared(), keep=False))
    with TestClient(app, base_url=f"http://{HOST}:{settings.port}") as http:
        assert isinstance(http.app, Starlette)
        browser = Browser(http, http.app)
        browser.wait(f"/opdrachten/{job.id}")
        assert browser.desk.jobs.state(job, job.file.files[0]).stage is FileStage.REFUSED
    assert not left.exists()


def test_a_template_is_made_or_said_why_not(desk_client: Browser) -> None:
    made = desk_client.post("/sjabloon", {"jaar": "2025"})
    assert made.content.startswith(b"PK")
    assert made.headers["content-disposition"].startswith("attachment")
    wrong = desk_client.post("/sjabloon", {"jaar": "<b>x"})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    assert "<b>x" not in wrong.text
