"""A report in another form, judged as it is and read as an instance, by an installed taxonomy."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.engine import Engine, EngineResult, FormJob, Ref
from xbrl_pipeline.inputs.forms import OIM, Form, is_address
from xbrl_pipeline.instance.tidy import tidy
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.packages import Package, packages
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package

NOTHING: Final = b'<xbrl xmlns="http://www.xbrl.org/2003/instance"/>'
_UNASKED: Final = "formula"
_OF_FACTS: Final = ("oim", "xbrlje:", "xbrlce:", "xmlSchema:", "ix11.", "xbrl.4.6.")  # of which one may be left out
_OF_THE_FORM: Final = ("rpe:", "tpe:", "oim", "xbrlje:", "xbrlce:", "IOerror", "FileNotLoadable", "xmlSchema:")


@dataclass(frozen=True, slots=True)
class JudgedForm:
    """What was said of a report in another form, and the instance that it holds; one without facts where it has none.

    Unless ``complete`` only the form was judged, and the instance has to be yet: so of all reports in JSON and CSV, as
    filing rules are about an XML file. ``whole`` are the bytes as they were given, ``name`` is that of the document in
    records.
    """

    name: str
    whole: bytes
    instance: bytes
    result: EngineResult
    complete: bool

    @property
    def misread(self) -> str:
        """What the engine said of facts that it could not read as they stand there; empty where it read them all."""
        told = (record for record in self.result.records if record.level == "error")
        text = next((record.text for record in told if record.code.startswith(_OF_FACTS)), "")
        return text or ("" if self.result.failure in ("", _UNASKED) else self.result.failure)


def judge_form(form: Form, profile: ReportProfile, engine: Engine, path: Path, *, formulas: bool = True) -> JudgedForm:
    """Judge a report as it is. What it names and no installed package holds is a PipelineError, and never opened.

    Without ``formulas`` it is read, which is all that another form of it asks for.
    """
    used = _packages(form, profile, path)
    oim = form.kind in OIM
    whole = formulas and not oim
    name = f"{path.stem}.xbrl" if oim else path.name
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("form")) as folder:
        for file, data in form.files.items():
            (Path(folder) / file).write_bytes(data)
        paths = tuple(dict.fromkeys(each for package in used for each in package.paths))
        rules = None if oim else profile.filing_rules
        job = FormJob(Path(folder) / form.main, paths, form.references, rules, formulas=whole)
        answer = engine.read_form(job)
        result = _as_given(answer.result, folder, name)
    if not answer.instance:
        return JudgedForm(
            name, form.whole, NOTHING, replace(result, failure=result.failure or "not_loaded"), complete=True
        )
    if not oim or result.failure not in ("", _UNASKED):
        complete = whole or result.failure not in ("", _UNASKED)
        return JudgedForm(name, form.whole, answer.instance, result, complete=complete)
    kept = tuple(each for each in result.records if each.code.startswith(_OF_THE_FORM))
    result = replace(result, records=kept, values=())
    return JudgedForm(name, form.whole, tidy(answer.instance, profile.lang), result, complete=False)


def _packages(form: Form, profile: ReportProfile, path: Path) -> tuple[Package, ...]:
    """Return the installed packages of all that a report names."""
    own = find_package(profile.taxonomy)
    found = {own.id: own}
    for url in form.references:
        if not is_address(url):
            raise PipelineError("form.leads_out", path=path.name, url=url)
        known = [own, *packages()]
        holder = next((each for each in known if each.entry_point(url) is not None or each.maps(url)), None)
        if holder is None:
            gaps = {"url": url, "taxonomy": "", "rules": "", "folder": "", "file": str(path)}
            raise PipelineError("instance.taxonomy_missing", ExitCode.NOT_VALIDATED, path=path.name, **gaps)
        found[holder.id] = holder
    return tuple(found.values())


def _as_given(result: EngineResult, folder: str, name: str) -> EngineResult:
    """Speak of a report as the user knows it, whatever part of it is meant: not of a private folder or a loader's name.

    What a record points at decides whose fault it is; what is no address of the web is the report's.
    """

    def named(ref: Ref) -> Ref:
        return ref if is_address(ref.document) else replace(ref, document=name)

    records = (
        replace(each, text=each.text.replace(f"{folder}/", ""), refs=tuple(map(named, each.refs)))
        for each in result.records
    )
    return replace(result, records=tuple(records))
