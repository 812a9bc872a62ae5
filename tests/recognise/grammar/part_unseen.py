"""Part `unseen`: put together from modules of its own."""

from __future__ import annotations

from . import (
    arrange_unseen,
    axes_unseen,
    forms_unseen,
    heads_unseen,
    matrix_unseen,
    numforms_unseen,
    shapes_unseen,
    text_unseen,
    words_unseen,
    words_unseen_en,
    words_unseen_notes,
)
from .context import Part


def unseen() -> Part:
    """Part `unseen`."""
    return Part(
        "unseen",
        dict(axes_unseen.AXES),
        {**words_unseen.BALANCE, **words_unseen.INCOME, **words_unseen.CASH, **words_unseen_notes.NOTES},
        words_unseen_notes.SPLITS,
        words_unseen_notes.MERGES,
        words_unseen_notes.OWN,
        words_unseen_notes.MEMOS,
        heads_unseen.HEADS,
        numforms_unseen.FORMS,
        text_unseen.TEXT,
        dict(axes_unseen.ORDERS),
        dict(shapes_unseen.SHAPES),
        dict(arrange_unseen.ARRANGEMENTS),
        dict(forms_unseen.BALANCE_FORMS),
        dict(matrix_unseen.MATRICES),
        (words_unseen_en.ENGLISH, heads_unseen.ENGLISH_HEADS, text_unseen.ENGLISH),
    )
