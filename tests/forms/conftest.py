"""Instances that several tests put in other forms, each made once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.cli.main import guarded

Instance = Callable[[str], Path]


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
