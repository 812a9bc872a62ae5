"""The table of transitions, whole: every state x every door x every role. What is refused changes nothing."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from tests.submission.dossiers import BOARD, OTHER_BOARD
from tests.submission.offices import BEA, NOW, TODAY, contents, give, in_state, last_event, office_in, staff
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.actions import Role
from xbrl_pipeline.submission.approvals import approve, reject
from xbrl_pipeline.submission.channels.portal import Portal
from xbrl_pipeline.submission.confirmation import Confirmation, confirm
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.handover import handover
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import QueueItem
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.proof import examine
from xbrl_pipeline.submission.queue import withdraw
from xbrl_pipeline.submission.roles import Grant, grant
from xbrl_pipeline.submission.states import OUTCOMES, STEPS, State

Door = Callable[[Office, Subject, QueueItem, Path], QueueItem]
PEOPLE = {f"{role.value} here": Subject(f"carl-{role.value}") for role in Role} | {
    "medewerker elsewhere": Subject("otto"),
    "medewerker no more": Subject("oda"),
    "nobody": Subject("eve"),
}
SEES = {Role.RAADPLEGER, Role.MEDEWERKER_VERANTWOORDING, Role.FIATTEUR}

# state: what leads where, written out apart from the program's own table
LEADS: dict[str, dict[str, str]] = {
    "concept": {"withdraw": "ingetrokken"},
    "gevalideerd": {"withdraw": "ingetrokken"},
    "ter-goedkeuring": {"approve": "goedgekeurd", "reject": "concept", "withdraw": "ingetrokken"},
    "goedgekeurd": {"reject": "concept", "withdraw": "ingetrokken", "handover": "klaargezet"},
    "klaargezet": {"ingediend": "ingediend", "onbekend": "onbekend", "niet-ingediend": "goedgekeurd"},
    "onbekend": {"ingediend": "ingediend", "niet-ingediend": "goedgekeurd"},
    "ingediend": {"goedgekeurd": "duo-goedgekeurd", "correctie-gevraagd": "correctie-gevraagd"},
    "duo-goedgekeurd": {"correctie-gevraagd": "correctie-gevraagd"},
    "correctie-gevraagd": {},
    "ingetrokken": {},
}
NEEDS = {
    "approve": {Role.MEDEWERKER_VERANTWOORDING, Role.FIATTEUR},
    "reject": {Role.MEDEWERKER_VERANTWOORDING, Role.FIATTEUR},
}
ONLY = {Role.MEDEWERKER_VERANTWOORDING}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def backend(request: pytest.FixtureRequest) -> str:
    """Hundreds of refusals: on PostgreSQL they take their time."""
    return str(request.param)


def _confirm(outcome: str) -> Door:
    return lambda office, who, item, _out: confirm(office, who, item.id, Confirmation(outcome, note="gezien"), now=NOW)


DOORS: dict[str, Door] = {
    "approve": lambda office, who, item, _out: approve(office, who, item.id, now=NOW),
    "reject": lambda office, who, item, _out: reject(office, who, item.id, "nee", now=NOW),
    "withdraw": lambda office, who, item, _out: withdraw(office, who, item.id, "nee", now=NOW),
    "handover": lambda office, who, item, out: (
        handover(office, who, item.id, Portal(out, messages("nl")), now=NOW).item
    ),
    **{outcome: _confirm(outcome) for outcome in OUTCOMES},
}


def _peopled(office: Office) -> Office:
    staff(office, BOARD, OTHER_BOARD)
    for role in Role:
        give(office, f"carl-{role.value}", role)
    give(office, "otto", board=OTHER_BOARD)
    grant(office, BEA, Grant("oda", Role.MEDEWERKER_VERANTWOORDING, BOARD, TODAY.replace(day=1, month=1),
                             TODAY.replace(month=5)), now=NOW)  # fmt: skip
    return office


def _role(name: str) -> Role | None:
    return next((role for role in Role if name == f"{role.value} here"), None)


def _may(state: str, door: str, name: str) -> bool:
    return door in LEADS[state] and _role(name) in NEEDS.get(door, ONLY)


@pytest.mark.parametrize("state", LEADS)
def test_what_is_refused_leaves_an_event_and_changes_nothing_else(office: Office, tmp_path: Path, state: str) -> None:
    item = in_state(_peopled(office), tmp_path / "work", state)
    assert item.state == state
    tried = 0
    for door, name in product(DOORS, PEOPLE):
        if _may(state, door, name):
            continue
        _refuse(office, item, door, name, tmp_path)
        tried += 1
    allowed = sum(len(NEEDS.get(door, ONLY)) for door in LEADS[state])
    assert tried == len(DOORS) * len(PEOPLE) - allowed
    assert examine(office).flaws == ()


def _refuse(office: Office, item: QueueItem, door: str, name: str, tmp_path: Path) -> None:
    before, count = contents(office), last_event(office).seq
    with pytest.raises(PipelineError) as refusal:
        DOORS[door](office, PEOPLE[name], item, tmp_path / "not-made")
    last = last_event(office)
    assert last.seq == count + 1
    assert (last.actor, last.refused, last.bestuursnummer) == (PEOPLE[name].name, True, BOARD), (door, name)
    assert last.item_id == item.id
    assert contents(office) == before, (door, name)
    assert not (tmp_path / "not-made").exists()
    if _role(name) not in SEES:
        assert (refusal.value.code, refusal.value.exit_code) == ("submission.unknown_item", ExitCode.INPUT_REFUSED)
    elif _role(name) not in NEEDS.get(door, ONLY):
        assert refusal.value.exit_code is ExitCode.NOT_AUTHORISED


@pytest.mark.parametrize(("state", "door"), [(state, door) for state, doors in LEADS.items() for door in doors])
def test_what_is_allowed_leads_where_the_table_says(tmp_path: Path, state: str, door: str) -> None:
    """On SQLite alone: the tests of each step run on both."""
    for role in NEEDS.get(door, ONLY):
        folder = tmp_path / role
        office = _peopled(office_in(folder / "queue.sqlite", folder))
        item = in_state(office, folder / "work", state)
        moved = DOORS[door](office, PEOPLE[f"{role.value} here"], item, folder / "out")
        assert (moved.state, moved.version) == (LEADS[state][door], item.version + 1)
        changed = [event for event in events(office.database) if event.before == state and event.after == moved.state]
        assert changed
        assert examine(office).flaws == ()


def test_the_programs_table_holds_these_steps_and_no_others() -> None:
    by_people = {(step.before, step.name): step.after for step in STEPS if step.name in DOORS}
    expected = {(state, door): after for state, doors in LEADS.items() for door, after in doors.items()}
    assert by_people == expected
    assert {step.before for step in STEPS} | {step.after for step in STEPS} == set(State) | {None}


def test_no_step_leaves_what_duo_has_or_what_is_withdrawn() -> None:
    assert not [step for step in STEPS if step.before is State.INGETROKKEN]
    back = {step.after for step in STEPS if step.before in {State.INGEDIEND, State.DUO_GOEDGEKEURD}}
    assert back == {State.DUO_GOEDGEKEURD, State.CORRECTIE_GEVRAAGD}
