"""What somebody may try from a page of their own, from another account, or with a file."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.conftest import SAMPLES
from tests.web.conftest import KEY, Browser
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.web.jobs import Brought, safe_name
from xbrl_pipeline.web.pages.entrance import is_own_path
from xbrl_pipeline.web.sessions import COOKIE
from xbrl_pipeline.web.settings import WebSettings, refuse_open_address

MARKUP = "<script>alert(1)</script>.xlsx"


def _doors(client: Browser, method: str) -> list[str]:
    routes = [route for route in client.app.routes if isinstance(route, Route) and method in (route.methods or ())]
    gaps = {
        "item": "0000",
        "document": "controleverslag",
        "file": "instance",
        "job": "A" * 16,
        "number": "1",
        "what": "instance",
        "form": "csv",
        "digest": "0",
        "name": "web.js",
    }
    return [re.sub(r"\{(\w+)\}", lambda found: gaps[found[1]], route.path) for route in routes]


def test_nobody_comes_in_without_the_start_key(visit: TestClient) -> None:
    assert visit.get("/").status_code == 401
    assert visit.get("/start", params={"sleutel": "guessed"}).status_code == 403
    assert COOKIE not in visit.cookies
    assert visit.get("/start", params={"sleutel": KEY}).status_code == 200


def test_the_start_key_cannot_be_tried_without_end(visit: TestClient) -> None:
    codes = [visit.get("/start", params={"sleutel": str(number)}).status_code for number in range(25)]
    assert codes[0] == 403
    assert codes[-1] == 429


def test_every_door_wants_a_session(client: Browser) -> None:
    client.http.cookies.clear()
    open_to_all = {"/start", "/taal", "/static/0/web.js"}
    asked = [path for path in _doors(client, "GET") if path not in open_to_all]
    assert len(asked) > 8
    assert {path: client.get(path).status_code for path in asked} == dict.fromkeys(asked, 401)
    changes = _doors(client, "POST")
    assert {path: client.http.post(path).status_code for path in changes} == dict.fromkeys(changes, 401)


def test_every_change_wants_the_token_of_the_session(client: Browser) -> None:
    changes = _doors(client, "POST")
    assert len(changes) > 8
    for sent in ({}, {"token": "guessed"}):
        answers = {path: client.http.post(path, data=sent).status_code for path in changes}
        assert answers == dict.fromkeys(changes, 403)


def test_a_change_from_another_site_is_refused(client: Browser) -> None:
    for headers in ({"origin": "https://elders.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/uitloggen", headers=headers).status_code == 403
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_no_other_method_and_no_header_changes_anything(client: Browser, method: str) -> None:
    assert client.http.request(method, "/opdrachten").status_code == 405
    answer = client.get("/uitloggen", headers={"x-http-method-override": "POST"})
    assert answer.status_code == 405


def test_another_host_is_not_answered(visit: TestClient) -> None:
    assert visit.get("/", headers={"host": "elders.example"}).status_code == 421


def test_a_cookie_opens_nothing_after_logging_out(client: Browser) -> None:
    kept = client.http.cookies[COOKIE]
    assert client.post("/uitloggen").status_code == 200
    client.http.cookies.set(COOKIE, kept)
    assert client.get("/").status_code == 401


def test_a_session_that_was_set_ready_by_somebody_else_is_not_taken(client: Browser) -> None:
    before = client.http.cookies[COOKIE]
    client.get("/start", params={"sleutel": KEY})
    assert client.http.cookies[COOKIE] != before
    client.http.cookies.clear()
    for forged in (before, f"{before}x", "x", "../../etc/passwd"):
        client.http.cookies.set(COOKIE, forged)
        assert client.get("/").status_code == 401


def test_cookies_and_headers_say_what_they_must(visit: TestClient) -> None:
    answer = visit.get("/start", params={"sleutel": KEY}, follow_redirects=False)
    assert {"HttpOnly", "SameSite=lax"} <= set(answer.headers["set-cookie"].split("; "))
    page = visit.get("/")
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=|\bstyle=", page.text)


def test_the_language_leads_nowhere_else(client: Browser) -> None:
    for elsewhere in ("https://elders.example", "//elders.example", "/\\elders.example", "/\n/elders.example"):
        answer = client.get("/taal", params={"taal": "en", "terug": elsewhere}, follow_redirects=False)
        assert answer.headers["location"] == "/"
        assert not is_own_path(elsewhere)
    assert 'lang="en"' in client.get("/").text


def test_a_job_of_somebody_else_is_not_there(client: Browser) -> None:
    book = SAMPLES / "po-99001.xlsx"
    other = client.desk.jobs.create("somebody-else", "nl", [Brought(book.name, book)])
    one = f"/opdrachten/{other.id}"
    pages = [one, f"{one}/voortgang", f"{one}/overzicht.csv", f"{one}/bestanden/1", f"{one}/bestanden/1/vragen"]
    pages += [f"{one}/bestanden/1/jaarrekening", f"{one}/bestanden/1/download/instance"]
    assert {client.get(each).status_code for each in pages} == {404}
    changes = [f"{one}/{each}" for each in ("stoppen", "opnieuw", "verwijderen", "bestanden/1/opnieuw")]
    changes += [f"{one}/bestanden/1/{each}" for each in ("vragen", "akkoord", "verbeterd")]
    assert {client.post(each, {"zeker": "ja"}).status_code for each in changes} == {404}
    assert client.desk.jobs.find(other.id) is not None
    assert other.id not in client.get("/").text


@pytest.mark.parametrize("path", ["..%2f..%2fetc", "A" * 15, ".new-AAAAAAAAAAAA", "A" * 16 + "%00"])
def test_an_address_leads_to_no_other_folder(client: Browser, path: str) -> None:
    assert client.get(f"/opdrachten/{path}").status_code == 404
    assert client.get(f"/static/0/{path}").status_code == 404


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\boek.xlsx", "boek.xlsx"),
        ("..", "bestand"),
        (".verborgen.xlsx", "verborgen.xlsx"),
        ("a\x00b\u202excod.xlsx", "a_b\ufffdxcod.xlsx"),
        (MARKUP, "script_.xlsx"),
    ],
)
def test_names_of_files_are_not_trusted(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_name_of_any_length_can_be_kept() -> None:
    assert len(safe_name("é" * 5_000 + ".xlsx").encode()) < 255
    assert safe_name("é" * 5_000 + ".xlsx").endswith(".xlsx")


def test_markup_in_a_name_is_text(client: Browser, tmp_path: Path) -> None:
    book = tmp_path / "bron.xlsx"
    book.write_bytes(b"no workbook at all")
    job = client.desk.jobs.create("root", "nl", [Brought("<b>vet&amp;.xlsx", book)])
    assert "<b>" not in job.file.files[0].shown


def test_what_is_no_workbook_is_refused_by_the_gate(client: Browser, tmp_path: Path) -> None:
    book = tmp_path / "nep.xlsx"
    book.write_bytes(b"MZ" + bytes(4_000))
    job = client.bring(book)
    client.wait(job)
    page = client.get(job).text
    assert "Niet te controleren" in page
    assert str(tmp_path) not in page
    assert "workbench" not in page.replace("Annual accounts workbench", "")


def test_a_zip_that_is_endless_or_leads_outside_is_refused(client: Browser, tmp_path: Path) -> None:
    bomb, slip = tmp_path / "bom.zip", tmp_path / "uit.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xlsx", bytes(40_000_000))
    with zipfile.ZipFile(slip, "w") as archive:
        archive.writestr("../../a.xlsx", b"x")
    for path in (bomb, slip):
        answer = client.post("/opdrachten", files=[("bestanden", (path.name, path.read_bytes()))])
        assert answer.status_code == 422
    assert client.desk.jobs.all() == []
    assert list(client.desk.jobs.folder.iterdir()) == []


def test_more_than_is_allowed_is_refused_whatever_the_header_says(client: Browser) -> None:
    most = client.desk.settings.limits.request
    claimed = client.http.post("/opdrachten", headers={"content-length": str(most + 1)}, content=b"x")
    assert claimed.status_code == 413

    def endless() -> io.BytesIO:
        return io.BytesIO(bytes(most + 1))

    kind = {"content-type": "multipart/form-data; boundary=x"}
    assert client.http.post("/opdrachten", headers=kind, content=endless()).status_code in {400, 413}
    assert list(client.desk.jobs.folder.iterdir()) == []


def test_without_a_login_only_this_machine_is_served(settings: WebSettings) -> None:
    for host in ("0.0.0.0", "192.0.2.1", "werkplek.example", "::"):  # noqa: S104 - refused
        with pytest.raises(PipelineError, match=r"web\.address_open"):
            refuse_open_address(host)
    for host in ("127.0.0.1", "::1", "localhost"):
        refuse_open_address(host)
    assert isinstance(settings, WebSettings)


def test_the_state_is_private(client: Browser) -> None:
    folder = client.desk.settings.folder
    assert isinstance(client.app, Starlette)
    for each in (folder, folder / "jobs", folder / "sessions", folder / "cookies.key", *folder.glob("sessions/*")):
        assert each.stat().st_mode & 0o077 == 0
