"""Mappings for workbooks that have none: recognised, put to a person as questions, and made from the answers."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xbrl_pipeline.engine import Engine
from xbrl_pipeline.mapping.recognise.draft import make_draft
from xbrl_pipeline.mapping.recognise.propose import Wishes
from xbrl_pipeline.mapping.recognise.text import mapping_text
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import PipelineError, os_cause
from xbrl_pipeline.sources import recognise_book
from xbrl_pipeline.workbook.reader import read_workbook


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
    draft = make_draft(recognition, profile, messages)
    rows = [judged for block in recognition.blocks if block.taken for judged in block.rows]
    is_open = sum(judged.open for judged in rows)
    places = sum(bool(block.open) for block in recognition.blocks)
    return Suggestion(mapping_text(draft, recognition, messages), b"", len(rows) - is_open, is_open, places)


def apply_answers(path: Path, workbook: Path | None, messages: Messages) -> Suggestion:
    raise NotImplementedError


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
