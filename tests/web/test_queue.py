"""Who may do what with the queue over HTTP: each action, each role, own and other boards, also by guessed addresses."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.conftest import SAMPLES
from tests.submission.dossiers import BOARD, OTHER_BOARD, make_dossier
from tests.submission.offices import BEA, added, contents, give, office_in, staff
from tests.web.conftest import HOST, KEY, Browser
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.submission.actions import Role
from xbrl_pipeline.submission.identity import IdentitySource
from xbrl_pipeline.submission.items import QueueItem
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.web.app import make_app
from xbrl_pipeline.web.desk import Desk
from xbrl_pipeline.web.sessions import COOKIE
from xbrl_pipeline.web.settings import WebSettings

PEOPLE = {role: f"holder-{place}" for place, role in enumerate(Role)}
STRANGER = "holder-elsewhere"  # medewerker verantwoording of another board
NOBODY = "holder-none"


@dataclass
class Workplace:
    """A workbench over an office, with a browser for each person."""

    http: TestClient
    desk: Desk
    office: Office

    def enter(self, name: str) -> str:
        """Let a person take the browser; return what forms must carry."""
        session = self.desk.sessions.begin(name, IdentitySource.OS_ACCOUNT.value)
        self.http.cookies.clear()
        self.http.cookies.set(COOKIE, self.desk.sessions._serializer.dumps(session.id))
        return session.token

    def get(self, name: str, path: str) -> httpx2.Response:
        self.enter(name)
        return self.http.get(path)

    def post(self, name: str, path: str, **data: str) -> httpx2.Response:
        token = self.enter(name)
        return self.http.post(path, data=data | {"token": token}, follow_redirects=False)


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    office = staff(office_in(tmp_path / "home" / "queue.sqlite", tmp_path / "home"), BOARD, OTHER_BOARD)
    for role, name in PEOPLE.items():
        if role is not Role.BEHEERDER:
            give(office, name, role)
    give(office, STRANGER, board=OTHER_BOARD)
    give(office, "second-beheerder", Role.BEHEERDER)
    settings = WebSettings(tmp_path / "workbench", KEY, HOST, workers=1)
    app = make_app(settings, opening=lambda: office)
    return Workplace(TestClient(app, base_url=f"http://{HOST}:8470"), app.state.desk, office)


@pytest.fixture
def item(workplace: Workplace, tmp_path: Path) -> QueueItem:
    return added(workplace.office, make_dossier(tmp_path / "dossier"))


READS = ("", "/document/controleverslag", "/download/instance", "/bewijs")
CHANGES = ("goedkeuren", "afkeuren", "intrekken", "overdragen", "vastleggen")
READERS = {Role.RAADPLEGER, Role.MEDEWERKER_VERANTWOORDING, Role.FIATTEUR}


def _name(role: Role | None) -> str:
    return "bea" if role is Role.BEHEERDER else NOBODY if role is None else PEOPLE[role]


@pytest.mark.parametrize("role", [*Role, None, "elsewhere"])
def test_who_may_see_a_report(workplace: Workplace, item: QueueItem, role: Role | str | None) -> None:
    name = STRANGER if role == "elsewhere" else _name(role if isinstance(role, Role) else None)
    expected = 200 if role in READERS else 404
    seen = {path: workplace.get(name, f"/wachtrij/{item.number}{path}").status_code for path in READS}
    assert seen == dict.fromkeys(READS, expected)
    whole = workplace.get(name, f"/wachtrij/{item.id}")
    assert (item.name in whole.text) == (role in READERS)
    listed = workplace.get(name, "/wachtrij")
    assert listed.status_code == (200 if role in READERS or role == "elsewhere" else 403)
    assert (item.number in listed.text) == (role in READERS)


MAY = {
    "goedkeuren": {Role.MEDEWERKER_VERANTWOORDING, Role.FIATTEUR},
    "afkeuren": {Role.MEDEWERKER_VERANTWOORDING, Role.FIATTEUR},
    "intrekken": {Role.MEDEWERKER_VERANTWOORDING},
}


@pytest.mark.parametrize("action", CHANGES)
def test_who_may_change_a_report(workplace: Workplace, item: QueueItem, action: str) -> None:
    sent = {"versie": str(item.version), "reden": "nog niet af"}
    allowed: set[Any] = MAY.get(action, set())  # the others are of later states: nobody may yet
    before = contents(workplace.office)
    for role in (*Role, None):
        if role not in allowed:
            answer = workplace.post(_name(role), f"/wachtrij/{item.number}/{action}", **sent)
            assert answer.status_code in {404, 422}, (role, answer.text)
    assert workplace.post(STRANGER, f"/wachtrij/{item.number}/{action}", **sent).status_code == 404
    assert contents(workplace.office) == before
    for role in sorted(allowed)[:1]:
        assert workplace.post(_name(role), f"/wachtrij/{item.number}/{action}", **sent).status_code == 303
        assert contents(workplace.office) != before


@pytest.mark.parametrize("role", [*Role, None])
def test_who_may_give_roles(workplace: Workplace, role: Role | None) -> None:
    may = role is Role.BEHEERDER
    wish = {"wie": "newcomer", "rol": Role.RAADPLEGER.value, "besturen": BOARD, "tot": "2099-12-31"}
    assert workplace.post(_name(role), "/rollen", **wish).status_code == (303 if may else 422)
    assert ("newcomer" in workplace.get(_name(role), "/rollen").text) == may
    ended = workplace.post(_name(role), "/rollen/einde", wie="alice", rol="medewerker-verantwoording", bestuur=BOARD)
    assert ended.status_code == (303 if may else 422)


def test_a_beheerder_gives_himself_nothing_and_sees_no_report(workplace: Workplace, item: QueueItem) -> None:
    wish = {"wie": BEA.name, "rol": Role.MEDEWERKER_VERANTWOORDING.value, "besturen": BOARD}
    assert workplace.post("bea", "/rollen", **wish).status_code == 422
    log = workplace.get("bea", "/logboek")
    assert log.status_code == 200
    assert item.number not in log.text
    assert item.number in workplace.get("alice", "/logboek").text


def test_the_other_two_roles_are_told_that_they_have_nothing_to_do_here(workplace: Workplace) -> None:
    for role in (Role.MEDEWERKER_BEKOSTIGING, Role.MEDEWERKER_OPLEIDINGEN):
        answer = workplace.get(PEOPLE[role], "/wachtrij")
        assert answer.status_code == 403
        assert "niets te doen" in answer.text


def test_nobody_approves_what_they_prepared(workplace: Workplace, item: QueueItem) -> None:
    assert "/goedkeuren" not in workplace.get("alice", f"/wachtrij/{item.number}").text
    answer = workplace.post("alice", f"/wachtrij/{item.number}/goedkeuren", versie=str(item.version))
    assert answer.status_code == 422


def test_who_comes_second_is_told_and_keeps_what_was_typed(workplace: Workplace, item: QueueItem) -> None:
    one = f"/wachtrij/{item.number}"
    assert workplace.post("bob", f"{one}/goedkeuren", versie=str(item.version)).status_code == 303
    late = workplace.post(PEOPLE[Role.FIATTEUR], f"{one}/afkeuren", versie=str(item.version), reden="een lange reden")
    assert late.status_code == 409
    assert "intussen" in late.text
    assert "een lange reden" in late.text
    assert "intern goedgekeurd" in late.text
    blind = workplace.post("bob", f"{one}/afkeuren", reden="zonder te kijken")
    assert blind.status_code == 409


def test_from_approval_to_what_duo_said(workplace: Workplace, item: QueueItem) -> None:
    one = f"/wachtrij/{item.number}"

    def version() -> str:
        found = re.search(r'name="versie" value="(\d+)"', workplace.get("alice", one).text)
        assert found is not None
        return found[1]

    assert workplace.post("bob", f"{one}/goedkeuren", versie=version()).status_code == 303
    assert workplace.post("alice", f"{one}/overdragen", versie=version()).status_code == 303
    package = workplace.get("alice", f"{one}/pakket")
    assert package.headers["content-disposition"].startswith("attachment")
    assert package.content.startswith(b"PK")
    assert workplace.get(STRANGER, f"{one}/pakket").status_code == 404
    seen = {"afloop": "ingediend", "toelichting": "gezien in het portaal", "kenmerk": "MD-2026-123"}
    said = workplace.post("alice", f"{one}/vastleggen", versie=version(), **seen)
    assert said.status_code == 303, said.text
    page = workplace.get("bob", one).text
    assert "MD-2026-123" in page
    assert item.instance_sha256 in workplace.get("bob", f"{one}/bewijs").text


def test_pages_of_a_report_may_do_nothing_in_our_name(workplace: Workplace, item: QueueItem) -> None:
    page = workplace.get("alice", f"/wachtrij/{item.number}/document/controleverslag")
    assert page.headers["content-security-policy"].startswith("sandbox")
    assert workplace.get("alice", f"/wachtrij/{item.number}/document/..%2F..%2Fmanifest.json").status_code == 404
    assert workplace.get("alice", f"/wachtrij/{item.number}/download/manifest.json").status_code == 404


@pytest.mark.slow
def test_a_checked_workbook_is_offered_and_approved_by_a_colleague(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XBRL_PIPELINE_QUEUE", str(tmp_path / "home"))
    settings = WebSettings(tmp_path / "workbench", KEY, HOST, workers=1)
    app = make_app(settings, replace(engine.shared(), keep=False))
    desk: Desk = app.state.desk
    with TestClient(app, base_url=f"http://{HOST}:8470") as http:
        workplace = Workplace(http, desk, staff(desk.office, "99001"))
        workplace.enter("alice")
        alice = Browser(http, app)
        job = alice.bring(SAMPLES / "po-99001.xlsx", SAMPLES / "po-99001.mapping.yaml")
        alice.wait(job)
        offer = f"{job}/bestanden/1/aanbieden"
        assert http.get(offer).status_code == 200
        assert workplace.get("bob", offer).status_code == 404
        assert workplace.post("bea", offer).status_code == 404
        offered = workplace.post("alice", offer)
        assert offered.status_code == 303, offered.text
        one = offered.headers["location"]
        page = workplace.get("bob", one).text
        assert "document/jaarrekening" in page
        assert workplace.get("bob", f"{one}/document/jaarrekening").status_code == 200
        assert workplace.get("bob", f"{one}/verschil/vorig-jaar").status_code == 404
        version = re.search(r'name="versie" value="(\d+)"', page)
        assert version is not None
        assert workplace.post("bob", f"{one}/goedkeuren", versie=version[1]).status_code == 303
