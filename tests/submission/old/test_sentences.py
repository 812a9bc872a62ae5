"""Every refusal of this room has its sentences, in both languages, with the same gaps."""

import re
from pathlib import Path
from string import Formatter

import pytest

import xbrl_pipeline.submission
from xbrl_pipeline.messages import LANGUAGES, messages
from xbrl_pipeline.model.outcome import Verdict

SOURCES = [path.read_text("utf-8") for path in Path(xbrl_pipeline.submission.__path__[0]).glob("*.py")]
RAISED = {code for text in SOURCES for code in re.findall(r'"(submission\.\w+)"', text)}
VERDICTS = {f"submission.verdict.{verdict}" for verdict in Verdict if verdict is not Verdict.VALID}


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_a_sentence_and_an_advice_and_no_sentence_is_left_over(lang: str) -> None:
    sentences = messages(lang).sentences
    assert {code for code in sentences if code.startswith("submission.")} == RAISED | VERDICTS
    assert all(sentences[code].message and sentences[code].advice for code in RAISED | VERDICTS)


@pytest.mark.parametrize("code", sorted(RAISED | VERDICTS))
def test_both_languages_have_the_same_gaps(code: str) -> None:
    dutch, english = (messages(lang).sentences[code] for lang in LANGUAGES)
    assert _gaps(dutch.message) == _gaps(english.message)
    assert not _gaps(dutch.advice + english.advice)
