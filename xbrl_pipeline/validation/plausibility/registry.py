"""The register of plausibility rules: each a function of the figures, under a code of its own, with its source."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from xbrl_pipeline.base.plugins import RULES as GROUP
from xbrl_pipeline.base.plugins import plugins_of
from xbrl_pipeline.model.facts import FactKey
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.outcome import Phrase
from xbrl_pipeline.validation.equations import Equation
from xbrl_pipeline.validation.plausibility.columns import Figures

PREFIX: Final = "plausibility."
# Sources in words; a name that is the same in every language (RJ 660.301, an address) is no phrase.
OWN: Final[Phrase] = Phrase("source.own")
MODELS: Final[Phrase] = Phrase("source.models")
SUBTRACTED: Final[Phrase] = Phrase("source.subtracted")
COMMON: Final[Phrase] = Phrase("source.common")


@dataclass(frozen=True, slots=True)
class Oddity:
    """What a rule found: the amounts it is about and what fills the gaps of its sentence.

    ``detail`` is the end of another code of the same rule, where one sentence does not fit all.
    """

    keys: tuple[FactKey, ...]
    params: dict[str, Any]
    severity: Severity | None = None  # other than the rule's own
    detail: str = ""
    missing: tuple[FactKey, ...] = ()  # amounts that are not reported and should be looked at
    subject: FactKey | None = None  # what the sentence is about, where that is not the first of these
    equation: Equation | None = None  # what does not hold, where one amount may explain it with rules of the taxonomy


Check = Callable[[Figures], Iterator[Oddity]]


@dataclass(frozen=True, slots=True)
class PlausibilityRule:
    """A rule with its code, the severity of what it finds, and where it comes from (a name or a phrase)."""

    code: str
    severity: Severity
    source: str
    check: Check
    ties: bool = False  # it finds equations that do not hold


RULES: Final[dict[str, PlausibilityRule]] = {}


def rule(name: str, severity: Severity, source: str, *, ties: bool = False) -> Callable[[Check], Check]:
    """Register a rule under ``plausibility.<name>``; a name that is taken is a programming error (ValueError)."""

    def register(check: Check) -> Check:
        code = f"{PREFIX}{name}"
        if code in RULES:
            raise ValueError(code)
        if severity is Severity.ERROR:
            raise ValueError(code)
        RULES[code] = PlausibilityRule(code, severity, source, check, ties)
        return check

    return register


@cache
def known_rules() -> tuple[PlausibilityRule, ...]:
    """Return our own rules, as far as their modules were imported, then those of plugins."""
    for plugin in plugins_of(GROUP):
        plugin.load()
    return tuple(RULES.values())
