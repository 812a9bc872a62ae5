"""Whatever Arelle can say of an instance has a sentence, in both languages, and nothing it said is left without."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from tests.support import KVK, Report
from xbrl_pipeline.engine import Engine, EngineResult, Record, ValidateJob
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.messages import LANGUAGES, Messages, messages
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.records import findings_of

# The sources that judge an instance; those of other countries, of test suites and of the user interface are not ours.
SOURCES: Final = ("Validate*.py", "XmlValidate*.py", "ModelDocument.py", "ModelXbrl.py", "formula/*.py", "oim/*.py")
FAMILIES: Final = (
    "xbrl|xbrldie|calc11e|utre|xmlSchema|err|xbrlfe|xbrlve|xbrlmsge|xbrlcfie|xbrlcae|xbrlacfe|xbrlvarinste|"
    "xbrlvarscopee|seve|enum2ie|enumie|dtre|oime|oimte|oimce|xbrlje|xbrlce|ix10|ix11|xfie|xffe|formula"
)
CODE: Final = re.compile(rf"""["']((?:{FAMILIES})[.:][\w.:-]+)["']""")
NL: Final = re.compile(r"\bNL\.(?:FR|FG|BR)-(?:NL|KVK)-[0-9.]*[0-9]")


def _sources() -> Iterator[str]:
    spec = find_spec("arelle")
    assert spec is not None
    assert spec.submodule_search_locations
    root = Path(spec.submodule_search_locations[0])
    for pattern in (*SOURCES, "plugin/validate/NL/**/*.py"):
        yield from (file.read_text("utf-8") for file in root.glob(pattern))


def raised() -> set[str]:
    text = "\n".join(_sources())
    return {code for pattern in (CODE, NL) for code in pattern.findall(text)} | {"IOerror", "FileNotLoadable"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_of_the_installed_engine_has_a_sentence_and_advice(lang: str) -> None:
    codes = raised()
    assert len(codes) > 150, "the patterns find too little to say anything"
    without = {code for code in codes if (found := messages(lang).find(code)) is None or not found.advice}
    assert without == set()


def _small(report: Report, model: TaxonomyModel, profile: ReportProfile) -> str:
    facts = [*report.small(), report.fact("Receivables", 0)]
    return write_instance(facts, KVK, model, profile).decode()


def _replaced(pattern: str, new: str, count: int = 1) -> Callable[[str], str]:
    def change(text: str) -> str:
        changed = re.sub(pattern, new, text, count=count)
        assert changed != text, pattern
        return changed

    return change


DEFECTS: Final = {
    "no context": _replaced(r'contextRef="[^"]+"', 'contextRef="nowhere"'),
    "no context anywhere": _replaced(r'(<xbrli:context id=")', r"\1other-", 99),
    "no unit": _replaced(r' unitRef="[^"]+"', ""),
    "other unit": _replaced(r"iso4217:EUR", "iso4217:XXX"),
    "not a measure": _replaced(r"iso4217:EUR", "xbrli:pure"),
    "unknown concept": _replaced(r"ow-i:AssetsCurrent\b", "ow-i:AssetsOfTheMoon", 2),
    "letters in an amount": _replaced(r">100<", ">honderd<"),
    "no decimals": _replaced(r' decimals="INF"', ""),
    "precision": _replaced(r'decimals="INF"', 'precision="INF"'),
    "nil": _replaced(
        r"(<ow-i:Assets )([^>]*>)100<", r'\1xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \2100<'
    ),
    "wrong member": _replaced(r"ow-dm:SeparateMember", "ow-dm:NoSuchMember", 1),
    "wrong axis": _replaced(r'dimension="[^"]+"', 'dimension="ow-dim:NoSuchAxis"', 1),
    "fact id": _replaced(r"<ow-i:Assets ", '<ow-i:Assets id="f1" '),
    "unused unit": _replaced(
        r"(<xbrli:unit )", r'<xbrli:unit id="u9"><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unit>\1'
    ),
    "period the wrong way": _replaced(r"<xbrli:startDate>2025-01-01", "<xbrli:startDate>2026-05-01"),
    "no such day": _replaced(r"<xbrli:instant>2025-12-31", "<xbrli:instant>2025-12-32"),
    "twice": _replaced(r"(<ow-i:Assets [^>]*>100</ow-i:Assets>)", r"\1\1"),
    "twice and different": _replaced(r"(<ow-i:Assets [^>]*>)100(</ow-i:Assets>)", r"\g<1>100\2\g<1>101\2"),
    "unknown choice": _replaced(r">MBO<", ">KLEUTERS<"),
    "empty text": _replaced(r">Fictiestad<", "><"),
}


@pytest.fixture(scope="module")
def seen(
    tmp_path_factory: pytest.TempPathFactory, engine: Engine, model: TaxonomyModel, profile: ReportProfile
) -> Callable[[str], list[Record]]:
    """Return what the engine says of a defect, asked once."""

    def run(name: str) -> list[Record]:
        path = tmp_path_factory.mktemp("defect") / "instance.xbrl"
        path.write_text(DEFECTS[name](_small(Report(model, profile), model, profile)), "utf-8")
        package = find_package(profile.taxonomy)
        job = ValidateJob(path, (package.path,), profile.filing_rules, profile.entry_point)
        return [record for record in engine.validate(job).records if record.level in {"warning", "error", "critical"}]

    return cache(run)


@pytest.mark.parametrize("name", DEFECTS)
def test_no_code_that_a_defect_gives_is_without_a_sentence(
    name: str, seen: Callable[[str], list[Record]], model: TaxonomyModel, nl: Messages
) -> None:
    records = seen(name)
    assert records, "the defect is not seen at all"
    codes = {record.code for record in records if not record.code.startswith("message:")}
    assert {code for code in codes if nl.find(code) is None} == set()
    findings = findings_of(EngineResult(tuple(records), None, 0), Evidence.of(model, nl), "instance.xbrl", kvk=False)
    kept = [record for record in records if not record.code.startswith(("NL.FR-KVK", "NL.BR-KVK"))]
    assert sum(finding.times for finding in findings) == len(kept), "a record was lost"


def test_facts_without_a_context_are_one_finding_with_a_count(
    seen: Callable[[str], list[Record]], model: TaxonomyModel, nl: Messages
) -> None:
    records = seen("no context anywhere")
    findings = findings_of(EngineResult(tuple(records), None, 0), Evidence.of(model, nl), "instance.xbrl", kvk=False)
    alone = [finding for finding in findings if not finding.follows and finding.severity == "error"]
    assert len(alone) < len(records)
    assert sum(finding.times for finding in findings) >= len(records) - 5
