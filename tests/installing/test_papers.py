"""What a stranger looks for first is there, and says the same thing everywhere."""

import re
import tomllib

import pytest
import yaml

from tests.conftest import ROOT
from xbrl_pipeline import VERSION

PAPERS = ("README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md")


def test_the_licence_is_the_same_in_every_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    public = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert project["license"] == public["legal"]["license"] == "EUPL-1.2"
    assert project["license-files"] == ["LICENSE"]
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert len(re.findall(r"^1?\d\. ?[A-Z]", text, re.MULTILINE)) == 15  # its articles


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "version" not in project
    others = [file for file in (ROOT / "xbrl_pipeline").rglob("*.py") if f'"{VERSION}"' in file.read_text("utf-8")]
    assert [file.name for file in others] == ["__init__.py"]


def test_the_changelog_is_kept_from_now_on() -> None:
    heads = re.findall(r"^## \[(.+?)\]( - \d{4}-\d\d-\d\d)?$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert heads[0] == ("Unreleased", "")
    assert all(date for _, date in heads[1:])


@pytest.mark.parametrize("name", PAPERS)
def test_what_a_paper_points_at_is_there(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    linked = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    paths = re.findall(r"`((?:xbrl_pipeline|tests|taxonomies|requirements|docs)/[\w./-]*\w)`", text)
    assert [path for path in (*linked, *paths) if not (ROOT / path).exists()] == []


def test_every_command_that_the_papers_name_is_in_the_makefile() -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        command
        for name in PAPERS
        for command in re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    }
    assert len(named) > 5
    assert named - known == set()
