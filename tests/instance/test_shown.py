"""What is shown is what the engine has judged: every fact, its period, members, unit and value."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from tests.engine.corpus.cases import OURS, cases_of
from tests.support import KVK, Report
from xbrl_pipeline.engine import Engine, EngineResult, ValidateJob
from xbrl_pipeline.inputs.sources import read_source
from xbrl_pipeline.instance.facts import ReadFact, known_facts, read_facts
from xbrl_pipeline.instance.reader import parse_instance
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.facts import has_neighbours
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package

Shown = list[object]
_DATE = re.compile(r"<xbrli:(instant|startDate|endDate)>([0-9-]+)<")
_AMOUNT = re.compile(r'(decimals="INF")>([0-9]+)([0-9])<')

# each writes the same text in another way; the last two digits and the rest are given
ODD_TEXTS: tuple[Callable[[str, str], str], ...] = (
    lambda rest, last: f"{rest}<!-- weg -->{last}",
    lambda rest, last: f"<!-- weg -->{rest}{last}",
    lambda rest, last: f"{rest}{last}<!---->0",
    lambda rest, last: f"{rest}<?weg?>{last}",
    lambda rest, last: f"<![CDATA[{rest}]]>{last}",
    lambda rest, last: f"{rest}<![CDATA[{last}]]><!-- --><?a b?>",
    lambda rest, last: f"\n\t {rest}{last}\r\n",
    lambda rest, last: f"{rest}&#x3{last};",
    lambda rest, last: f"+{rest}{last}",
    lambda rest, last: f"0{rest}{last}.",
)
ODD_DAYS = ("{}", "{}<!-- -->", " {}\n", "<?a?>{}", "{}Z", "{}+01:00", "<![CDATA[{}]]>")


def _oddly(text: str) -> str:
    """Write amounts, days, members and entities of an instance in every way in which XML can say the same."""
    ways, days = cycle(ODD_TEXTS), cycle(ODD_DAYS)
    text = _AMOUNT.sub(lambda match: f"{match[1]}>{next(ways)(match[2], match[3])}<", text)
    text = _DATE.sub(lambda match: f"<xbrli:{match[1]}>{next(days).format(match[2])}<", text)
    text = text.replace(f">{KVK}<", f"> <!-- -->{KVK[:3]}<!-- -->{KVK[3:]}\n<")
    text = text.replace(">iso4217:EUR<", "><!-- -->iso4217:<?a?>EUR <")
    return re.sub(r"(<xbrldi:explicitMember [^>]*>)([^<]+)<", r"\1 <!-- a -->\2<!-- b -->\n<", text)


def _as_engine(read: ReadFact) -> Shown:
    assert read.key is not None
    concept, period, dimensions, unit = read.key
    members = [f"{axis} {item if item.namespace else item.local}" for axis, item in dimensions]
    start = str(period.start or "")
    return [str(concept), start, str(period.end), sorted(members), unit or "", read.entity, read.text, read.decimals]


def _engine_shows(paths: list[Path], taxonomy: str, cache: Path) -> list[list[Shown]]:
    packages = [str(path) for path in find_package(taxonomy).paths]
    command = [sys.executable, "-m", "tests.instance.arelle_facts", str(cache), *packages, "--", *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=540)
    shown: list[list[Shown]] = json.loads(done.stdout.splitlines()[-1])
    return shown


@pytest.fixture
def odd(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Path:
    """Return a sound instance in which everything is written oddly."""
    path = tmp_path / "odd.xbrl"
    more = [Report(model, profile).fact(local, 12345 + place) for place, local in enumerate(_MORE)]
    path.write_text(_oddly(write_instance([*Report(model, profile).small(), *more], KVK, model, profile).decode()))
    return path


@pytest.fixture
def sound(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Path:
    """Return a sound instance as the program writes it."""
    path = tmp_path / "sound.xbrl"
    path.write_bytes(write_instance(Report(model, profile).small(), KVK, model, profile))
    return path


_MORE = ("IntangibleAssets", "PropertyPlantEquipment", "FinancialAssets", "Inventories", "Receivables", "Provisions")


def test_every_fact_is_shown_as_the_engine_has_it_however_it_is_written(
    odd: Path, tmp_path: Path, profile: ReportProfile
) -> None:
    (theirs,) = _engine_shows([odd], profile.taxonomy, tmp_path / "cache")
    ours = sorted(map(_as_engine, read_facts(odd.read_bytes())), key=str)
    assert ours == theirs
    assert len(ours) > len(ODD_TEXTS)


@pytest.mark.slow
@pytest.mark.parametrize("taxonomy", OURS)
def test_every_fact_of_the_corpus_is_shown_as_the_engine_has_it(taxonomy: str, tmp_path: Path) -> None:
    cases = [case for case in cases_of(taxonomy)[::9] if parse_instance(case.data, case.name, flawed=True).flaw is None]
    paths = []
    for case in cases:
        paths.append(tmp_path / f"{case.name}.xbrl")
        paths[-1].write_bytes(case.data)
    shown = _engine_shows(paths, taxonomy, tmp_path / "cache")
    compared = 0
    for path, theirs in zip(paths, shown, strict=True):
        known = {str(fact[0]) for fact in theirs}
        ours = [_as_engine(fact) for fact in read_facts(path.read_bytes()) if fact.key is not None]
        assert sorted((fact for fact in ours if fact[0] in known), key=str) == theirs, path.name
        compared += len(theirs)
    assert compared


def test_a_comment_hides_no_digit_from_the_report(
    sound: Path, engine: Engine, nl: Messages, model: TaxonomyModel
) -> None:
    text = re.sub(r'(decimals="INF")>[^/]*</ow-i:Assets>', r"\1>10<!-- -->00</ow-i:Assets>", sound.read_text("utf-8"))
    sound.write_text(text, "utf-8")
    product = check(read_source(sound, None), engine, nl)
    assets = model.find("Assets")
    assert assets is not None
    assert [fact.value for fact in product.facts if fact.key.concept == assets.name] == [1000]
    assert product.report.verdict is Verdict.INVALID  # the sums are those of 100
    assert any("1.000" in finding.message for finding in product.report.findings)


def test_the_values_that_are_shown_come_from_the_engine(sound: Path, model: TaxonomyModel, engine: Engine) -> None:
    data = sound.read_bytes()
    values = [fact.text for fact in read_facts(data)]
    changed = known_facts(data, model, ["7" if value == KVK else value for value in values])
    assert {fact.value for fact in changed.facts} - {fact.value for fact in known_facts(data, model).facts} == {"7"}
    assert changed.alike
    profile_job = _job(sound, model)
    judged = engine.validate(profile_job)
    assert [value.strip() for value in judged.values] == values


def _job(path: Path, model: TaxonomyModel) -> ValidateJob:
    package = find_package(model.package)
    return ValidateJob(path, package.paths, None, model.entry_point)


def test_an_engine_that_read_another_number_of_facts_gives_no_verdict(
    sound: Path, engine: Engine, nl: Messages, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = Engine.validate

    def less(self: Engine, job: ValidateJob) -> EngineResult:
        judged = judge(self, job)
        return replace(judged, values=judged.values[1:])

    monkeypatch.setattr(Engine, "validate", less)
    report = check(read_source(sound, None), engine, nl).report
    assert report.verdict is Verdict.NOT_VALIDATED
    assert "engine.unlike" in {finding.code for finding in report.findings}


def test_whose_report_it_is_is_read_in_the_same_way(sound: Path) -> None:
    text = sound.read_text("utf-8").replace(">99001<", "><!-- 99002 -->99<![CDATA[0]]>01<")
    assert parse_instance(text.encode(), "odd.xbrl").texts["CompetentAuthorityNumber"] == "99001"


def _digits() -> Iterator[str]:
    yield from ("1E1000000", "-1E-1000000", "9" * 5000, "0." + "0" * 400 + "1", "1" + "0" * 400, "1" + "0" * 30)


@pytest.mark.parametrize("digits", list(_digits()))
def test_no_amount_is_too_long_for_a_verdict(
    digits: str, tmp_path: Path, model: TaxonomyModel, profile: ReportProfile, engine: Engine, nl: Messages
) -> None:
    text = write_instance(Report(model, profile).small(), KVK, model, profile).decode()
    path = tmp_path / "long.xbrl"
    path.write_text(re.sub(r'(decimals="INF")>100</ow-i:Assets>', rf"\1>{digits}</ow-i:Assets>", text))
    report = check(read_source(path, None), engine, nl).report
    assert report.verdict is Verdict.INVALID
    assert max(len(finding.message) for finding in report.findings) < 500


@pytest.mark.parametrize("day", ["9999-12-31", "2025-02-30", "10000-01-01"])
def test_no_day_of_a_period_stops_the_program(
    day: str, tmp_path: Path, model: TaxonomyModel, profile: ReportProfile, engine: Engine, nl: Messages
) -> None:
    text = write_instance(Report(model, profile).small(), KVK, model, profile).decode()
    path = tmp_path / "day.xbrl"
    path.write_text(text.replace("<xbrli:instant>2025-12-31<", f"<xbrli:instant>{day}<"))
    report = check(read_source(path, None), engine, nl).report
    assert report.verdict is not Verdict.VALID
    assert all(has_neighbours(fact.key.period) for fact in known_facts(path.read_bytes(), model).facts)
