"""No taxonomy vouches for itself: by name and address a weakened one looks like the released one."""

from hashlib import sha256
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support import KVK, Report
from tests.taxonomy import examples
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import choose_installed, read_side_inputs, read_source
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import PipelineError, Verdict
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.taxonomy import packages, standing, store
from xbrl_pipeline.taxonomy.bundle import make_bundle
from xbrl_pipeline.taxonomy.contents import Files, read_contents
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.standing import Release, Standing, standing_of


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a test a store of its own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("XBRL_PIPELINE_HOME", str(folder))
    return folder


def _weakened() -> Files:
    """Return our own taxonomy without the linkbases that hold its rules."""
    files = read_contents(ROOT / "taxonomies" / "onderwijs-2025")
    return {name: data for name, data in files.items() if "/validation/" not in name or name.endswith(".xsd")}


def _written(folder: Path, files: Files) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.usefixtures("own_home")
def test_a_package_that_claims_our_reports_is_refused_whatever_it_is_called(tmp_path: Path) -> None:
    weak = _written(tmp_path / "weak", _weakened())
    assert len(_weakened()) < len(read_contents(ROOT / "taxonomies" / "onderwijs-2025"))
    for name in ("", "beter-2025"):
        with pytest.raises(PipelineError) as caught:
            store.add(weak, name=name)
        assert (caught.value.code, caught.value.params["id"]) == ("package.rival_of_ours", "onderwijs-2025")
    assert [each.id for each in store.packages()] == ["onderwijs-2025", "onderwijs-2026"]


@pytest.mark.usefixtures("own_home")
def test_what_came_in_by_another_way_is_marked_and_trusted_by_nobody(
    tmp_path: Path,
    model: TaxonomyModel,
    profile: ReportProfile,
    engine: Engine,
    nl: Messages,
) -> None:
    before = packages.find_package("onderwijs-2025")
    bundle = make_bundle("weak", _weakened())
    data = bundle.packed()
    packages.keep(packages.described("aaa", sha256(data).hexdigest(), bundle), data)
    assert standing_of(packages.find_package("aaa")) is Standing.RIVAL
    assert standing_of(before) is Standing.SHIPPED
    path = tmp_path / "x.xbrl"
    path.write_bytes(write_instance(Report(model, profile).small(Equity=99), KVK, model, profile))
    report = check(read_source(path, None), engine, nl).report
    assert report.taxonomy is not None
    assert report.taxonomy.id == "onderwijs-2025"  # not the one whose name comes first
    assert report.verdict is Verdict.INVALID
    assert "taxonomy.rival" in {finding.code for finding in report.findings}
    chosen = read_source(path, None, read_side_inputs(None, None, choose_installed("aaa")))
    assert chosen.rivals == ("onderwijs-2025",)


@pytest.mark.usefixtures("own_home")
def test_a_release_is_known_by_its_documents_however_it_is_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = store.add(examples.write_zip(tmp_path / "accounts.zip", examples.package())).package
    assert standing_of(package) is Standing.UNKNOWN
    known = Release("Accounts 2024", standing.documents_digest(package))
    monkeypatch.setattr(standing, "releases", lambda: (known,))
    assert standing_of(package) is Standing.RELEASED
    store.remove("accounts")
    changed = {name: text.replace("[100] Statement", "[100] Stating") for name, text in examples.package().items()}
    other = store.add(examples.write_zip(tmp_path / "accounts.zip", changed)).package
    assert standing_of(other) is Standing.UNKNOWN


@pytest.mark.parametrize(
    ("address", "practice"),
    [
        ("http://www.onderwijstaxonomie.example/ot2025/a.xsd", True),
        ("http://www.nltaxonomie.nl/nt20/a.xsd", False),
        ("http://example.nl/.example", False),
        ("a.xsd", False),
    ],
)
def test_a_taxonomy_for_practice_is_known_by_its_domain(address: str, practice: bool) -> None:
    assert standing.is_practice(address) is practice
