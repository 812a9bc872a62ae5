"""The general data that a report must have: what the workbook says, what follows from it, and what is missing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from xbrl_pipeline.mapping.files import Value
from xbrl_pipeline.mapping.texts import check_text, find_code
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.questions import Answers, Choice, Question, Topic
from xbrl_pipeline.recognise.lexicon import Lexicon, make_lexica
from xbrl_pipeline.recognise.recognition import Recognition
from xbrl_pipeline.taxonomy.model import Concept, Kind, TaxonomyModel
from xbrl_pipeline.taxonomy.obligations import asked_because, asked_once
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import SheetCells, Workbook
from xbrl_pipeline.workbook.notation import NotADate, read_date

PREFIX: Final = "entity:"
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
    question: str  # the id by which a person can say it, or say otherwise
    cell: CellRef | None = None
    choices: tuple[str, ...] = ()  # in words, where the taxonomy has a list


@dataclass(frozen=True, slots=True)
class General:
    """All mandatory general data, with a question for each that is missing."""

    data: tuple[Datum, ...]
    questions: tuple[Question, ...]
    concepts: Mapping[str, Concept]  # what each id is about

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
    if any(reading.period == "previous" for reading in recognition.readings):
        wanted += _previous_period(lexicon, profile)
    cells = {pair.key: (pair.value.shown, pair.value.ref) for each in recognition.general for pair in each.pairs}
    cells |= dict(_of_the_board(recognition, profile))
    follows = dict(_following(book, recognition, profile, {concept.name.local: concept for concept in wanted}))
    sources = _Sources(cells, follows, answers, model, messages, profile)
    data = [sources.datum(concept) for concept in wanted]
    for concept in _for_the_sector(wanted, {datum.key: datum.value for datum in data}, model):
        wanted.append(concept)
        data.append(sources.datum(concept))
    missing = [concept for concept, datum in zip(wanted, data, strict=True) if not datum.value]
    concepts = {datum.question: concept for concept, datum in zip(wanted, data, strict=True)}
    questions = tuple(_question(concept, _id(concept, profile), model, messages) for concept in missing)
    return General(tuple(data), questions, concepts)


_Followed = tuple[str, str, CellRef | None]  # value, the code of a sentence, the cell that says it


@dataclass(frozen=True, slots=True)
class _Sources:
    """What can say something about the board or the report, in the order in which it counts."""

    cells: Mapping[str, tuple[str, CellRef]]
    follows: Mapping[str, _Followed]
    answers: Answers
    model: TaxonomyModel
    messages: Messages
    profile: ReportProfile

    def datum(self, concept: Concept) -> Datum:
        """Return what is known of a concept."""
        key = concept.name.local
        words = _words(concept, self.model, self.messages)
        name = _id(concept, self.profile)
        value, how, where = self._said(key, name)
        if how == "cell":
            value = fit_answer(value, concept, self.model) or value
        shown = words.get(value, _day(value))
        return Datum(key, _label(concept, self.messages), value, shown, how, name, where, tuple(words.values()))

    def _said(self, key: str, name: str) -> _Followed:
        cell, said = self.cells.get(key), self.answers.to(name)
        if cell is not None:
            return cell[0], "cell", cell[1]
        if said is not None:
            return said, "answer", None
        return self.follows.get(key, ("", "", None))


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
    """Give what must be said once, in the order of the taxonomy; of which board it is, is a question of its own."""
    apart = profile.bestuursnummer_concept.rpartition(":")[2]
    once = {subject for rule in model.rules.values() for subject in asked_once(rule, model)}
    for entry in sorted(lexicon.entries.values(), key=lambda entry: entry.order):
        if entry.concept.name in once and entry.key != apart:
            yield entry.concept


def _id(concept: Concept, profile: ReportProfile) -> str:
    """Return the id of the question about a concept; who the board is has ids of its own."""
    own = {profile.identifier_concept: "kvk", profile.name_concept: "naam"}
    known = {name.rpartition(":")[2]: said for name, said in own.items()}
    return f"{PREFIX}{known.get(concept.name.local, concept.name.local)}"


def _of_the_board(recognition: Recognition, profile: ReportProfile) -> Iterator[tuple[str, tuple[str, CellRef]]]:
    """Give the number and the name of the board where a cell says them that is no row of general data."""
    board = recognition.board
    for concept, told in ((profile.identifier_concept, board.kvk), (profile.name_concept, board.name)):
        if told is not None and told.cell is not None:
            yield concept.rpartition(":")[2], (told.value, told.cell)


def _for_the_sector(wanted: Iterable[Concept], values: Mapping[str, str], model: TaxonomyModel) -> Iterator[Concept]:
    """Give what must be said because of a code that is said: for some sectors the report asks more than for others."""
    known = {concept.name for concept in wanted}
    for rule in model.rules.values():
        found = asked_because(rule, model, known)
        if found is not None and found.because is not None and values.get(found.because.local, "") in found.codes:
            known.add(found.line)
            yield model.concepts[found.line]


def _previous_period(lexicon: Lexicon | None, profile: ReportProfile) -> list[Concept]:
    """Return the days of the year before: a report with figures of that year must say which year that is."""
    end = profile.period_end_concept.rpartition(":")[2].replace("Current", "Previous")
    keys = (end.replace("End", "Start"), end)
    entries = lexicon.entries if lexicon is not None else {}
    return [entries[key].concept for key in keys if key in entries and key != profile.period_end_concept]


def _following(
    book: Workbook, recognition: Recognition, profile: ReportProfile, wanted: Mapping[str, Concept]
) -> Iterator[tuple[str, _Followed]]:
    """Give what needs no question: it follows from the year, from the figures, or from the words of the workbook."""
    board = recognition.board
    end = profile.period_end_concept.rpartition(":")[2]
    if recognition.year is not None and end:
        year, where = recognition.year, board.year.cell if board.year else None
        yield end, (date(year, 12, 31).isoformat(), "year", where)
        yield end.replace("End", "Start"), (date(year, 1, 1).isoformat(), "year", where)
        yield from _code(wanted, _OTHER_YEAR, "Nee", "year", where)
        before = end.replace("Current", "Previous")
        if before != end:
            yield before, (date(year - 1, 12, 31).isoformat(), "year", where)
            yield before.replace("End", "Start"), (date(year - 1, 1, 1).isoformat(), "year", where)
    yield from _code(wanted, _CURRENCY, "EUR", "euro", None)
    for concept, told in ((profile.identifier_concept, board.kvk), (profile.name_concept, board.name)):
        if told is not None and told.cell is None:
            yield concept.rpartition(":")[2], (told.value, "answer", None)
    if recognition.readings:
        group = any(reading.scope == "consolidated" for reading in recognition.readings)
        both = group and any(reading.scope == "separate" for reading in recognition.readings)
        said = "Geconsolideerd en enkelvoudig" if both else "Geconsolideerd" if group else "Enkelvoudig"
        yield from _code(wanted, _SCOPE, said, "scope", None)
    name = board.name
    if name is not None and _FORM in wanted:
        yield from _code(wanted, _FORM, fold(name.value).split(" ")[0], "form", name.cell)
    lists = {name for name, why in recognition.sheets_aside if why in ("ledger", "list")}
    yield from _appropriation([sheet for sheet in book.sheets if sheet.name not in lists], wanted)


def _code(
    wanted: Mapping[str, Concept], key: str, said: str, how: str, cell: CellRef | None
) -> Iterator[tuple[str, _Followed]]:
    """Give a code where the concept has it: other taxonomies may have other lists, and then it is a question."""
    found = find_code(said, wanted[key].codes) if key in wanted else None
    if found is not None:
        yield key, (found, how, cell)


def _appropriation(sheets: Iterable[SheetCells], wanted: Mapping[str, Concept]) -> Iterator[tuple[str, _Followed]]:
    """Give whether the balance sheet is before or after appropriation, where all its titles say the same."""
    cells = {
        said: cell.ref
        for sheet in sheets
        for cell in sheet.cells
        if isinstance(cell.value, str)
        for text in (fold(cell.value),)
        for said, pattern in _SAID_OF_RESULT.items()
        if pattern.search(text)
    }
    if len(cells) == 1:
        ((said, cell),) = cells.items()
        yield from _code(wanted, _APPROPRIATION, said, "words", cell)


def _day(value: str) -> str:
    """Write a day as people do."""
    return "-".join(reversed(value.split("-"))) if _ISO.fullmatch(value) else value


def _words(concept: Concept, model: TaxonomyModel, messages: Messages) -> dict[str, str]:
    """Return the values that a concept can have in words, where it has a list."""
    return {code.value: code.label(messages.lang) for code in model.codes_of(concept)}


def _label(concept: Concept, messages: Messages) -> str:
    """Return the label that says most: "Voornamen contactpersoon" says whose, "Voornamen" does not."""
    return max(concept.label(messages.lang), concept.label(messages.lang, "terseLabel"), key=len)


def _question(concept: Concept, name: str, model: TaxonomyModel, messages: Messages) -> Question:
    choices = tuple(Choice(value, shown) for value, shown in _words(concept, model, messages).items())
    return Question(
        name,
        Topic.ENTITY,
        messages.text("ask.general", label=_label(concept, messages)),
        (),
        choices,
        free=not choices,
        personal=concept.name.local in _THIS_YEAR_ONLY,
    )
