"""Report profiles: found by what is installed, asked for by name where something is not known."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.taxonomy import examples
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy import store
from xbrl_pipeline.taxonomy.profiles import (
    installed_profiles,
    json_schema,
    load_profile,
    own_folder,
    profile_of,
    profiles,
    shipped_profiles,
)


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("XBRL_PIPELINE_HOME", str(folder))
    return folder


def _official(folder: Path, name: str, domain: str = "nt20/ocw/20251203") -> store.Package:
    """Install a taxonomy that stands where the official one does."""
    files = {
        f"taxonomie/www.nltaxonomie.nl/{domain}/entrypoints/{name}.xsd": examples.ENTRY_SCHEMA.replace(
            "core.xsd", "../core.xsd"
        ),
        f"taxonomie/www.nltaxonomie.nl/{domain}/core.xsd": examples.CORE,
        f"taxonomie/www.nltaxonomie.nl/{domain}/links.xml": examples.LINKS,
        f"taxonomie/www.nltaxonomie.nl/{domain}/generic.xml": examples.GENERIC,
    }
    return store.add(examples.write_zip(folder / f"{name}.zip", files)).package


def test_every_report_of_ours_has_a_complete_profile() -> None:
    ours = [profile for profile in installed_profiles() if store.find_package(profile.taxonomy).shipped]
    assert ours
    assert all(profile.missing == () for profile in ours)
    for profile in ours:
        assert load_profile(profile.taxonomy, profile.report) == profile


def test_a_profile_whose_package_is_absent_is_a_clear_problem() -> None:
    with pytest.raises(PipelineError) as caught:
        load_profile("ocw-2025", "jaarverantwoording")
    assert caught.value.code == "profile.not_installed"
    with pytest.raises(PipelineError) as caught:
        load_profile("onderwijs-2025", "nothing")
    assert caught.value.code == "profile.unknown"


@pytest.mark.usefixtures("own_home")
def test_what_nobody_publishes_is_asked_for_by_name(tmp_path: Path) -> None:
    package = _official(tmp_path, "ocw-rpt-jaarverantwoording-2025-nlgaap-onderwijsinstellingen")
    with pytest.raises(PipelineError) as caught:
        load_profile("ocw-2025", "jaarverantwoording")
    assert caught.value.code == "profile.incomplete"
    assert caught.value.params["missing"] == ("identifier_scheme", "bestuursnummer_concept")
    settings = "taxonomy: ocw-2025\nreport: jaarverantwoording\nidentifier_scheme: urn:s\nbestuursnummer_concept: a:B\n"
    place = Path(str(caught.value.params["path"]))
    place.parent.mkdir(parents=True)
    place.write_text(settings, "utf-8")
    profile = load_profile("ocw-2025", "jaarverantwoording")
    assert (profile.taxonomy, profile.identifier_scheme) == (package.id, "urn:s")
    assert profile.filing_rules == "NT20"
    assert profile.entry_point == package.entry_points[0].url


@pytest.mark.usefixtures("own_home")
def test_an_instance_of_an_official_report_is_known_without_the_missing_settings(tmp_path: Path) -> None:
    package = _official(tmp_path, "ocw-rpt-jaarverantwoording-2025-nlgaap-onderwijsinstellingen")
    found = profile_of(package.entry_points[0].url)
    assert found is not None
    assert (found.taxonomy, found.report, found.filing_rules, found.kvk) == (
        package.id,
        "jaarverantwoording",
        "NT20",
        False,
    )


@pytest.mark.usefixtures("own_home")
@pytest.mark.parametrize(
    ("domain", "rules", "kvk"),
    [("nt19/kvk/20241211", "NT19", True), ("nt17/bd/20221201", "NT17", False), ("nt12/ez/20171213", None, False)],
)
def test_other_reports_of_the_nt_get_the_filing_rules_of_their_year(
    tmp_path: Path, domain: str, rules: str | None, kvk: bool
) -> None:
    package = _official(tmp_path, "rpt-something", domain)
    found = profile_of(package.entry_points[0].url)
    assert found is not None
    assert (found.report, found.filing_rules, found.kvk) == ("rpt-something", rules, kvk)


@pytest.mark.usefixtures("own_home")
def test_a_report_of_another_authority_has_no_filing_rules(tmp_path: Path) -> None:
    store.add(examples.write_zip(tmp_path / "accounts.zip", examples.package()))
    found = profile_of(examples.ENTRY)
    assert found is not None
    assert (found.taxonomy, found.report, found.filing_rules) == ("accounts", "full report", None)
    assert profile_of(f"{examples.HOST}core.xsd") is not None
    assert profile_of("http://elsewhere.example/report.xsd") is None
    with pytest.raises(PipelineError) as caught:
        load_profile("accounts", "full report")
    assert caught.value.code == "profile.incomplete"


@pytest.mark.usefixtures("own_home")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("taxonomy: x\nentry_point: http://x/y.xsd\nreport: r\nnonsense: 1\n", "profile.wrong"),
        ("taxonomy: x\nentry_point: http://x/y.xsd\nname_concept: no prefix\n", "profile.wrong"),
        ("taxonomy: [\n", "profile.unreadable"),
        ("just words\n", "profile.unreadable"),
    ],
)
def test_a_wrong_profile_is_a_clear_problem(text: str, code: str) -> None:
    own_folder().mkdir(parents=True)
    (own_folder() / "mine.yaml").write_text(text, "utf-8")
    with pytest.raises(PipelineError) as caught:
        profiles()
    assert caught.value.code == code


def test_the_shipped_profiles_fit_their_schema() -> None:
    folder = Path(str(store.__file__)).parent / "profiles"
    files = sorted(folder.glob("*.yaml"))
    assert files
    for file in files:
        jsonschema.validate(yaml.safe_load(file.read_text("utf-8")), json_schema())
    keys = [(profile.taxonomy, profile.report) for profile in shipped_profiles()]
    assert len(keys) == len(set(keys))
