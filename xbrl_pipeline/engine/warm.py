"""A DTS that is loaded once and judges many instances, by Arelle's own validator.

Relies on arelle-release 2.47.3: ``ModelDocument.load`` takes an instance into a model that already holds its DTS, the
steps of ``ModelXbrl.load`` after that, and ``Validate.validate`` finds formulas compiled and does the rest as always;
``dts_steps`` withholds from it what was checked before. Judging happens in forks, which die with what they changed; one
that has forgotten an instance without a trace (``pristine``) judges another. What cannot be guaranteed to equal a cold
run is answered by None: do it cold.
"""

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from arelle import FileSource, ModelDocument, Validate, XbrlConst
from arelle.api.Session import Session
from arelle.ErrorManager import ErrorManager
from arelle.ModelXbrl import loadSchemalocatedSchemas
from arelle.RuntimeOptions import RuntimeOptions

from xbrl_pipeline.engine import lookups, shortcuts, tongues
from xbrl_pipeline.engine.dts_steps import DtsSteps
from xbrl_pipeline.engine.pristine import Pristine
from xbrl_pipeline.engine.readout import PROBLEMS, Collector, result_of
from xbrl_pipeline.engine.records import EngineResult, ValidateJob
from xbrl_pipeline.engine.session import together, validation_options

_PLAIN = (bool, int, str, float, type(None))
_UNCERTAIN: Final = ("exception", "not_loaded")  # a cold run says it best


@dataclass(frozen=True)
class WarmDts:
    """A loaded model, validated once without an instance and as loading left it."""

    entry_point: str
    session: Session
    model: Any
    steps: DtsSteps
    skips: bool  # whether the steps over the DTS can be skipped
    pristine: Pristine

    def take_up(self) -> None:
        """Make Arelle ready to judge by this DTS, in the fork that will do so."""
        lookups.install()
        shortcuts.install()
        if self.skips:
            self.steps.withhold()

    def judge(self, job: ValidateJob) -> EngineResult | None:
        """Validate a plain instance (see ``guard``), in a fork; the model is spent until ``forget`` says otherwise.

        None: this one needs a cold run.
        """
        self._attach(str(job.instance))
        if self.model.modelDocument is not None and self._brought_along():
            return None
        if self.skips:
            self.steps.skip()
        Validate.validate(self.model)
        result = result_of(self.model, self.steps.collector.records)
        return None if result.failure in _UNCERTAIN else result

    def forget(self) -> bool:
        """Let go of the instance that was judged; tell whether the model is again as it was, fit for another one."""
        self.steps.collector.records.clear()
        return self.skips and self.pristine.restore()

    def _brought_along(self) -> bool:
        return bool(set(self.model.urlDocs.values()) - self.steps.documents - {self.model.modelDocument})

    def _attach(self, path: str) -> None:
        """Do what ``ModelXbrl.load`` does for an instance, in the model that holds the DTS."""
        model = self.model
        model.fileSource = FileSource.openFileSource(path, model.modelManager.cntlr)
        model.closeFileSource = True
        model.modelDocument = None
        model.modelDocument = ModelDocument.load(model, path, isEntry=True)
        if hasattr(model, "entryLoadingUrl"):
            del model.entryLoadingUrl
        loadSchemalocatedSchemas(model)
        for hook in model.modelManager.cntlr.plugins.hooks("ModelXbrl.LoadComplete"):
            hook(model)


def load_warm(job: ValidateJob, scratch: Path) -> WarmDts | None:
    """Load a DTS, check it and compile its formulas; None where a warm run could say less than a cold one.

    It is loaded through an instance without facts, which is then forgotten: Arelle checks the documents of a DTS
    otherwise when it is not an instance that leads to them. The collector of garbage rests from here on: nothing that
    is loaded goes away, and each fork is short.
    """
    gc.disable()
    lookups.read_expressions_once()
    tongues.install()
    entry_point, collector, session = job.entry_point or "", Collector(), Session()
    with together((entry_point,)) as primer:
        session.run(RuntimeOptions(**validation_options(primer, job, scratch)), logHandler=collector)
        models = session.get_models()
        if not models or models[0].modelDocument is None or _problems(collector):
            return None  # a message that comes while loading would be missing from warm runs
        warm = _learn(entry_point, session, models[0], collector)
    gc.freeze()  # what forks share stays shared
    return warm


def _learn(entry_point: str, session: Session, model: Any, collector: Collector) -> WarmDts | None:
    _load_dimensions(model)
    fresh = dict(model.__dict__)
    steps = DtsSteps(model, collector, frozenset(model.urlDocs.values()) - {model.modelDocument})
    skips = steps.learn()
    if not skips and not _says_the_same_again(model, collector, fresh):
        return None  # so would one that comes only the first time
    _restore(model, collector, fresh)
    _forget(model)
    if skips:
        steps.rest()
    return WarmDts(entry_point, session, model, steps, skips, Pristine.of(model))


def _load_dimensions(model: Any) -> None:
    """Load the schema of the members in contexts: Arelle does so at the first instance that has one."""
    location, document = XbrlConst.standardNamespaceSchemaLocations[XbrlConst.xbrldi], model.modelDocument
    ModelDocument.loadSchemalocatedSchema(
        model, document.xmlRootElement, location, XbrlConst.xbrldi, document.baseForElement(document.xmlRootElement)
    )


def _restore(model: Any, collector: Collector, fresh: dict[str, Any]) -> None:
    """Forget what validating without an instance left behind: caches over no facts, and flags."""
    for name in set(model.__dict__) - set(fresh):
        del model.__dict__[name]
    for name, value in fresh.items():
        if isinstance(value, _PLAIN):
            model.__dict__[name] = value
    model.errorManager = ErrorManager(model.modelManager, model.errorCaptureLevel)
    collector.records.clear()


def _forget(model: Any) -> None:
    """Let go of the primer, and of it alone."""
    model.urlDocs.pop(model.modelDocument.uri)
    for name in ("factsInInstance", "facts", "undefinedFacts", "contexts", "units"):
        getattr(model, name).clear()
    model.modelDocument = None


def _says_the_same_again(model: Any, collector: Collector, fresh: dict[str, Any]) -> bool:
    document, first = model.modelDocument, _problems(collector)
    _restore(model, collector, fresh)
    model.modelDocument = document
    Validate.validate(model)
    return first == _problems(collector)


def _problems(collector: Collector) -> list[tuple[str, str]]:
    return sorted((code, text) for code, level, text, _ in collector.records if level in PROBLEMS)
