"""A recognition as questions to a person, and the answers taken back into it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final, TypeVar

from xbrl_pipeline.mapping.recognise.findings import Finding, Why
from xbrl_pipeline.mapping.recognise.lexicon import Entry
from xbrl_pipeline.mapping.recognise.meanings import Meaning, Means
from xbrl_pipeline.mapping.recognise.propose import Recognition, Seen, Wishes
from xbrl_pipeline.mapping.recognise.tables import figure
from xbrl_pipeline.mapping.recognise.text import reason_of
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.notation import amount
from xbrl_pipeline.model.cells import column_letters
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.review import Review, ReviewColumn, ReviewRow, ReviewSheet, Verdict
from xbrl_pipeline.taxonomy.model import Kind, TaxonomyModel
from xbrl_pipeline.workbook.cells import Cell, SheetCells

_MEANINGS: Final[dict[str, Means]] = {
    "verslagjaar": "current",
    "vorig jaar": "previous",
    "begroting": "budget",
    "verwijzing": "note",
    "negeren": "ignore",
}
_SHOWN: Final = {means: words for words, means in _MEANINGS.items()}


def make_review(
    recognition: Recognition, wishes: Wishes, model: TaxonomyModel, workbook: tuple[str, str], messages: Messages
) -> Review:
    """Return every question about a recognition. ``workbook`` is its file name and SHA-256."""
    settings = (
        ("taxonomy", wishes.report[0] if wishes.report else ""),
        ("report", wishes.report[1] if wishes.report else ""),
        ("verslagjaar", str(wishes.verslagjaar or "")),
        ("bestuursnummer", wishes.bestuursnummer),
        ("kvk", wishes.kvk),
        ("naam", wishes.naam),
    )
    labels = _labels(recognition)
    return Review(
        *workbook,
        settings,
        tuple(_row(seen, found, labels, messages) for seen, found in _rows(recognition)),
        tuple(_column(seen, meaning, messages) for seen in recognition.seen for meaning in seen.columns),
        tuple(_sheets(recognition, messages)),
        tuple(_choices(recognition, model)),
        tuple(_MEANINGS),
    )


def wishes_of(review: Review) -> Wishes:
    """Return what was asked for when a review was made."""
    said = dict(review.settings)
    report = (said["taxonomy"], said["report"]) if said.get("taxonomy") else None
    year = int(said["verslagjaar"]) if said.get("verslagjaar") else None
    return Wishes(year, said.get("bestuursnummer", ""), said.get("kvk", ""), said.get("naam", ""), report)


def apply_review(recognition: Recognition, review: Review, model: TaxonomyModel) -> tuple[Recognition, bool]:
    """Take the answers over, and tell whether a person has looked at everything that is proposed.

    An answer that cannot be followed is a PipelineError that names its cell in the review.
    """
    choices = {_choice(key, label): key for key, label in _all_lines(recognition, model)}
    _check_places(recognition, review)
    _check_once(review)
    rows = _by_place((row.sheet, row.cells, row) for row in review.rows)
    columns = _by_place((column.sheet, column.cells, column) for column in review.columns)
    blocks = _by_place((sheet.sheet, sheet.cells, sheet) for sheet in review.sheets)
    seen = tuple(
        replace(
            item,
            trouble=_answered_trouble(item, blocks),
            columns=tuple(
                _answered_column(meaning, columns.get(_column_place(item, meaning))) for meaning in item.columns
            ),
            rows=tuple(_answered_row(found, rows.get(_row_place(item, found)), choices) for found in item.rows),
        )
        for item in recognition.seen
    )
    ignored = {sheet.sheet: sheet.note or sheet.reason for sheet in review.sheets if sheet.verdict is Verdict.IGNORED}
    unknown = tuple(sheet for sheet in recognition.unknown if sheet.name not in ignored)
    taken = replace(recognition, seen=seen, unknown=unknown, ignored=tuple(ignored.items()))
    looked = all(row.verdict is not Verdict.UNDECIDED or row.open for row in review.rows)
    looked = looked and all(column.verdict is not Verdict.UNDECIDED or column.open for column in review.columns)
    return taken, review.agreed or looked


def _rows(recognition: Recognition) -> Iterator[tuple[Seen, Finding]]:
    return ((seen, found) for seen in recognition.seen for found in seen.rows if found.row.values)


def _row_place(seen: Seen, found: Finding) -> tuple[str, str]:
    columns = sorted(found.row.values) or [seen.block.table.labels[0]]
    return seen.block.table.sheet.name, _span(found.row.index, columns[0], found.row.index, columns[-1])


def _column_place(seen: Seen, meaning: Meaning) -> tuple[str, str]:
    number = meaning.column.number
    return seen.block.table.sheet.name, _span(seen.block.rows[0].index, number, seen.block.last_row, number)


def _span(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    begin, end = f"{column_letters(first_column)}{first_row}", f"{column_letters(last_column)}{last_row}"
    return begin if begin == end else f"{begin}:{end}"


def _row(seen: Seen, found: Finding, labels: dict[str, Entry], messages: Messages) -> ReviewRow:
    sheet, cells = _row_place(seen, found)
    number = min(found.row.values)
    shown = seen.block.table.sheet.at(found.row.index, number)
    entry = labels.get(found.key or "")
    words = " ".join(part for part in (found.row.number, found.row.label) if part)
    taken = not found.open and not found.ignored
    reason = reason_of(found, messages)
    if seen.trouble:
        reason = f"{reason}; {messages.text(f'recognise.block.{seen.trouble}')}"
    return ReviewRow(
        sheet,
        cells,
        words,
        _amount(shown),
        entry.label if entry and taken else "",
        (found.key or "") if taken else "",
        found.confidence,
        reason,
        found.open,
        Verdict.IGNORED if found.ignored else Verdict.UNDECIDED,
        reversed=found.reversed,
    )


def _amount(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return amount(cell.value, "nl") if isinstance(cell.value, Decimal) else cell.shown


def _column(seen: Seen, meaning: Meaning, messages: Messages) -> ReviewColumn:
    sheet, cells = _column_place(seen, meaning)
    shown = _SHOWN[meaning.means] if meaning.means else ""
    return ReviewColumn(
        sheet,
        cells,
        meaning.column.header,
        shown,
        messages.text(f"recognise.column.{meaning.reason}"),
        meaning.means is None,
    )


def _sheets(recognition: Recognition, messages: Messages) -> Iterator[ReviewSheet]:
    for seen in recognition.seen:
        if seen.trouble:
            cells = f"{seen.block.first_row}-{seen.block.last_row}"
            yield ReviewSheet(seen.block.table.sheet.name, cells, messages.text(f"recognise.block.{seen.trouble}"))
    for sheet in recognition.unknown:
        yield ReviewSheet(sheet.name, _figures(sheet), messages.text("recognise.open_sheet", sheet=sheet.name))


def _figures(sheet: SheetCells) -> str:
    refs = [cell.ref for cell in sheet.cells if figure(cell)[0]]
    rows, columns = [ref.row for ref in refs], [ref.column for ref in refs]
    return _span(min(rows), min(columns), max(rows), max(columns))


def _labels(recognition: Recognition) -> dict[str, Entry]:
    return {key: entry for lexicon in recognition.lexica.values() for key, entry in lexicon.entries.items()}


def _choices(recognition: Recognition, model: TaxonomyModel) -> Iterator[str]:
    return (_choice(key, label) for key, label in _all_lines(recognition, model))


def _all_lines(recognition: Recognition, model: TaxonomyModel) -> Iterator[tuple[str, str]]:
    """Give the lines of the statements, then every other amount of the taxonomy by its label."""
    known = _labels(recognition)
    amounts = [entry for entry in known.values() if entry.concept.kind is Kind.MONETARY]
    yield from ((entry.key, entry.label) for entry in amounts)
    others = [
        concept
        for concept in model.concepts.values()
        if concept.kind is Kind.MONETARY and concept.name.local not in known
    ]
    yield from sorted(((concept.name.local, concept.label("nl")) for concept in others), key=lambda pair: pair[1])


def _choice(key: str, label: str) -> str:
    return f"{label} · {key}"


def _answered_trouble(item: Seen, blocks: "_Places[ReviewSheet]") -> str:
    """Take a block over after all when a person agrees with it."""
    place = (item.block.table.sheet.name, f"{item.block.first_row}-{item.block.last_row}")
    answer = blocks.get(place)
    return "" if answer is not None and answer.verdict is Verdict.AGREED else item.trouble


_T = TypeVar("_T")
_Places = dict[tuple[str, str], _T]


def _by_place(items: Iterable[tuple[str, str, _T]]) -> "_Places[_T]":
    return {(sheet, cells): item for sheet, cells, item in items}


def _check_places(recognition: Recognition, review: Review) -> None:
    """Refuse answers to questions that this workbook does not ask: rows that were added or renamed in the review."""
    known = {_row_place(seen, found) for seen, found in _rows(recognition)}
    known |= {_column_place(seen, meaning) for seen in recognition.seen for meaning in seen.columns}
    known |= {
        (seen.block.table.sheet.name, f"{seen.block.first_row}-{seen.block.last_row}") for seen in recognition.seen
    }
    known |= {(sheet.name, _figures(sheet)) for sheet in recognition.unknown}
    for sheet, cells, cell in _answers(review):
        if (sheet, cells) not in known:
            raise PipelineError("review.other_place", cell=cell, place=f"{sheet}!{cells}")


def _answers(review: Review) -> Iterator[tuple[str, str, str]]:
    yield from ((row.sheet, row.cells, row.cell) for row in review.rows)
    yield from ((column.sheet, column.cells, column.cell) for column in review.columns)
    yield from ((sheet.sheet, sheet.cells, sheet.cell) for sheet in review.sheets)


def _check_once(review: Review) -> None:
    """Refuse two answers to one question."""
    seen: dict[tuple[str, str, str], str] = {}
    for sheet, cells, cell in _answers(review):
        place = (cell.partition("!")[0], sheet, cells)
        if place in seen:
            raise PipelineError("review.twice", cell=cell, other=seen[place], place=f"{sheet}!{cells}")
        seen[place] = cell


def _answered_column(meaning: Meaning, answer: ReviewColumn | None) -> Meaning:
    if answer is None:
        return meaning
    match answer.verdict:
        case Verdict.IGNORED:
            return replace(meaning, means="ignore", reason="person")
        case Verdict.OPEN:
            return replace(meaning, means=None, reason="person")
        case Verdict.OTHER:
            means = _MEANINGS.get(answer.other.casefold())
            if means is None:
                raise PipelineError("review.unknown_choice", cell=answer.cell, shown=answer.other)
            return replace(meaning, means=means, reason="person")
        case Verdict.AGREED if meaning.means is None:
            raise PipelineError("review.nothing_to_agree", cell=answer.cell)
        case _:
            if answer.other:
                raise PipelineError("review.choice_without_verdict", cell=answer.cell, shown=answer.other)
            return meaning


def _answered_row(found: Finding, answer: ReviewRow | None, choices: dict[str, str]) -> Finding:
    if answer is None:
        return found
    if answer.other and answer.verdict is not Verdict.OTHER:
        raise PipelineError("review.choice_without_verdict", cell=answer.cell, shown=answer.other)
    match answer.verdict:
        case Verdict.IGNORED:
            note = answer.note or found.note
            reasons = found.reasons if found.ignored else (Why.PERSON,)
            return replace(found, key=None, ignored=True, reasons=reasons, note=note, confidence=1.0)
        case Verdict.OPEN:
            return replace(found, key=None, ignored=False, confidence=0.0, reasons=(Why.PERSON,), note=answer.note)
        case Verdict.OTHER:
            key = choices.get(answer.other)
            if key is None:
                raise PipelineError("review.unknown_choice", cell=answer.cell, shown=answer.other)
            return _chosen(found, key, answer)
        case Verdict.AGREED if found.open and not answer.concept:
            raise PipelineError("review.nothing_to_agree", cell=answer.cell)
        case _:
            return _as_proposed(found, answer)


def _as_proposed(found: Finding, answer: ReviewRow) -> Finding:
    """Take what the review proposed, which is what the person saw, with the sign that was left or chosen there."""
    if not answer.concept:
        return replace(found, key=None, ignored=False, confidence=0.0) if not found.open else found
    return _chosen(found, answer.concept, answer) if _differs(found, answer) else found


def _differs(found: Finding, answer: ReviewRow) -> bool:
    return found.open or found.key != answer.concept or found.reversed != answer.reversed


def _chosen(found: Finding, key: str, answer: ReviewRow) -> Finding:
    return replace(
        found, key=key, reversed=answer.reversed, confidence=1.0, reasons=(Why.PERSON,), ignored=False, note=answer.note
    )
