"""Both languages say the same things, and every code in the program has its sentence."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

import xbrl_pipeline
from xbrl_pipeline.messages import LANGUAGES, amount, messages, period_words
from xbrl_pipeline.model.facts import Period

_OF_THE_ENGINE = re.compile(r"\w+:|xbrl\.|ix1[01]\.")  # codes that Arelle gives are written there
PROGRAM = Path(xbrl_pipeline.__file__).parent


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_codes() -> None:
    assert set(messages("nl").sentences) == set(messages("en").sentences)


@pytest.mark.parametrize("part", ["message", "advice"])
def test_both_languages_fill_the_same_gaps(part: str) -> None:
    dutch, english = messages("nl").sentences, messages("en").sentences
    differing = [code for code in dutch if _gaps(getattr(dutch[code], part)) != _gaps(getattr(english[code], part))]
    assert differing == []


def test_every_problem_the_program_raises_has_a_sentence() -> None:
    raised = set()
    for file in PROGRAM.rglob("*.py"):
        raised |= set(re.findall(r'PipelineError\(\s*"([^"]+)"', file.read_text("utf-8")))
    assert raised, "the pattern finds nothing any more"
    assert {code for code in raised if messages("nl").find(code) is None} == set()


def test_grep_finds_where_a_code_is_told() -> None:
    """A code stands in the program as a whole, or as far as a name in it that says which of a kind is meant."""
    told = {
        file: file.read_text("utf-8") for file in PROGRAM.rglob("*") if file.suffix in {".py", ".j2", ".js", ".yaml"}
    }
    program = "\n".join(told.values()).replace("'", '"')
    ours = [code for code in messages("nl").sentences if not _OF_THE_ENGINE.match(code)]
    assert len(ours) > 1500
    ends = {code: [at.start() for at in re.finditer(r"\.", code)] for code in ours}
    found = {
        code: f'"{code}"' in program
        or any(f"{code[:end]}.{{" in program or f'"{code[:end]}."' in program for end in ends[code])
        for code in ours
    }
    assert [code for code in ours if not found[code] and not code.endswith((".shared", ".template"))] == []


def test_the_longest_family_speaks_for_an_unknown_member() -> None:
    catalogue = messages("nl")
    assert catalogue.find("NL.FG-NL-99") == catalogue.sentences["NL.FG-NL-*"]
    assert catalogue.find("nothing:like-this") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_code_without_a_sentence_is_a_programming_error(lang: str) -> None:
    with pytest.raises(KeyError):
        messages(lang).text("no.such.code")


def test_figures_are_written_in_the_readers_notation() -> None:
    assert amount(Decimal("-1234567.50")) == "\u22121.234.567,50"
    assert amount(Decimal("-1234567.50"), "en") == "\u22121,234,567.50"
    assert amount(1000) == "1.000"


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(None, date(2025, 12, 31)), "31-12-2025"),
        (Period(date(2025, 1, 1), date(2025, 12, 31)), "2025"),
        (Period(date(2024, 1, 1), date(2025, 12, 31)), "2024-2025"),
        (Period(date(2024, 8, 1), date(2025, 7, 31)), "01-08-2024 t/m 31-07-2025"),
    ],
)
def test_periods_are_written_as_column_headings(period: Period, text: str) -> None:
    assert period_words(period) == text
    assert period_words(period, ["Begroting"]) == f"{text}, begroting"


def test_names_with_a_comma_of_their_own_stay_apart() -> None:
    told = [messages("nl").show(names) for names in (("E-mailadres, volledig", "Zetel"), ("Voornamen", "Zetel"))]
    assert told == ["E-mailadres, volledig; Zetel", "Voornamen, Zetel"]
