"""The model says what the taxonomy says, for taxonomies of any make, and is read back whole without Arelle."""

import subprocess
import sys
from decimal import Decimal
from typing import Final

import pytest

from tests.taxonomy import examples
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.taxonomy import cache, store
from xbrl_pipeline.taxonomy.model import Kind, PresentationLine, TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

CORE: Final = f"{examples.HOST}core"


def _name(local: str) -> QName:
    return QName(CORE, local)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> TaxonomyModel:
    """Return the model of a taxonomy that is nothing like the NT."""
    file = examples.write_zip(tmp_path_factory.mktemp("package") / "foreign.zip", examples.package())
    return store.compiled_model(store.add(file).package, examples.ENTRY, engine)


def test_a_model_is_read_back_as_it_was_written(foreign: TaxonomyModel, model: TaxonomyModel) -> None:
    for each in (foreign, model):
        assert cache.from_bytes(cache.to_bytes(each)) == each


def test_another_format_is_compiled_anew(foreign: TaxonomyModel, monkeypatch: pytest.MonkeyPatch) -> None:
    data = cache.to_bytes(foreign)
    monkeypatch.setattr(cache, "FORMAT", cache.FORMAT + 1)
    assert cache.from_bytes(data) is None


def test_a_tree_stands_in_presentation_order_with_its_preferred_labels(foreign: TaxonomyModel) -> None:
    (role,) = foreign.roles.values()
    assert role.label("nl") == "Income statement"
    assert role.lines == (
        PresentationLine(0, _name("Statement")),
        PresentationLine(1, _name("Sales")),
        PresentationLine(1, _name("Costs")),
        PresentationLine(1, _name("Profit"), "totalLabel"),
    )
    assert [line.name.local for line in role.children(_name("Statement"))] == ["Sales", "Costs", "Profit"]


def test_labels_fall_back_to_whatever_language_there_is(foreign: TaxonomyModel) -> None:
    profit, malta, costs = (foreign.find_any(name) for name in ("Profit", "Malta", "Home"))
    assert profit is not None
    assert malta is not None
    assert costs is not None
    assert profit.label("nl") == "Profit"
    assert profit.label("en", "totalLabel") == "Total profit"
    assert malta.label("nl") == "Malta, the island"
    assert costs.label("nl") == "Home"


def test_calculation_links_are_sums(foreign: TaxonomyModel) -> None:
    (total,) = foreign.sums
    assert total.total == _name("Profit")
    assert total.parts == ((_name("Sales"), Decimal(1)), (_name("Costs"), Decimal(-1)))


def test_hypercubes_tell_which_members_go_with_which_concepts(foreign: TaxonomyModel) -> None:
    (table,) = foreign.tables_of(_name("Sales"))
    country, person = table.axes
    assert table.closed
    assert table.context == "segment"
    assert (country.typed, country.members) == (False, (_name("Ireland"), _name("Malta")))
    assert (person.typed, person.members) == (True, ())
    assert foreign.tables_of(_name("Profit")) == ()


def test_an_extensible_enumeration_is_a_code_list(foreign: TaxonomyModel) -> None:
    home = foreign.find("acc:Home")
    assert home is not None
    assert home.kind is Kind.CODE
    assert [(code.value, code.label("en")) for code in foreign.codes_of(home)] == [
        (f"{CORE}#Ireland", "Ireland"),
        (f"{CORE}#Malta", "Malta, the island"),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Director", Kind.TUPLE),
        ("CountryAxis", Kind.AXIS),
        ("PersonAxis", Kind.TYPED_AXIS),
        ("Table", Kind.HYPERCUBE),
        ("Statement", Kind.ABSTRACT),
    ],
)
def test_what_cannot_be_reported_stands_apart(foreign: TaxonomyModel, name: str, kind: Kind) -> None:
    element = foreign.find_any(name)
    assert element is not None
    assert element.kind is kind
    assert foreign.find(name) is None
    assert foreign.element(_name(name)) is element


def test_our_assertions_are_sums_and_our_codes_have_words(model: TaxonomyModel) -> None:
    assets = model.find("Assets")
    status = model.find("DocumentAdoptionStatus")
    assert assets is not None
    assert status is not None
    total = next(each for each in model.sums if each.total == assets.name and "SumOfChildren" in each.rule)
    assert {name.local for name, _ in total.parts} == {"AssetsCurrent", "AssetsNoncurrent"}
    assert {code.value for code in model.codes_of(status)} == set(status.codes)
    assert assets.references


def test_reading_needs_no_arelle_and_a_small_part_of_the_time(profile: ReportProfile, model: TaxonomyModel) -> None:
    assert model.concepts
    program = f"""
import sys, time, tempfile
from pathlib import Path
from xbrl_pipeline.taxonomy.compiled import read_model
from xbrl_pipeline.taxonomy.store import find_package
package = find_package({profile.taxonomy!r})
started = time.process_time()
assert read_model(package, {profile.entry_point!r}) is not None
reading = time.process_time() - started
assert not any(name.split('.')[0] == 'arelle' for name in sys.modules)
from xbrl_pipeline.engine import CompileJob, session
started = time.process_time()
session.compile_dts(CompileJob({profile.entry_point!r}, package.paths), Path(tempfile.mkdtemp()))
print(reading / (time.process_time() - started))
"""
    answer = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert float(answer.stdout.splitlines()[-1]) < 0.1
