"""The samples as instances with their taxonomies, and where the package of these lies."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import GOOD
from tests.conftest import SAMPLES as FOLDER
from tests.rendering.names import fill_in
from tests.support import KVK
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import WorkbookSource, read_source
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.messages import messages
from xbrl_pipeline.pipeline import convert
from xbrl_pipeline.rendering.forms import OpenedReport
from xbrl_pipeline.taxonomy.profiles import load_profile
from xbrl_pipeline.taxonomy.store import find_package, load_model

SAMPLES = (*GOOD, "fout-balans-99005", "saldibalans-99007", "beleidsinformatie/beleidsinformatie-99001")
Sample = Callable[[str], OpenedReport]


@pytest.fixture(scope="session")
def sample(engine: Engine) -> Sample:
    """Make the instance of a sample, once."""

    def make(name: str) -> OpenedReport:
        source = read_source(FOLDER / f"{name}.xlsx", FOLDER / f"{name}.mapping.yaml")
        assert isinstance(source, WorkbookSource)
        mapped, model = convert(source, engine, messages("nl"))
        return OpenedReport(
            Path(name).name, write_instance(mapped.facts, mapped.entity.kvk, model, mapped.profile), model
        )

    return cache(make)


@pytest.fixture(scope="session")
def named(engine: Engine) -> Sample:
    """Make a report of which every table with rows of names is filled in, once."""

    def make(report: str) -> OpenedReport:
        profile = load_profile("onderwijs-2025", report)
        model = load_model(profile, engine)
        return OpenedReport(report, write_instance(fill_in(model), KVK, model, profile), model)

    return cache(make)


@pytest.fixture(scope="session")
def package(sample: Sample) -> Path:
    """Return the package of the taxonomy of the samples."""
    return find_package(sample("po-99001").model.package).path
