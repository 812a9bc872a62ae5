"""What the engine says, as plain values that cross a process border. No findings: that is ``validation``'s job."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xbrl_pipeline.model.facts import Dimension, FactKey, Period, QName


@dataclass(frozen=True, slots=True)
class Ref:
    """Something a record points at. ``line`` is the line in the document; ``fact`` is filled for facts."""

    element: str  # prefixed name of the element
    document: str  # URL or file name
    line: int | None
    fact: FactKey | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One log record of the engine. ``bindings`` tells which variable of an assertion bound which fact.

    ``translations`` are the same text by language, where the taxonomy has its sentence in more than one. A record that
    points at very many facts keeps the first of these references; ``more`` counts the others.
    """

    code: str
    level: str  # "info", "warning", "error", "critical"
    text: str
    refs: tuple[Ref, ...] = ()
    bindings: tuple[tuple[str, FactKey], ...] = ()
    translations: tuple[tuple[str, str], ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class ValidateJob:
    """One instance to validate against packages that hold its DTS.

    With ``entry_point`` the DTS behind it is kept loaded for the next instance that names it; with ``taxonomy``, the
    SHA-256 of the packages, what was said of the same instance before may serve again. Without ``formulas`` all is
    checked but these; the failure is then "formula" where there are any.
    """

    instance: Path
    packages: tuple[Path, ...]
    disclosure_system: str | None = None
    entry_point: str | None = None
    taxonomy: str = ""
    formulas: bool = True


@dataclass(frozen=True, slots=True)
class EngineResult:
    """What became of one instance. ``failure`` is empty when every phase ran to its end.

    ``cached``: this was said in an earlier run, of the same instance by the same taxonomy and engine. ``values`` are
    the texts of all facts as the engine has read them, in the order of the document, nil facts included.
    """

    records: tuple[Record, ...]
    assertions: int | None  # evaluated assertions; None: the taxonomy has none
    facts: int
    # "not_loaded", "exception", "formula", "timeout", "memory", "died", "unlike"; "flawed": never asked;
    # "repeated": not asked for formulas
    failure: str = ""
    cached: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CompileJob:
    """One entry point to read; ``documents`` where it is more than one, as taxonomy packages allow.

    With ``check`` the taxonomy itself is validated too, the base taxonomies included: that takes several times longer.
    """

    entry_point: str
    packages: tuple[Path, ...]
    documents: tuple[str, ...] = ()
    check: bool = False


@dataclass(frozen=True, slots=True)
class WholeJob:
    """One instance to judge together with the taxonomy that comes along with it: nothing was checked before.

    ``within`` are the folders and files that may be read for it. ``calculations`` is a mode of Arelle, or "none";
    ``units`` tells whether the unit registry counts.
    """

    instance: Path
    packages: tuple[Path, ...]
    within: tuple[Path, ...]
    disclosure_system: str | None = None
    calculations: str = "xbrl21"
    units: bool = False


@dataclass(frozen=True, slots=True)
class SurveyJob:
    """Entry points to load together, each with all its documents."""

    entry_points: tuple[tuple[str, ...], ...]
    packages: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class FormJob:
    """A report in another form than an instance, alone in its folder with what belongs to it.

    ``schema_refs`` are the entry points that it names. It may open nothing but its folder and the packages. Without
    ``formulas`` all is checked but these.
    """

    report: Path
    packages: tuple[Path, ...]
    schema_refs: tuple[str, ...]
    disclosure_system: str | None = None
    formulas: bool = True


@dataclass(frozen=True, slots=True)
class FormResult:
    """What was said of a report in another form, and the same report as an instance; empty where it was not loaded."""

    result: EngineResult
    instance: bytes


@dataclass(frozen=True, slots=True)
class SaveJob:
    """An instance, alone in its folder, to write in another form: ``kind`` is "json" or "csv"."""

    instance: Path
    packages: tuple[Path, ...]
    kind: str
    stem: str  # of the names of the files


@dataclass(frozen=True, slots=True)
class SavedForm:
    """The files of a report in another form, by name; none where the instance could not be loaded."""

    files: tuple[tuple[str, bytes], ...]


Job = ValidateJob | CompileJob | WholeJob | SurveyJob | FormJob | SaveJob


def key(concept: QName, period: tuple[date | None, date], dims: list[Dimension], unit: str | None) -> FactKey:
    """Build a fact key the way ``instance`` does, so that both compare equal."""
    return FactKey(concept, Period(*period), tuple(sorted(dims)), unit)
