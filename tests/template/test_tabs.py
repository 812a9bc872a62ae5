"""Names of sheets: within what Excel takes, told apart, and words of which a reader knows what they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xbrl_pipeline.template.tabs import name_tab


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Balans", "Balans"),
        ("Informatie over de rechtspersoon", "Informatie over de rechtsp."),
        ("Langlopende schulden, specificatie", "Langlopende schulden, specif."),
        ("Verloop van het eigen vermogen (enkelvoudig)", "Verloop eigen vermog. (enk.)"),
        ("Verloop van het eigen vermogen (geconsolideerd)", "Verloop eigen vermog. (gec.)"),
        ("Materiële vaste activa, verloop per categorie (enkelvoudig)", "Materiële vaste activa (enk.)"),
        ("Bestemmingsreserve (publiek), specificatie (geconsolideerd)", "Bestemmingsr. (publiek) (gec.)"),
        ("Bestemmingsfonds (publiek), specificatie (geconsolideerd)", "Bestemmingsf. (publiek) (gec.)"),
        ("Balans: activa/passiva [x]", "Balans activa passiva x"),
        ("History", "History 2"),
    ],
)
def test_a_heading_is_shortened_as_people_do(heading: str, name: str) -> None:
    assert name_tab(heading, set()) == name


def test_headings_that_become_alike_are_numbered() -> None:
    taken: set[str] = set()
    for heading in ["Segmentatie naar onderwijssoorten", "Segmentatie naar onderwijssectoren"] * 2:
        taken.add(name_tab(heading, taken).casefold())
    assert taken == {f"segmentatie naar onderw.{number}" for number in ("", " 2", " 3", " 4")}


@given(st.lists(st.text(min_size=0, max_size=80), max_size=30))
def test_any_headings_give_names_that_excel_takes_each_once(headings: list[str]) -> None:
    taken: set[str] = set()
    for heading in headings:
        name = name_tab(heading, taken)
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.casefold() not in taken
        taken.add(name.casefold())
