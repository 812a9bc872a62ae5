"""Other forms of a report: inline XBRL, xBRL-JSON, xBRL-CSV and report packages, by Arelle's own loaders and writers.

Relies on arelle-release 2.47.3: its core loads all of them, as ``arelleCmdLine`` does; an instance is made of inline
XBRL by ``inlineXbrlDocumentSet.createTargetInstance``, and JSON and CSV of an instance by ``saveLoadableOIM``.
"""

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from arelle.ModelDocumentType import ModelDocumentType
from arelle.plugin.inlineXbrlDocumentSet import createTargetInstance
from arelle.plugin.saveLoadableOIM import saveLoadableOIM
from lxml import etree

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.engine.confine import confined
from xbrl_pipeline.engine.readout import Raw, result_of
from xbrl_pipeline.engine.records import EngineResult, FormJob, FormResult, SavedForm, SaveJob, ValidateJob
from xbrl_pipeline.engine.session import has_finished, run, validation_options

_INLINE: Final = (ModelDocumentType.INLINEXBRL, ModelDocumentType.INLINEXBRLDOCUMENTSET)
_XBRL: Final = "{http://www.xbrl.org/2003/instance}xbrl"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def read_form(job: FormJob, cache: Path) -> FormResult:
    """Validate a report as it is, and return it as an instance too; nothing but what came with it may be opened."""
    validating = ValidateJob(job.report, job.packages, job.disclosure_system)
    options = validation_options(str(job.report), validating, cache) | {"validate": True}
    options |= {} if job.formulas else {"formulaAction": "none"}
    within = (job.report.parent, *job.packages, cache)
    with confined(within), run(options, whatever_comes=True) as (model, raw):
        result = _result(model, raw)
        return FormResult(result, _instance(model, job.schema_refs))


def save_form(job: SaveJob, cache: Path) -> SavedForm:
    """Return an instance as the files of another form; none where it cannot be loaded."""
    options = validation_options(str(job.instance), ValidateJob(job.instance, job.packages), cache)
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("engine")) as folder:
        within = (job.instance.parent, *job.packages, cache, Path(folder))
        with confined(within), run(options) as (model, _):
            if model is None or model.modelDocument is None:
                return SavedForm(())
            _keep_whole(model)
            target = str(Path(folder) / f"{job.stem}.{job.kind}")
            saveLoadableOIM(model, target, extensionReportFinalizeMethod=_claim_nothing)
        found = sorted(Path(folder).iterdir())
        return SavedForm(tuple((file.name, file.read_bytes()) for file in found))


def _result(model: Any, raw: list[Raw]) -> EngineResult:
    loaded = model is not None and model.modelDocument is not None
    return result_of(model, raw, "exception" if loaded and not has_finished(raw) else "")


def _instance(model: Any, schema_refs: tuple[str, ...]) -> bytes:
    """Return what was loaded as XBRL 2.1; nothing where nothing was."""
    document = getattr(model, "modelDocument", None)
    if document is None or document.xmlRootElement is None:
        return b""
    if document.type in _INLINE:
        document = _extracted(model, schema_refs).modelDocument
    root = next(document.xmlRootElement.getroottree().getroot().iter(_XBRL))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, with_tail=False)


def _keep_whole(model: Any) -> None:
    """Have whole numbers written without ".0" where their type allows no digits behind the point.

    ``saveLoadableOIM`` writes them as ``xs:decimal`` does, and the loader then refuses them.
    """
    for fact in model.factsInInstance:
        if isinstance(fact.xValue, Decimal) and (fact.concept.facets or {}).get("fractionDigits") == 0:
            fact.xValue = int(fact.xValue)


def _claim_nothing(report: dict[str, Any]) -> None:
    """Leave out the claim that all values are canonical: whole numbers of a decimal type are none to the loader."""
    report["documentInfo"].pop("features", None)


def _extracted(model: Any, schema_refs: tuple[str, ...]) -> Any:
    root = model.modelDocument.xmlRootElement
    lang = root.get(_LANG) or root.get("lang")
    return createTargetInstance(model, "extracted.xbrl", list(schema_refs), None, lang)
