"""The states of an item and the steps between them: what is not in the table is not possible."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xbrl_pipeline.model.outcome import Phrase, PipelineError
from xbrl_pipeline.submission.actions import Action, Role, roles_for


class State(StrEnum):
    """How far an item is. ``goedgekeurd`` is our own approval, ``duo-goedgekeurd`` is what the portal says."""

    CONCEPT = "concept"
    GEVALIDEERD = "gevalideerd"
    TER_GOEDKEURING = "ter-goedkeuring"
    GOEDGEKEURD = "goedgekeurd"
    KLAARGEZET = "klaargezet"
    INGEDIEND = "ingediend"
    DUO_GOEDGEKEURD = "duo-goedgekeurd"
    CORRECTIE_GEVRAAGD = "correctie-gevraagd"
    INGETROKKEN = "ingetrokken"
    ONBEKEND = "onbekend"

    @property
    def phrase(self) -> Phrase:
        """The state in the user's language."""
        return Phrase(f"submission.state.{self.value}")


@dataclass(frozen=True, slots=True)
class Step:
    """One allowed step, and the action whose roles may take it."""

    name: str
    action: Action
    before: State | None  # none: there is no item yet
    after: State

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that may take it."""
        return roles_for(self.action)


def _steps(name: str, action: Action, after: State, *before: State | None) -> tuple[Step, ...]:
    return tuple(Step(name, action, each, after) for each in before)


_S = State
STEPS: Final = (
    *_steps("take-in", Action.QUEUE_ADD, _S.CONCEPT, None),
    *_steps("validate", Action.QUEUE_ADD, _S.GEVALIDEERD, _S.CONCEPT),
    *_steps("offer", Action.QUEUE_ADD, _S.TER_GOEDKEURING, _S.GEVALIDEERD),
    *_steps("approve", Action.QUEUE_APPROVE, _S.GOEDGEKEURD, _S.TER_GOEDKEURING),
    *_steps("reject", Action.QUEUE_REJECT, _S.CONCEPT, _S.TER_GOEDKEURING, _S.GOEDGEKEURD),
    *_steps(
        "withdraw", Action.QUEUE_WITHDRAW, _S.INGETROKKEN,
        _S.CONCEPT, _S.GEVALIDEERD, _S.TER_GOEDKEURING, _S.GOEDGEKEURD,
    ),
    *_steps("handover", Action.QUEUE_HANDOVER, _S.KLAARGEZET, _S.GOEDGEKEURD),
    # what a channel answers, or does not
    *_steps("acknowledged", Action.QUEUE_HANDOVER, _S.INGEDIEND, _S.KLAARGEZET, _S.ONBEKEND),
    *_steps("lost", Action.QUEUE_HANDOVER, _S.ONBEKEND, _S.KLAARGEZET),
    *_steps("not-sent", Action.QUEUE_HANDOVER, _S.GOEDGEKEURD, _S.KLAARGEZET, _S.ONBEKEND),
    # what a person saw
    *_steps("ingediend", Action.QUEUE_CONFIRM, _S.INGEDIEND, _S.KLAARGEZET, _S.ONBEKEND),
    *_steps("niet-ingediend", Action.QUEUE_CONFIRM, _S.GOEDGEKEURD, _S.KLAARGEZET, _S.ONBEKEND),
    *_steps("onbekend", Action.QUEUE_CONFIRM, _S.ONBEKEND, _S.KLAARGEZET),
    *_steps("goedgekeurd", Action.QUEUE_CONFIRM, _S.DUO_GOEDGEKEURD, _S.INGEDIEND),
    *_steps("correctie-gevraagd", Action.QUEUE_CONFIRM, _S.CORRECTIE_GEVRAAGD, _S.INGEDIEND, _S.DUO_GOEDGEKEURD),
    # what the program finds out on the way
    *_steps("void", Action.QUEUE_VOID, _S.CONCEPT, _S.GEVALIDEERD, _S.TER_GOEDKEURING, _S.GOEDGEKEURD),
    *_steps("expire", Action.QUEUE_VOID, _S.TER_GOEDKEURING, _S.GOEDGEKEURD),
)  # fmt: skip

OUTCOMES: Final = ("ingediend", "goedgekeurd", "correctie-gevraagd", "onbekend", "niet-ingediend")
HANDED_OVER: Final = frozenset({_S.KLAARGEZET, _S.ONBEKEND, _S.INGEDIEND, _S.DUO_GOEDGEKEURD, _S.CORRECTIE_GEVRAAGD})
SETTLED: Final = frozenset({_S.INGEDIEND, _S.DUO_GOEDGEKEURD, _S.CORRECTIE_GEVRAAGD})
FINISHED: Final = frozenset({_S.DUO_GOEDGEKEURD, _S.INGETROKKEN})

_BY_NAME: Final = {(step.name, step.before): step for step in STEPS}


def step_from(state: State | None, name: str) -> Step:
    """Return the step of that name from a state; PipelineError that says where it can start when there is none."""
    found = _BY_NAME.get((name, state))
    if found is None:
        starts = tuple(step.before.phrase for step in STEPS if step.name == name and step.before)
        now = state.phrase if state else Phrase("submission.state.none")
        raise PipelineError("submission.not_possible", step=Phrase(f"submission.step.{name}"), state=now, starts=starts)
    return found
