"""Every code that the two rooms can give has its sentence in both languages, with the same gaps."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import xbrl_pipeline
from xbrl_pipeline.messages import messages

ROOT = Path(xbrl_pipeline.__file__).parent
CODE = re.compile(r"(?:workbook|mapping|entity|ledger)\.[a-z_.]+")


def codes_in_source() -> Iterator[str]:
    for path in [*ROOT.joinpath("workbook").glob("*.py"), *ROOT.joinpath("mapping").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                yield node.value


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_code_in_the_source_has_a_sentence() -> None:
    found = set(codes_in_source())
    assert len(found) > 40
    for code in found - {"workbook.", "mapping.not_a_mapping.", "mapping.trial.", "ledger."}:
        assert messages("nl").find(code) is not None, code


def test_both_languages_have_the_same_codes_with_the_same_gaps() -> None:
    dutch, english = messages("nl").sentences, messages("en").sentences
    ours = {code for code in {*dutch, *english} if CODE.match(code)}
    assert ours
    for code in ours:
        assert gaps(dutch[code].message) == gaps(english[code].message), code
        assert bool(dutch[code].advice) == bool(english[code].advice), code
