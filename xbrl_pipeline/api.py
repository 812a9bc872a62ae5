"""The program as a library: plain values in and out, for scripts and notebooks.

Everything here can be reached as ``xbrl_pipeline.NAME``. Paths are texts or ``Path``; what comes back holds texts,
``Decimal`` amounts, days and tuples of these. What is wrong with a report is a finding in the answer; what stops the
work is a ``NotAcceptedError`` with a sentence for whoever gave the file. No ``if __name__ == "__main__"`` is needed.

>>> import xbrl_pipeline
>>> book = xbrl_pipeline.samples() / "po-99001.xlsx"
>>> made = xbrl_pipeline.convert(book)
>>> len(made.facts), made.cells.read == made.cells.facts + made.cells.skipped + made.cells.rejected
(332, True)
>>> total = made.fact("Assets")
>>> total.value, total.end, total.cells
(Decimal('28466729'), datetime.date(2025, 12, 31), ('Balans!D34',))
>>> xbrl_pipeline.validate(book).verdict
'VALID'
"""

import atexit
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeVar

from xbrl_pipeline.base.program import shipped_samples
from xbrl_pipeline.comparing import compare as compare_named
from xbrl_pipeline.comparing import name_two
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.filling import fill as fill_template
from xbrl_pipeline.forms import FormTarget, instance_of
from xbrl_pipeline.forms import recast as recast_instance
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.inputs.sources import open_source, open_workbook
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.model import facts as nouns
from xbrl_pipeline.model import findings as found
from xbrl_pipeline.model.facts import FactKey, FactValue, QName
from xbrl_pipeline.model.ledger import Ledger
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.pipeline import convert as convert_workbook
from xbrl_pipeline.rendering.forms import RenderForm
from xbrl_pipeline.showing import show
from xbrl_pipeline.taxonomy.model import Concept, TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import USUAL, load_profile, profile_for_year
from xbrl_pipeline.taxonomy.store import load_model
from xbrl_pipeline.validation.folding import gather

__all__ = [
    "Cells",
    "Comparison",
    "Conversion",
    "Difference",
    "Fact",
    "FilledTemplate",
    "Finding",
    "Line",
    "NotAcceptedError",
    "OtherForm",
    "Rendering",
    "Taxonomy",
    "Validation",
    "compare",
    "convert",
    "fill",
    "open_taxonomy",
    "recast",
    "render",
    "samples",
    "validate",
]


_Choice = TypeVar("_Choice", RenderForm, FormTarget)


class NotAcceptedError(Exception):
    """Why there is no answer, in a sentence, with ``advice`` on what to do; ``code`` is the program's name for it."""

    def __init__(self, code: str, sentence: str, advice: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure or a text of a report. ``start`` is None for a balance; no ``cells`` where no workbook was read."""

    name: str  # prefix and local name
    label: str
    start: date | None
    end: date
    members: Mapping[str, str]  # by axis, both as prefix and local name; a free member is its text
    unit: str | None  # "EUR", "pure", or None for texts and days
    value: Decimal | date | str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong or odd: ``severity`` is "error", "warning" or "info"."""

    code: str
    severity: str
    message: str
    advice: str
    cells: tuple[str, ...]
    lines: tuple[int, ...]  # of the instance, where there is no workbook


@dataclass(frozen=True, slots=True)
class Cells:
    """What became of the cells of a workbook: ``read`` is the sum of the others."""

    read: int
    facts: int
    skipped: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a workbook gives. Without an ``instance`` reading found errors: facts may be missing."""

    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    cells: Cells
    instance: bytes | None

    def fact(self, name: str) -> Fact:
        """Return the fact of a line for the latest period with fewest members; KeyError where there is none."""
        return _one(self.facts, name)


@dataclass(frozen=True, slots=True)
class Validation:
    """A checked report: ``verdict`` is "VALID", "INVALID" or "NOT_VALIDATED"."""

    verdict: str
    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]
    board: str  # bestuursnummer
    year: int | None
    taxonomy: str

    def fact(self, name: str) -> Fact:
        """Return the fact of a line for the latest period with fewest members; KeyError where there is none."""
        return _one(self.facts, name)


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that two reports do not state alike: ``kind`` is "changed", "added" or "gone"."""

    kind: str
    label: str
    statement: str
    period: str
    name: str
    before: Decimal | date | str | None
    after: Decimal | date | str | None
    change: Decimal | None
    before_cells: tuple[str, ...]
    after_cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports beside each other; ``kin`` is "version", "next_year" or "boards"."""

    kin: str
    same: int
    differences: tuple[Difference, ...]  # by size


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """A report as a workbook; ``complete`` when all ``facts`` were read back out of it, else ``remarks`` name them."""

    workbook: bytes
    facts: int
    kept: int
    remarks: tuple[str, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Rendering:
    """An annual account that a person reads; ``shown`` of the ``facts`` of the report stand in it."""

    data: bytes
    facts: int
    shown: int


@dataclass(frozen=True, slots=True)
class OtherForm:
    """A report in another form: its files by name, with as many ``facts`` as were read back out of them."""

    files: Mapping[str, bytes]
    facts: int


@dataclass(frozen=True, slots=True)
class Line:
    """Something that can be reported: ``kind`` is "monetary", "number", "date", "code" or "text"."""

    name: str
    label: str
    kind: str
    balance: bool  # of a moment, not of a period


class Taxonomy:
    """One report of an installed taxonomy.

    >>> import xbrl_pipeline
    >>> taxonomy = xbrl_pipeline.open_taxonomy("onderwijs-2025", lang="en")
    >>> taxonomy.report, taxonomy.line("Assets").label, taxonomy.line("Assets").balance
    ('jaarverantwoording', 'Assets', True)
    >>> [line.name for line in taxonomy.find("equity and liabilities")]
    ['ow-i:AccountingPrinciplesForTheValuationOfAssetsAndEquityAndLiabilities', 'ow-i:EquityAndLiabilities']
    """

    def __init__(self, model: TaxonomyModel, report: str, lang: str) -> None:
        self._model, self._lang = model, lang
        self.id = model.package
        self.report = report
        self.entry_point = model.entry_point

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything that can be reported."""
        return tuple(map(self._line, self._model.concepts.values()))

    def line(self, name: str) -> Line:
        """Return a line by its local name, or with its prefix; KeyError where there is none."""
        concept = self._model.find(name)
        if concept is None:
            raise KeyError(name)
        return self._line(concept)

    def find(self, words: str) -> tuple[Line, ...]:
        """Return the lines whose label holds words, in any case."""
        return tuple(line for line in self.lines if words.casefold() in line.label.casefold())

    def _line(self, concept: Concept) -> Line:
        name = f"{concept.prefix}:{concept.name.local}"
        return Line(name, concept.label(self._lang), concept.kind.value, concept.instant)


def samples() -> Path:
    """Return the folder with the sample workbooks that come with the program."""
    return shipped_samples()


def open_taxonomy(taxonomy: str = "", report: str = USUAL, *, year: int | None = None, lang: str = "nl") -> Taxonomy:
    """Return a report of an installed taxonomy; without its id, that of the one for a ``year``."""
    with _refusals(messages(lang)):
        by_year = year is not None and not taxonomy
        profile = profile_for_year(year or 0, report) if by_year else load_profile(taxonomy, report)
        return Taxonomy(load_model(profile, _engine()), profile.report, lang)


def convert(workbook: str | Path, *, mapping: str | Path | None = None, lang: str = "nl") -> Conversion:
    """Read a workbook with the mapping beside it, or the one that is named; our own template needs none."""
    texts = messages(lang)
    with _refusals(texts):
        path = Path(workbook)
        chosen = Input(path, _path(mapping)).workbook_mapping()
        source = open_workbook(path, chosen, _engine(), texts)
        mapped, model = convert_workbook(source, _engine(), texts)
        told = _findings(gather(mapped.findings, texts))
        wrong = any(finding.severity == found.Severity.ERROR for finding in told)
        data = None if wrong else write_instance(mapped.facts, mapped.entity.kvk, model, mapped.profile)
        return Conversion(_Words(model, lang).facts(mapped.facts), told, _cells(mapped.ledger), data)


def validate(
    report: str | Path, *, mapping: str | Path | None = None, strict: bool = False, lang: str = "nl"
) -> Validation:
    """Check an instance or a workbook by its installed taxonomy; with ``strict`` warnings make it invalid too."""
    texts = messages(lang)
    with _refusals(texts):
        path = Path(report)
        source = open_source(path, Input(path, _path(mapping)).mapping_path(), _engine(), texts)
        product = check(source, _engine(), texts, strict=strict)
        told = product.report
        return Validation(
            str(told.verdict),
            _findings(told.findings),
            _Words(load_model(source.profile, _engine()), lang).facts(product.facts),
            told.entity.bestuursnummer,
            told.entity.verslagjaar,
            source.taxonomy.id,
        )


def compare(
    before: str | Path,
    after: str | Path,
    *,
    mappings: Sequence[str | Path] = (),
    other_board: bool = False,
    lang: str = "nl",
) -> Comparison:
    """Tell what differs from one report to another: instances, workbooks or dossiers.

    >>> import xbrl_pipeline
    >>> one = xbrl_pipeline.samples() / "po-99001.xlsx"
    >>> same = xbrl_pipeline.compare(one, one)
    >>> same.kin, same.same, same.differences
    ('version', 332, ())
    """
    texts = messages(lang)
    with _refusals(texts):
        named = name_two(Path(before), Path(after), tuple(map(Path, mappings)))
        told = compare_named(*named, _engine(), texts, other_board=other_board)
        differences = tuple(
            Difference(
                each.kind.value,
                each.label,
                each.statement,
                each.period,
                each.element,
                each.before,
                each.after,
                each.change,
                tuple(map(str, each.before_cells)),
                tuple(map(str, each.after_cells)),
            )
            for each in told.differences
        )
        return Comparison(told.kin.value, told.after.tally.same, differences)


def fill(report: str | Path, *, lang: str = "nl") -> FilledTemplate:
    """Put a whole report into the template of its taxonomy, and read that back."""
    texts = messages(lang)
    with _refusals(texts):
        filled = fill_template(Path(report), _engine(), texts)
        return FilledTemplate(filled.data, filled.facts, filled.kept, filled.lines, filled.complete)


def render(report: str | Path, *, form: str = "html", lang: str = "") -> Rendering:
    """Show an instance in any form, or that of a dossier; ``form`` is "html", "pdf" or "ixbrl".

    In the language of the report, unless ``lang`` is "nl" or "en".
    """
    with _refusals(messages(lang or "nl")):
        chosen = _chosen(RenderForm, form)
        _, made = show(Path(report), chosen, _engine(), lang)
        return Rendering(made.data, made.total, made.shown)


def recast(
    report: str | Path, *, form: str = "xbrl-json", mapping: str | Path | None = None, lang: str = "nl"
) -> OtherForm:
    """Write a workbook, or a report in any form, as "xbrl", "xbrl-json", "xbrl-csv" or a "package", and read it back.

    >>> import xbrl_pipeline
    >>> made = xbrl_pipeline.recast(xbrl_pipeline.samples() / "po-99001.xlsx", form="xbrl-json")
    >>> list(made.files), made.facts
    (['po-99001.json'], 332)
    """
    texts = messages(lang)
    with _refusals(texts):
        chosen, path = _chosen(FormTarget, form), Path(report)
        source = open_source(path, Input(path, _path(mapping)).mapping_path(), _engine(), texts)
        data, _ = instance_of(source, _engine(), texts)
        if not data:
            raise PipelineError("convert.no_instance", ExitCode.INVALID)
        made = recast_instance(data, source.profile, chosen, path.stem, _engine())
        return OtherForm(made.files, made.facts)


def _chosen(kind: type[_Choice], form: str) -> _Choice:
    """Return what a caller named; ValueError with what there is."""
    if form not in tuple(kind):
        msg = f"form is one of {', '.join(kind)}, not {form!r}"
        raise ValueError(msg)
    return kind(form)


@cache
def _engine() -> Engine:
    """Keep one engine for all calls: taxonomies stay loaded until the program that uses this one ends."""
    engine = Engine()
    atexit.register(engine.__exit__, None, None, None)
    return engine


@contextmanager
def _refusals(texts: Messages) -> Iterator[None]:
    """Tell an expected problem as a sentence: who uses the library has no catalogue."""
    try:
        yield
    except PipelineError as error:
        sentence, advice = texts.text(error.code, **error.params), texts.advice(error.code, **error.params)
        raise NotAcceptedError(error.code, sentence, advice) from error


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)


def _cells(ledger: Ledger) -> Cells:
    return Cells(ledger.cells, ledger.facts, ledger.skipped, ledger.rejected)


def _findings(given: Sequence[found.Finding]) -> tuple[Finding, ...]:
    return tuple(
        Finding(each.code, each.severity.value, each.message, each.advice, tuple(map(str, each.cells)), each.lines)
        for each in given
    )


def _one(facts: Sequence[Fact], name: str) -> Fact:
    """Return the fact that a person means by the name of a line alone."""
    named = [each for each in facts if name in (each.name, each.name.rpartition(":")[2])]
    if not named:
        raise KeyError(name)
    return max(named, key=lambda each: (each.end, -len(each.members)))


@dataclass(frozen=True, slots=True)
class _Words:
    """The names of one taxonomy as texts."""

    model: TaxonomyModel
    lang: str

    def facts(self, given: Sequence[nouns.Fact]) -> tuple[Fact, ...]:
        return tuple(self._fact(each.key, each.value, tuple(map(str, each.cells))) for each in given)

    def _fact(self, key: FactKey, value: FactValue, cells: tuple[str, ...]) -> Fact:
        concept = self.model.concepts[key.concept]
        members = {self._name(item.axis): self._name(item.member) for item in key.dimensions}
        label = concept.label(self.lang)
        return Fact(self._name(key.concept), label, key.period.start, key.period.end, members, key.unit, value, cells)

    def _name(self, name: QName) -> str:
        element = self.model.element(name)
        return f"{element.prefix}:{name.local}" if element is not None else name.local
