"""Every line that a row of a workbook can be said to be."""

from collections.abc import Iterator
from typing import Final

from xbrl_pipeline.recognise.lexicon import make_lexica
from xbrl_pipeline.taxonomy.model import Kind, TaxonomyModel

IGNORE: Final = "ignore"  # the answer that leaves something out
REST: Final = "table:*"  # the one question about all that belongs to no statement
EACH: Final = "each"  # the answer that has what a question covers asked one by one
WHOLE: Final = "whole"  # the answer by which a total is reported and its parts are not
USE: Final = "use"  # the answer that takes a table that was left out
TURNED: Final = "turned"  # the answers to the question which way a table stands
UPRIGHT: Final = "upright"
PLUS: Final = "plus"  # the answers to the question with which sign a row is reported
MINUS: Final = "minus"
TABLE: Final = "table:"  # how the ids begin of what is about a whole table


def lines_of(model: TaxonomyModel, lang: str = "nl") -> Iterator[tuple[str, str]]:
    """Give the lines of the statements by key, then every other amount of the taxonomy by its label."""
    known: dict[str, str] = {}
    for lexicon in make_lexica(model).values():
        for entry in lexicon.entries.values():
            if entry.concept.kind is Kind.MONETARY:
                role = "periodStartLabel" if entry.start else "label"
                known.setdefault(entry.key, entry.concept.label(lang, role))
    yield from known.items()
    others = (
        (concept.name.local, concept.label(lang))
        for concept in model.concepts.values()
        if concept.kind is Kind.MONETARY and concept.name.local not in known
    )
    yield from sorted(others, key=lambda pair: pair[1])
