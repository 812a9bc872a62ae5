"""Rule sets: which findings weigh more or less in one organisation, as data with a reason for each choice.

A rule set can make a rule weigh more, and can lower or mute what is no error. What makes a report invalid for its
receiver stays an error whatever a rule set says: a report that would be refused must not leave the house as valid. A
guard stays too: what it says is about the check itself, and without it a report looks sounder than anybody knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from xbrl_pipeline.base.handwritten import TooMuchError, read_handwritten
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.outcome import PipelineError, os_cause
from xbrl_pipeline.taxonomy.profiles import ReportProfile

_MOST_BYTES: Final = 1_000_000
_SHOWN: Final = 80  # characters of what was given
# Nobody has confirmed what figures mean, a phase broke off or was not done, or not all that is filed is shown.
_GUARDS: Final = ("mapping.unconfirmed", "question.", "engine.", "exception:", "filing_rules.", "facts.", "taxonomy.")
_WRONG: Final = ("missing", "extra_forbidden", "literal_error", "string_too_short", "string_type")  # of pydantic


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class RuleChoice(_Part):
    """One choice about one rule, or about a family of them."""

    code: Annotated[str, Field(min_length=1, description="Code as reports show it; * at the end stands for any end")]
    severity: Annotated[Literal["error", "warning", "info", "mute"], Field(description="What it weighs from now on")]
    reason: Annotated[str, Field(min_length=3, description="Why; every report shows it")]
    reports: Annotated[
        tuple[str, ...],
        Field(description="Names of reports (jaarverantwoording) it holds for, or taxonomy/report; empty: all"),
    ] = ()

    def fits(self, finding: Finding, profile: ReportProfile) -> bool:
        """Tell whether the choice is about a finding."""
        names = {profile.report, f"{profile.taxonomy}/{profile.report}"}
        if self.reports and not names.intersection(self.reports):
            return False
        return finding.code.startswith(self.code[:-1]) if self.code.endswith("*") else finding.code == self.code


class RuleSetFile(_Part):
    """A rule set: the first choice that fits a finding counts."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="Rule set")

    version: Literal[1]
    name: Annotated[str, Field(min_length=1, description="How reports call the rule set")]
    rules: tuple[RuleChoice, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A rule set with the bytes it was read from."""

    path: Path
    data: bytes
    file: RuleSetFile


def load_rules(path: Path) -> RuleSet:
    """Read a rule set; a file that is something else is a PipelineError that names the place."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise PipelineError("input.missing", path=str(path)) from error
    except OSError as error:
        raise PipelineError("input.unreadable", path=str(path), cause=os_cause(error)) from error
    return RuleSet(path, data, _parse(data, path))


def _parse(data: bytes, path: Path) -> RuleSetFile:
    if len(data) > _MOST_BYTES:
        raise PipelineError("rules.unreadable", path=str(path))
    try:
        _, raw = read_handwritten(data.decode("utf-8-sig"))
        return RuleSetFile.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "/"
        kind = first["type"] if first["type"] in _WRONG else "other"
        raise PipelineError(
            f"rules.wrong.{kind}", path=str(path), place=place, given=str(first["input"])[:_SHOWN]
        ) from error
    except TooMuchError as error:
        raise PipelineError("rules.too_much", path=str(path)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PipelineError("rules.unreadable", path=str(path)) from error


@dataclass(frozen=True, slots=True)
class Graded:
    """Findings after the rule set: those that stand, and those it mutes."""

    findings: tuple[Finding, ...]
    muted: tuple[Finding, ...] = ()


def grade(findings: Iterable[Finding], rules: RuleSet | None, profile: ReportProfile, messages: Messages) -> Graded:
    """Give findings the weight that the rule set chooses, each with its reason."""
    every = tuple(findings)
    if rules is None:
        return Graded(every)
    standing: list[Finding] = []
    muted: list[Finding] = []
    for finding in every:
        choice = next((each for each in rules.file.rules if each.fits(finding, profile)), None)
        chosen = finding if choice is None else _graded(finding, choice, messages)
        (muted if choice is not None and _mutes(finding, choice) else standing).append(chosen)
    return Graded(_on_their_own(standing), tuple(muted))


def _mutes(finding: Finding, choice: RuleChoice) -> bool:
    return choice.severity == "mute" and finding.severity is not Severity.ERROR and not _is_guard(finding)


def _is_guard(finding: Finding) -> bool:
    return finding.code.startswith(_GUARDS)


def _lowers(finding: Finding, choice: RuleChoice) -> bool:
    order = list(Severity)
    return choice.severity == "mute" or order.index(Severity(choice.severity)) > order.index(finding.severity)


def _graded(finding: Finding, choice: RuleChoice, messages: Messages) -> Finding:
    if _is_guard(finding) and _lowers(finding, choice):
        return replace(finding, regraded=messages.text("rules.guard_stays", reason=choice.reason))
    if finding.severity is Severity.ERROR and choice.severity != "error":
        return replace(finding, regraded=messages.text("rules.error_stays", reason=choice.reason))
    if choice.severity == "mute":
        return replace(finding, regraded=choice.reason)
    new = Severity(choice.severity)
    if new is finding.severity:
        return finding
    return replace(finding, severity=new, regraded=choice.reason)


def _on_their_own(standing: list[Finding]) -> tuple[Finding, ...]:
    """Let what followed a muted finding, or one that weighs less now, stand by itself."""
    order = list(Severity)
    weights = {finding.ref: order.index(finding.severity) for finding in standing}
    return tuple(
        replace(each, follows="", because=())
        if each.follows and weights.get(each.follows, len(order)) > order.index(each.severity)
        else each
        for each in standing
    )
