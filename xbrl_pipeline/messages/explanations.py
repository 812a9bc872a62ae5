"""What there is to know about a code: what it says, why, what to do, and where the rule comes from.

Why, and the source, stand in the catalogue by family: ``why.<family>``, with the source as its advice. A family is the
beginning of a code up to a dot or colon; the longest one that has a sentence counts.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from xbrl_pipeline.messages.catalogue import Messages

_WHY: Final = "why."
_RULE: Final = "why.rule"
_STEP: Final = re.compile(r"[.:]")
_GAP: Final = re.compile(r"\{[^{}]*\}")
_NEAR: Final = 3  # codes that are proposed where there is none


@dataclass(frozen=True, slots=True)
class Explanation:
    """A code and what is known of it; gaps of its sentences are shown as ``…``."""

    code: str
    message: str
    advice: str
    why: str
    source: str  # empty where it is this program that asks for it


def explain(code: str, messages: Messages) -> Explanation | None:
    """Return what is known of a code; None where there is no such code."""
    sentence = messages.find(code)
    if sentence is None:
        return None
    family = family_of(code, messages)
    why, source = (_gapless(each) for each in (messages.text(family), messages.advice(family))) if family else ("", "")
    return Explanation(code, _gapless(sentence.message), _gapless(sentence.advice), why, source)


def explain_rule(code: str, messages: Messages) -> Explanation:
    """Return why a rule of a taxonomy is told: its sentence is the taxonomy's, not the catalogue's."""
    return Explanation(code, "", "", messages.text(_RULE), messages.advice(_RULE))


def family_of(code: str, messages: Messages) -> str:
    """Return the code of the sentence that says why; empty where none does."""
    steps = [match.start() for match in _STEP.finditer(code)]
    for end in (len(code), *reversed(steps)):
        if messages.has(f"{_WHY}{code[:end]}"):
            return f"{_WHY}{code[:end]}"
    return ""


def explained_codes(messages: Messages) -> tuple[str, ...]:
    """Return every code that tells a user to do something, in order."""
    return tuple(sorted(code for code, each in messages.sentences.items() if each.advice and not code.startswith(_WHY)))


def codes_like(code: str, messages: Messages) -> tuple[str, ...]:
    """Return codes that somebody may have meant who typed this one."""
    known = explained_codes(messages)
    inside = [each for each in known if code.casefold() in each.casefold()]
    return tuple(dict.fromkeys([*get_close_matches(code, known, _NEAR), *inside]))[:_NEAR]


def _gapless(text: str) -> str:
    return _GAP.sub("…", text)
