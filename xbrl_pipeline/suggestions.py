"""Mappings for workbooks that have none: recognised, put to a person as questions, and made from the answers."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from xbrl_pipeline.engine import Engine
from xbrl_pipeline.mapping.recognise.draft import make_draft
from xbrl_pipeline.mapping.recognise.propose import Recognition, Wishes
from xbrl_pipeline.mapping.recognise.review import apply_review, make_review, wishes_of
from xbrl_pipeline.mapping.recognise.text import mapping_text
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import PipelineError, os_cause
from xbrl_pipeline.sources import recognise_book
from xbrl_pipeline.taxonomy.store import load_model
from xbrl_pipeline.workbook.reader import read_workbook
from xbrl_pipeline.workbook.review import read_review, write_review


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mapping as text with the review of it, and what is still open."""

    mapping: str
    review: bytes
    recognised: int
    open_rows: int
    open_places: int

    def write(self, out: Path | None, review: Path | None) -> None:
        """Write the files that were asked for."""
        for path, data in ((out, self.mapping.encode()), (review, self.review)):
            if path is not None:
                _write(path, data)

    def lines(self, messages: Messages) -> Iterator[str]:
        """Say in a few lines what was found."""
        yield messages.text(
            "suggest.summary", rows=str(self.recognised), open=str(self.open_rows), places=str(self.open_places)
        )
        if self.open_rows or self.open_places:
            yield f"→ {messages.advice('suggest.summary')}"


def suggest(path: Path, wishes: Wishes, messages: Messages) -> Suggestion:
    """Recognise a workbook; one that says too little is a PipelineError that names the option."""
    book = read_workbook(path)
    with Engine() as engine:
        recognition, profile = recognise_book(book, wishes, engine)
        model = load_model(profile, engine)
    draft = make_draft(recognition, profile, messages)
    known = replace(wishes, report=wishes.report or (profile.taxonomy, profile.report))
    review = make_review(recognition, known, model, (path.name, book.sha256), messages)
    return _suggestion(mapping_text(draft, recognition, messages), write_review(review, messages), recognition)


def apply_answers(path: Path, workbook: Path | None, messages: Messages) -> Suggestion:
    """Make a mapping from a review with answers, and from the very workbook it is about."""
    review = read_review(path)
    source = workbook or path.with_name(review.workbook)
    if not source.is_file():
        raise PipelineError("review.workbook_missing", path=str(path), workbook=review.workbook)
    book = read_workbook(source)
    if book.sha256 != review.sha256:
        raise PipelineError("review.other_workbook", path=str(path), workbook=str(source))
    wishes = wishes_of(review)
    with Engine() as engine:
        recognition, profile = recognise_book(book, wishes, engine)
        model = load_model(profile, engine)
    answered, confirmed = apply_review(recognition, review, model)
    draft = make_draft(answered, profile, messages, confirmed=confirmed)
    again = make_review(answered, wishes, model, (review.workbook, book.sha256), messages)
    return _suggestion(mapping_text(draft, answered, messages), write_review(again, messages), answered)


def _suggestion(text: str, review: bytes, recognition: Recognition) -> Suggestion:
    rows = [found for seen in recognition.seen if not seen.trouble for found in seen.rows if found.row.values]
    left_out = sum(bool(seen.trouble) for seen in recognition.seen) + len(recognition.unknown)
    columns = sum(meaning.means is None for seen in recognition.seen for meaning in seen.columns)
    is_open = sum(found.open for found in rows)
    return Suggestion(text, review, len(rows) - is_open, is_open, left_out + columns)


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    scratch = path.with_name(f".{path.name}.{hashlib.sha256(data).hexdigest()[:8]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_bytes(data)
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise PipelineError("output.not_writable", path=str(path), cause=os_cause(error)) from error
