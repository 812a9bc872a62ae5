"""The two parts of the grammar: the lists and shapes each draws from."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from . import (
    arrange_seen,
    axes_seen,
    forms_seen,
    heads_seen,
    matrix_seen,
    numforms,
    shapes_seen,
    text_seen,
    words_seen,
    words_seen_en,
    words_seen_notes,
)
from .context import Part


def seen() -> Part:
    """Part `seen`."""
    return Part(
        "seen",
        dict(axes_seen.AXES),
        {**words_seen.BALANCE, **words_seen.INCOME, **words_seen.CASH, **words_seen_notes.NOTES},
        words_seen_notes.SPLITS,
        words_seen_notes.MERGES,
        words_seen_notes.OWN,
        words_seen_notes.MEMOS,
        heads_seen.HEADS,
        numforms.FORMS,
        text_seen.TEXT,
        dict(axes_seen.ORDERS),
        dict(shapes_seen.SHAPES),
        dict(arrange_seen.ARRANGEMENTS),
        dict(forms_seen.BALANCE_FORMS),
        dict(matrix_seen.MATRICES),
        (words_seen_en.ENGLISH, heads_seen.ENGLISH_HEADS, text_seen.ENGLISH),
    )


def english(part: Part) -> Part:
    """The part with English words: no own sublines, merged lines or extras."""
    words, heads, text = part.english
    return replace(
        part,
        lists=words,
        heads=heads,
        text={**part.text, **text},
        splits={},
        merges={},
        own={},
        memos={},
        language="en",
    )


def load(name: str) -> Part:
    """A part by name; part `unseen` lives in modules of its own."""
    if name == "seen":
        return seen()
    part: Part = import_module(".part_unseen", __package__).unseen()
    return part
