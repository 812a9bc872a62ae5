"""The general data that a report must have: what the workbook says, what follows from it, and what is missing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from xbrl_pipeline.mapping.files import Value
from xbrl_pipeline.mapping.recognise.lexicon import Lexicon, make_lexica
from xbrl_pipeline.mapping.recognise.propose import Recognition
from xbrl_pipeline.mapping.texts import check_text, find_code
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.questions import Answers, Choice, Question, Topic
from xbrl_pipeline.taxonomy.model import Concept, Kind, Rule, TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import Workbook
from xbrl_pipeline.workbook.notation import NotADate, read_date

PREFIX: Final = "entity:"
_ONCE: Final = re.compile(r"count\(\$\w+\) (?:eq|=|ge|>=) 1")
_THIS_YEAR_ONLY: Final = frozenset({"DocumentAdoptionStatus", "DocumentAdoptionDate", "TitleOfTheDocument"})
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CURRENCY: Final = "DocumentPresentationCurrency"
_SCOPE: Final = "DocumentRelatesToIndividualEntityOrGroup"
_OTHER_YEAR: Final = "FinancialReportingPeriodDifferentThanAnnualStatus"
_APPROPRIATION: Final = "BalanceSheetBeforeAfterAppropriationResults"
_FORM: Final = "LegalEntityLegalForm"
_SAID_OF_RESULT: Final = {
    "voor": re.compile(r"\b(?:voor|vóór)\s+(?:de\s+)?(?:resultaat\w*bestemming|bestemming\s+van\s+het\s+resultaat)"),
    "na": re.compile(r"\bna\s+(?:de\s+)?(?:resultaat\w*bestemming|bestemming\s+van\s+het\s+resultaat)"),
}


@dataclass(frozen=True, slots=True)
class Datum:
    """One thing that the report must say. ``how``: where it comes from; empty where nobody says it."""

    key: str  # local name of the concept
    label: str
    value: str  # as a mapping takes it
    shown: str  # for a person
    how: str  # the code of a sentence: cell, year, scope, euro, form, words, answer
    cell: CellRef | None = None
    choices: tuple[str, ...] = ()  # in words, where the taxonomy has a list

    @property
    def question(self) -> str:
        """The id by which a person can say it, or say otherwise."""
        return f"{PREFIX}{self.key}"


@dataclass(frozen=True, slots=True)
class General:
    """All mandatory general data, with a question for each that is missing."""

    data: tuple[Datum, ...]
    questions: tuple[Question, ...]

    def values(self, said: Iterable[str]) -> Iterator[Value]:
        """Give what no cell says and a mapping must state; ``said`` are the concepts that it states already."""
        known = set(said)
        for datum in self.data:
            if datum.value and datum.how != "cell" and datum.key not in known:
                yield Value(concept=datum.key, value=datum.value)


def find_general(
    book: Workbook,
    recognition: Recognition,
    model: TaxonomyModel,
    profile: ReportProfile,
    *,
    answers: Answers,
    messages: Messages,
) -> General:
    """Return the mandatory general data of a report, as far as they are known."""
    lexicon = make_lexica(model).get("general")
    wanted = [] if lexicon is None else list(_mandatory(model, lexicon, profile))
    cells = {pair.key: pair.value for general in recognition.general for pair in general.pairs}
    follows = dict(_following(book, recognition, profile, {concept.name.local: concept for concept in wanted}))
    data, questions = [], []
    for concept in wanted:
        key = concept.name.local
        label = concept.label(messages.lang)
        cell = cells.get(key)
        said = answers.to(f"{PREFIX}{key}")
        words = {code.value: code.label(messages.lang) for code in model.codes_of(concept)}
        choices = tuple(words.values())
        if cell is not None:
            data.append(Datum(key, label, cell.shown, cell.shown, "cell", cell.ref, choices))
        elif said is not None:
            data.append(Datum(key, label, said, words.get(said, said), "answer", None, choices))
        elif key in follows:
            value, how, where = follows[key]
            data.append(Datum(key, label, value, words.get(value, _day(value)), how, where, choices))
        else:
            data.append(Datum(key, label, "", "", "", None, choices))
            questions.append(_question(concept, words, messages))
    return General(tuple(data), tuple(questions))


def fit_answer(said: str, concept: Concept, model: TaxonomyModel) -> str | None:
    """Return an answer about a concept as a mapping takes it; None where it cannot be its value."""
    told = said.strip()
    if not told:
        return None
    if concept.kind is Kind.CODE:
        return find_code(told, concept.codes, model.codes_of(concept))
    if concept.kind is Kind.DATE:
        day = read_date(told)
        return None if day is None or isinstance(day, NotADate) else day.isoformat()
    return told if check_text(told, concept) is None else None


def _mandatory(model: TaxonomyModel, lexicon: Lexicon, profile: ReportProfile) -> Iterator[Concept]:
    """Give what must be said once, in the order of the taxonomy; who the board is has questions of its own."""
    own = {profile.bestuursnummer_concept, profile.identifier_concept, profile.name_concept}
    apart = {name.rpartition(":")[2] for name in own}
    once = {subject for rule in model.rules.values() for subject in _asked_once(rule, model)}
    for entry in sorted(lexicon.entries.values(), key=lambda entry: entry.order):
        if entry.concept.name in once and entry.key not in apart:
            yield entry.concept


def _asked_once(rule: Rule, model: TaxonomyModel) -> tuple[QName, ...]:
    subjects = tuple(name for name in rule.subjects if name in model.concepts)
    must = rule.severity is Severity.ERROR and len(subjects) == 1
    once = rule.kind == "existenceAssertion" or _ONCE.fullmatch(" ".join(rule.test.split())) is not None
    return subjects if must and once else ()


_Followed = tuple[str, str, CellRef | None]


def _following(
    book: Workbook, recognition: Recognition, profile: ReportProfile, wanted: Mapping[str, Concept]
) -> Iterator[tuple[str, _Followed]]:
    """Give what needs no question: it follows from the year, from the figures, or from the words of the workbook."""
    board = recognition.board
    end = profile.period_end_concept.rpartition(":")[2]
    if board.year is not None and end:
        year = int(board.year.value)
        yield end, (date(year, 12, 31).isoformat(), "year", board.year.cell)
        yield end.replace("End", "Start"), (date(year, 1, 1).isoformat(), "year", board.year.cell)
        yield from _code(wanted, _OTHER_YEAR, "Nee", "year", board.year.cell)
    yield from _code(wanted, _CURRENCY, "EUR", "euro", None)
    if recognition.readings:
        group = any(reading.scope == "consolidated" for reading in recognition.readings)
        both = group and any(reading.scope == "separate" for reading in recognition.readings)
        said = "Geconsolideerd en enkelvoudig" if both else "Geconsolideerd" if group else "Enkelvoudig"
        yield from _code(wanted, _SCOPE, said, "scope", None)
    name = board.name
    if name is not None and _FORM in wanted:
        yield from _code(wanted, _FORM, fold(name.value).split(" ")[0], "form", name.cell)
    yield from _appropriation(book, wanted)


def _code(
    wanted: Mapping[str, Concept], key: str, said: str, how: str, cell: CellRef | None
) -> Iterator[tuple[str, _Followed]]:
    """Give a code where the concept has it: other taxonomies may have other lists, and then it is a question."""
    found = find_code(said, wanted[key].codes) if key in wanted else None
    if found is not None:
        yield key, (found, how, cell)


def _appropriation(book: Workbook, wanted: Mapping[str, Concept]) -> Iterator[tuple[str, _Followed]]:
    """Give whether the balance sheet is before or after appropriation, where all its titles say the same."""
    cells = {
        said: cell.ref
        for sheet in book.sheets
        for cell in sheet.cells
        if isinstance(cell.value, str)
        for said, pattern in _SAID_OF_RESULT.items()
        if pattern.search(fold(cell.value))
    }
    if len(cells) == 1:
        ((said, cell),) = cells.items()
        yield from _code(wanted, _APPROPRIATION, said, "words", cell)


def _day(value: str) -> str:
    """Write a day as people do."""
    return "-".join(reversed(value.split("-"))) if _ISO.fullmatch(value) else value


def _question(concept: Concept, words: Mapping[str, str], messages: Messages) -> Question:
    choices = tuple(Choice(value, shown) for value, shown in words.items())
    return Question(
        f"{PREFIX}{concept.name.local}",
        Topic.ENTITY,
        messages.text("ask.general", label=concept.label(messages.lang)),
        (),
        choices,
        free=not choices,
        personal=concept.name.local in _THIS_YEAR_ONLY,
    )
