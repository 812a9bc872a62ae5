"""The corpus: instances of our taxonomies and, where it is at hand, of a real one."""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from taxonomies.builder.reading import read_tables
from tests.engine.corpus.defects import BYTES, DEFECTS
from tests.engine.corpus.tree import Instance
from tests.taxonomies.defects import faulty_reports, sound_reports
from tests.taxonomies.instances import to_xml
from tests.taxonomies.reports import group_report, single_report

ROOT: Final = Path(__file__).resolve().parents[3]
OURS: Final = ("onderwijs-2025", "onderwijs-2026")
_PLACES: Final = [folder / "shared" / "real" for folder in ROOT.parents]
REAL: Final = next((place for place in _PLACES if place.is_dir()), _PLACES[0])
REAL_PACKAGE: Final = REAL / "nt11-kvk-20161214.zip"
_FILING: Final = REAL / "kvk-rpt-jaarverantwoording-2016-nlgaap-klein-publicatiestukken.xbrl"
_MIXTURES: Final = 20  # instances with three defects each


@dataclass(frozen=True)
class Case:
    """An instance, and the report it is meant for: the name of a profile, or the address of an entry point."""

    name: str
    data: bytes
    report: str


def real_home() -> Path:
    """Return the folder that keeps the real taxonomy and what was recorded of it: never in the repository."""
    kept = os.environ.get("XBRL_PIPELINE_REAL_HOME")
    return Path(kept) if kept else platformdirs.user_cache_path("xbrl-pipeline") / "engine-check"


def cases_of(taxonomy: str) -> tuple[Case, ...]:
    """Return all instances of a taxonomy, always the same."""
    return tuple(_ours(taxonomy) if taxonomy in OURS else _real())


def _ours(taxonomy: str) -> Iterator[Case]:
    tables = read_tables(ROOT / "taxonomies" / "tables" / taxonomy)
    for name, faulty in (sound_reports(tables) | faulty_reports(tables)).items():
        yield Case(name, to_xml(faulty.report, tables, faulty.entry), faulty.entry)
    yield from _spoiled(to_xml(single_report(tables), tables), "jaarverantwoording")
    yield from _mixtures(to_xml(group_report(tables), tables), "jaarverantwoording")


def _real() -> Iterator[Case]:
    data = _FILING.read_bytes()
    report = Instance(data).schema_ref().get("{http://www.w3.org/1999/xlink}href") or ""
    yield Case("filing", data, report)
    yield from _spoiled(data, report)
    yield from _mixtures(data, report)


def _spoiled(data: bytes, report: str) -> Iterator[Case]:
    for seed, (name, defect) in enumerate(DEFECTS.items()):
        instance = Instance(data, seed)
        defect(instance)
        yield Case(name, instance.bytes(), report)
    for name, change in BYTES.items():
        yield Case(name, change(Instance(data).bytes()), report)


def _mixtures(data: bytes, report: str) -> Iterator[Case]:
    chance = random.Random(2025)  # noqa: S311 - the same mixtures every time
    made = 0
    while made < _MIXTURES:
        instance, names = Instance(data, made), chance.sample(sorted(DEFECTS), 3)
        try:
            for name in names:
                DEFECTS[name](instance)
        except (LookupError, KeyError, TypeError):
            continue  # one of them took away what another needs
        made += 1
        yield Case("+".join(names), instance.bytes(), report)
