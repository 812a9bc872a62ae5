"""What an overview tells of a report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from xbrl_pipeline.model.findings import About, Severity


class Found(Protocol):
    """What counts of a finding, be it of a report or of the file of one."""

    @property
    def code(self) -> str: ...  # noqa: D102 - plain fields
    @property
    def severity(self) -> Severity: ...  # noqa: D102
    @property
    def message(self) -> str: ...  # noqa: D102
    @property
    def about(self) -> About: ...  # noqa: D102
    @property
    def follows(self) -> str: ...  # noqa: D102
    @property
    def because(self) -> Sequence[object]: ...  # noqa: D102
    @property
    def times(self) -> int: ...  # noqa: D102


class GistSource(Protocol):
    """A report, or the file of one."""

    @property
    def facts(self) -> int: ...  # noqa: D102 - plain fields
    @property
    def findings(self) -> Sequence[Found]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule found something in one input; consequences of other findings are left out.

    One cause in 99 places is 99 times.
    """

    code: str
    severity: Severity
    times: int
    example: str  # one of its sentences


@dataclass(frozen=True, slots=True)
class Gist:
    """The little of a report that a run over many remembers of each."""

    facts: int = 0
    problem: str = ""  # the first error that follows from nothing else
    rules: tuple[RuleCount, ...] = ()


NO_GIST: Final = Gist()  # where there is no report


def gist_of(report: GistSource) -> Gist:
    """Tell the gist of a report."""
    errors = (each.message for each in _causes(report) if each.severity is Severity.ERROR)
    return Gist(report.facts, next(errors, ""), _rules(report))


def _causes(report: GistSource) -> Iterator[Found]:
    """Give what is wrong with a report, without what follows from something else."""
    for finding in report.findings:
        if finding.about is About.REPORT and not finding.follows and not finding.because:
            yield finding


def _rules(report: GistSource) -> tuple[RuleCount, ...]:
    """Count how often each rule found something, one cause in each of its places; what follows from it is its own."""
    met: dict[str, list[Found]] = {}
    for finding in _causes(report):
        met.setdefault(finding.code, []).append(finding)
    return tuple(
        RuleCount(
            code,
            min((each.severity for each in found), key=list(Severity).index),
            sum(each.times for each in found),
            found[0].message,
        )
        for code, found in met.items()
    )
