"""Beheerder: who may do what for which board, giving and ending that, and the log. No figure is shown here."""

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.actions import MATRIX, Action, Role, role_named
from xbrl_pipeline.submission.audit import Window, event_words, trail_csv, visible_events
from xbrl_pipeline.submission.office import today
from xbrl_pipeline.submission.roles import Grant, boards_for, grant, revoke, visible_assignments
from xbrl_pipeline.web.desk import attachment, change, go_to, page, show
from xbrl_pipeline.web.queueing import QueueVisit, at_queue, day_of, sentence_of
from xbrl_pipeline.web.visitors import Visitor

_ROLES = tuple(Role)
_IDLE = frozenset(role for role, actions in MATRIX.items() if not actions)
_UNPROCESSABLE = 422
_NEWEST = 500  # events on a page; the file has all


async def _overview(request: Request, visitor: Visitor) -> Response:
    """Show who may do what."""
    return await _shown(request, visitor, {})


async def _shown(request: Request, visitor: Visitor, typed: dict[str, str], told: str = "") -> Response:
    def standing(at: QueueVisit) -> dict[str, Any]:
        found = visible_assignments(at.office, at.subject, now=at.now)
        mine = boards_for(at.office, at.subject, Action.ROLE_GRANT, now=at.now)
        return {"assignments": found, "mine": sorted(mine), "on": today(at.now)}

    values = await at_queue(request, visitor, standing)
    status = _UNPROCESSABLE if told else 200
    return show(
        request, "roles.html.j2", visitor, status=status, roles=_ROLES, idle=_IDLE, typed=typed, told=told, **values
    )


async def _grant(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Give a role for boards, each of which is a decision of its own."""
    typed = _typed(form)

    def give(at: QueueVisit) -> None:
        role = role_named(typed.get("rol", ""))
        first, last = day_of(typed.get("van", "")) or today(at.now), day_of(typed.get("tot", ""))
        codes = frozenset(typed.get("instellingen", "").upper().replace(",", " ").split())
        numbers = typed.get("besturen", "").replace(",", " ").split() or [""]
        for number in numbers:
            grant(at.office, at.subject, Grant(typed.get("wie", ""), role, number, first, last, codes), now=at.now)

    try:
        await at_queue(request, visitor, give)
    except PipelineError as problem:
        return await _shown(request, visitor, typed, sentence_of(problem, visitor.texts))
    return go_to("/rollen")


async def _end(request: Request, visitor: Visitor, form: FormData) -> Response:
    """End a role."""
    typed = _typed(form)

    def end(at: QueueVisit) -> None:
        role = role_named(typed.get("rol", ""))
        revoke(at.office, at.subject, typed.get("wie", ""), role, typed.get("bestuur", ""), now=at.now)

    try:
        await at_queue(request, visitor, end)
    except PipelineError as problem:
        return await _shown(request, visitor, {}, sentence_of(problem, visitor.texts))
    return go_to("/rollen")


async def _log(request: Request, visitor: Visitor) -> Response:
    """Show what happened to the boards of the visitor, newest first; of a beheerder's boards only what is of roles."""
    board = request.query_params.get("bestuur", "").strip()
    window = Window(board or None)
    trail = await at_queue(request, visitor, lambda at: visible_events(at.office, at.subject, window, now=at.now))
    if request.query_params.get("als") == "csv":
        return attachment(trail_csv(trail).encode("utf-8-sig"), "logboek.csv", "text/csv")
    newest = trail.events[: -_NEWEST - 1 : -1]
    values: dict[str, Any] = {"events": newest, "total": len(trail.events), "board": board}
    return show(request, "log.html.j2", visitor, **values, said=lambda event: event_words(event, visitor.texts))


def _typed(form: FormData) -> dict[str, str]:
    return {name: value.strip() for name, value in form.items() if isinstance(value, str)}


ROUTES = [
    page("/rollen", _overview),
    change("/rollen", _grant),
    change("/rollen/einde", _end),
    page("/logboek", _log),
]
