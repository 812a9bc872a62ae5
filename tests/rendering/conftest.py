"""The samples as instances with their taxonomies, and where the package of these lies."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import WorkbookSource, read_source
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.messages import messages
from xbrl_pipeline.pipeline import convert
from xbrl_pipeline.rendering.forms import OpenedReport
from xbrl_pipeline.taxonomy.store import find_package

Sample = Callable[[str], OpenedReport]


@pytest.fixture(scope="session")
def sample(engine: Engine) -> Sample:
    """Make the instance of a sample, once."""

    def make(name: str) -> OpenedReport:
        source = read_source(SAMPLES / f"{name}.xlsx", SAMPLES / f"{name}.mapping.yaml")
        assert isinstance(source, WorkbookSource)
        mapped, model = convert(source, engine, messages("nl"))
        return OpenedReport(
            Path(name).name, write_instance(mapped.facts, mapped.entity.kvk, model, mapped.profile), model
        )

    return cache(make)


@pytest.fixture(scope="session")
def package(sample: Sample) -> Path:
    """Return the package of the taxonomy of the samples."""
    return find_package(sample("po-99001").model.package).path
