"""Files written for one test, and what ``validate`` says of them."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conformance import pieces as p
from xbrl_pipeline.cli.main import guarded

GOOD: Final = p.instance(*p.BASE, p.fact())


def written(root: Path, files: dict[str, str]) -> Path:
    """Write files below a folder and return the folder."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def by(href: str, text: str) -> str:
    """Let an instance name another schema."""
    return text.replace('"t.xsd"', f'"{href}"')


def validate(*arguments: object) -> int:
    """Run the command and return its exit code."""
    return guarded(["validate", *map(str, arguments)])


def asked(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    """Run the command and return its report."""
    capsys.readouterr()
    validate(*arguments, "--format", "json")
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def codes_of(report: dict[str, Any]) -> list[str]:
    """Return the code of each finding."""
    return [finding["code"] for finding in report["findings"]]
