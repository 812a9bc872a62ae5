"""What is measured: a jaarverantwoording of ours of about 1,000 facts, and the real NT11 sample where it is at hand."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from taxonomies.builder.reading import read_tables
from tests.engine.corpus.cases import ROOT, cases_of, real_home
from tests.engine.corpus.check import REAL, installed
from tests.taxonomies.instances import to_xml
from tests.taxonomies.reports import group_report
from xbrl_pipeline.instance.reader import read_instance
from xbrl_pipeline.taxonomy.profiles import profile_of
from xbrl_pipeline.taxonomy.store import find_package

_CHECKS: Final = ("--validate", "--calc", "c11r", "--utr", "--validateDuplicateFacts", "inconsistent")
Row = tuple[str, Path, tuple[Path, ...], tuple[str, ...], int]


def subjects(folder: Path) -> Iterator[Row]:
    """Give name, instance, packages, options for Arelle and number of facts; the program's state is set as it goes."""
    os.environ["XBRL_PIPELINE_HOME"] = str(folder / "state")
    tables = read_tables(ROOT / "taxonomies" / "tables" / "onderwijs-2025")
    yield _subject("ours", to_xml(group_report(tables), tables), folder)
    os.environ["XBRL_PIPELINE_HOME"] = str(real_home())
    if installed(REAL):
        yield _subject("nt11", cases_of(REAL)[0].data, folder)


def _subject(name: str, data: bytes, folder: Path) -> Row:
    path = folder / f"{name}.xbrl"
    path.write_bytes(data)
    instance = read_instance(path)
    profile = profile_of(instance.schema_refs[0])
    if profile is None:
        raise LookupError(name)
    rules = ("--plugins", "validate/NL", "--disclosureSystem", profile.filing_rules) if profile.filing_rules else ()
    return name, path, find_package(profile.taxonomy).paths, (*_CHECKS, *rules), instance.facts
