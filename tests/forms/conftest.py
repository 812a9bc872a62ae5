"""Instances that several tests put in other forms, each made once."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.cli.main import guarded

Instance = Callable[[str], Path]
Recasting = Callable[[str, str], Path]
FORMS: Final = {"xbrl-json": "{}.json", "xbrl-csv": "{}-metadata.json", "package": "{}.xbr"}


def recast(file: Path, target: str, out: Path) -> Path:
    """Write a report in another form, through the command line."""
    assert guarded(["convert", str(file), "--to", target, "--out", str(out), "--quiet"]) == 0
    return out / FORMS.get(target, "{}.xbrl").format(file.stem)


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    known: dict[str, Path] = {}

    def make(sample: str) -> Path:
        if sample not in known:
            folder = tmp_path_factory.mktemp("instance")
            assert guarded(["convert", str(SAMPLES / f"{sample}.xlsx"), "--out", str(folder), "--quiet"]) == 0
            known[sample] = folder / "instance.xbrl"
        return known[sample]

    return make


@pytest.fixture(scope="session")
def recasting(instance: Instance, tmp_path_factory: pytest.TempPathFactory) -> Recasting:
    """Put the instance of a sample in another form, once."""
    return cache(lambda sample, target: recast(instance(sample), target, tmp_path_factory.mktemp("form")))
