"""One report in another form: an instance, xBRL-JSON, xBRL-CSV or a report package, proven to be the same."""

import io
import json
import tempfile
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.engine import Engine, SaveJob
from xbrl_pipeline.inputs.forms import read_form
from xbrl_pipeline.inputs.judged import judge_form
from xbrl_pipeline.inputs.sources import InstanceSource, WorkbookSource, refuse_part
from xbrl_pipeline.instance.facts import ReadFact, count_beside, read_facts
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.pipeline import convert
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package

_DOCUMENT_TYPE: Final = "https://xbrl.org/report-package/2023/xbr"
_MADE: Final = (1980, 1, 1, 0, 0, 0)  # the same bytes each time


class FormTarget(StrEnum):
    """The forms that a report can be written in."""

    XBRL = "xbrl"
    JSON = "xbrl-json"
    CSV = "xbrl-csv"
    PACKAGE = "package"


@dataclass(frozen=True, slots=True)
class Recast:
    """A report in another form: its ``files`` by name, with as many ``facts`` as it had."""

    files: Mapping[str, bytes]
    facts: int


def instance_of(
    source: WorkbookSource | InstanceSource, engine: Engine, texts: Messages
) -> tuple[bytes, tuple[Finding, ...]]:
    """Return the instance of any input; none where reading a workbook found errors, and then these."""
    refuse_part(source)
    if isinstance(source, InstanceSource):
        return source.data, ()
    mapped, model = convert(source, engine, texts)
    if any(finding.severity is Severity.ERROR for finding in mapped.findings):
        return b"", mapped.findings
    return write_instance(mapped.facts, mapped.entity.kvk, model, mapped.profile), mapped.findings


def recast(data: bytes, profile: ReportProfile, target: FormTarget, stem: str, engine: Engine) -> Recast:
    """Return an instance in another form. What comes back out of that otherwise is a PipelineError: nothing is lost."""
    facts = _facts(data)
    if target is FormTarget.XBRL:
        return Recast({f"{stem}.xbrl": data}, facts.total())
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("form")) as folder:
        desk = _Desk(profile, engine, Path(folder))
        files = {f"{stem}.xbr": _package(data, stem)} if target is FormTarget.PACKAGE else desk.save(data, target, stem)
        _compare(facts, desk.read_back(files), stem, target)
    return Recast(files, facts.total())


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where a report is written in another form and read back: a private folder."""

    profile: ReportProfile
    engine: Engine
    folder: Path

    def save(self, data: bytes, target: FormTarget, stem: str) -> dict[str, bytes]:
        path = self.folder / f"{stem}.xbrl"
        path.write_bytes(data)
        packages = find_package(self.profile.taxonomy).paths
        saved = self.engine.save_form(SaveJob(path, packages, target.removeprefix("xbrl-"), stem))
        path.unlink()
        if not saved.files:
            raise PipelineError("form.not_saved", ExitCode.NOT_VALIDATED, path=stem, form=target)
        return dict(saved.files)

    def read_back(self, files: Mapping[str, bytes]) -> Counter[object]:
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        main = next(name for name in files if len(files) == 1 or name.endswith(".json"))
        path = self.folder / main
        judged = judge_form(read_form(path), self.profile, self.engine, path, formulas=False)
        return _facts(judged.instance)


def _package(data: bytes, stem: str) -> bytes:
    about = json.dumps({"documentInfo": {"documentType": _DOCUMENT_TYPE}}, indent=1).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((f"{stem}/META-INF/reportPackage.json", about), (f"{stem}/reports/{stem}.xbrl", data)):
            archive.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _facts(data: bytes) -> Counter[object]:
    """Count what makes facts the same in any form; those without a value and footnotes by their number."""
    nil, notes = count_beside(data)
    found: Counter[object] = Counter(map(_mark, read_facts(data)))
    return found + Counter({"nil": nil, "footnotes": notes})


def _mark(fact: ReadFact) -> object:
    if fact.key is None:
        return fact.concept, fact.entity, fact.text
    return fact.key, fact.entity, fact.text if fact.key.unit is None else fact.value, _accuracy(fact)


def _accuracy(fact: ReadFact) -> str:
    """Return what is said of the accuracy of a number; saying nothing of it is the same as INF in JSON and CSV."""
    return fact.decimals or "INF"


def _compare(before: Counter[object], after: Counter[object], stem: str, target: FormTarget) -> None:
    lost, added = (before - after).total(), (after - before).total()
    if lost or added:
        raise PipelineError("form.differs", ExitCode.NOT_VALIDATED, path=stem, form=target, lost=lost, added=added)
