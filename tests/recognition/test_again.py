"""A suggested mapping that a person agreed with gives the same facts as the recognition it came from."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.recognition.books import ODD, Book
from tests.recognition.grammar.book import make
from tests.recognition.grammar.write import save
from tests.recognition.kinds import clear, write
from tests.recognition.people import Person, suggest
from xbrl_pipeline.mapping.convert import map_cells
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.mapping.recognise.draft import make_draft
from xbrl_pipeline.mapping.recognise.propose import Wishes, recognise
from xbrl_pipeline.mapping.recognise.text import mapping_text
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Fact
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.reader import read_workbook


def amounts(facts: tuple[Fact, ...]) -> dict[CellRef, Decimal]:
    return {cell: fact.value for fact in facts if isinstance(fact.value, Decimal) and not fact.derived for cell in fact.cells}
