"""Help and usage errors are in the language of the user, whichever was spoken before; click's own words too."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_commands import COMMANDS
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.cli.wording import CLICK
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import ExitCode

ENGLISH = ("Usage", "Error", "Options", "Commands", "Try ", "Missing", "No such", "Show this", "Invalid", "default:")
WRONG = [
    ["run", "--fout"],
    ["rum"],
    ["convert"],
    ["template"],
    ["template", "--taxonomy", "x", "--out", "y", "--year", "abc"],
    ["template", "--taxonomy", "x", "--out", "."],
    ["template", "--taxonomy", "x", "--out", "y", "--start", "gisteren"],
    ["run", "x", "--jobs", "0"],
    ["validate", "x", "--format", "pdf"],
    ["doctor", "iets", "anders"],
    ["run", "--out"],
    ["doctor", "--quiet"],
]
# what click says to whoever makes a command in a wrong way, and of what no command here has
TO_PROGRAMMERS = (
    "Aborted!",
    "Argument",
    "Boolean option",
    "Choice(",
    "Choose from",
    "Could not determine",
    "Deprecat",
    "Invalid start character",
    "Missing parameter",
    "Missing {param_type}",
    "Name '{name}' defined twice",
    "No options defined",
    "Positional arguments",
    "Press any key",
    "Repeat for",
    "Error: The two",
    "Error: invalid",
    "Unknown color",
    "Value must be",
    "(dynamic)",
    "deprecated",
    "env var",
    "unknown error",
    "{len_type}",
    "{value!r} is not a valid UUID",
    "{name} {filename!r} is not executable",
)


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_what_was_typed_wrong_is_told_in_the_language_of_the_user(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded([*arguments, "--lang", "en"] if arguments != ["run", "--out"] else arguments) == ExitCode.USAGE
    english = capsys.readouterr().err
    assert guarded(arguments) == ExitCode.USAGE
    dutch = capsys.readouterr().err
    assert [word for word in ENGLISH if word in dutch] == []
    assert "Fout: " in dutch
    assert "Error: " in english or arguments == ["run", "--out"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_in_the_language_that_was_asked_for(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    pages: dict[str, str] = {}
    for lang in ("nl", "en", "nl"):
        assert guarded(["--lang", lang, command, "--help"]) == ExitCode.VALID
        page = capsys.readouterr().out
        assert pages.setdefault(lang, page) == page
    assert [word for word in ENGLISH if word in pages["nl"]] == []
    assert pages["nl"].startswith("Gebruik: ")
    assert pages["en"].startswith("Usage: ")
    assert "Show this message and exit." in pages["en"]
    assert not any("<<" in page or "..." in page.partition("\n")[2] for page in pages.values())


def test_all_that_click_can_say_has_its_sentence() -> None:
    known = {told.message for code, told in messages("en").sentences.items() if code.startswith("click.")}
    said = {text for module in CLICK for text in _said(Path(str(module.__file__)))}
    assert known - {"required", "Show this message and exit."} <= said
    assert {text for text in said - known if not text.startswith(TO_PROGRAMMERS)} == set()


def _said(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
            yield from (
                each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )
