"""Every sentence of this room is used, and every code it can say has one, with an advice where something is refused."""

import re
from pathlib import Path

import pytest

import xbrl_pipeline.batch.recheck
import xbrl_pipeline.cli
import xbrl_pipeline.dossier
import xbrl_pipeline.submission
from xbrl_pipeline.messages import LANGUAGES, messages
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.states import STEPS, State

ROOM = Path(xbrl_pipeline.submission.__path__[0])
RECHECK = Path(xbrl_pipeline.batch.recheck.__file__)
DOSSIER = Path(xbrl_pipeline.dossier.__path__[0])
SOURCES = [
    path.read_text("utf-8") for path in (*ROOM.rglob("*.py"), *ROOM.rglob("*.html"), *DOSSIER.glob("*.py"), RECHECK)
]
CLI = [path.read_text("utf-8") for path in Path(xbrl_pipeline.cli.__path__[0]).glob("*.py")]
RAISED = {code for text in SOURCES for code in re.findall(r'PipelineError\(\s*"(submission\.\w+)"', text)}
FAMILIES = (
    "state", "step", "action", "reason", "missing", "flaw", "cover", "calendar", "verdict", "own_verdict", "checking",
    "notice",
)  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_has_a_sentence_and_an_advice(lang: str) -> None:
    sentences = messages(lang).sentences
    assert len(RAISED) > 50
    verdicts = [verdict for verdict in Verdict if verdict is not Verdict.VALID]
    refusals = RAISED | {f"submission.{of}.{verdict}" for of in ("verdict", "own_verdict") for verdict in verdicts}
    assert [code for code in sorted(refusals) if not (sentences[code].message and sentences[code].advice)] == []


def test_every_state_step_and_action_has_a_name() -> None:
    known = set(messages("nl").sentences)
    assert {f"submission.state.{state}" for state in State} <= known
    assert {f"submission.missing.{state}" for state in State} <= known
    assert {f"submission.step.{step.name}" for step in STEPS} <= known
    told = {action for action in Action if action not in {"role.open", "role.list", "audit.roles"}}
    assert {f"submission.action.{action}" for action in told} <= known


def test_every_reason_and_flaw_that_the_program_gives_has_a_name() -> None:
    known = set(messages("nl").sentences)
    text = "".join(SOURCES)
    reasons = set(re.findall(r'reason="([\w-]+)"', text)) | set(re.findall(r'"submission\.reason\.([\w-]+)"', text))
    assert {f"submission.reason.{reason}" for reason in reasons} <= known
    assert {f"submission.flaw.{code}" for code in re.findall(r'Flaw\("(\w+)"', text)} <= known


@pytest.mark.parametrize("code", [code for code in messages("nl").sentences if code.startswith("submission.")])
def test_no_sentence_is_left_over(code: str) -> None:
    family = code.split(".")[1]
    quoted = any(f'"{code}"' in text or f"'{code}'" in text for text in (*SOURCES, *CLI))
    assert quoted or family in FAMILIES


@pytest.mark.parametrize(
    "code", [c for c in messages("nl").sentences if re.match(r"cli\.(queue|role|token|audit)\.", c)]
)
def test_no_sentence_of_the_commands_is_left_over(code: str) -> None:
    short = code.removeprefix("cli.")
    stem = code.rpartition(".")[0]
    said = (f'"{code}"', f'words("{short}")', f"'{code}'", f'f"{stem}.{{')
    loose = ("cli.queue.show.", "cli.queue.added", "cli.queue.already", "cli.queue.now")
    assert any(word in text for text in CLI for word in said) or short.endswith(".short") or code.startswith(loose)
