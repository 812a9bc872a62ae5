"""A DTS that is loaded once and judges many instances: each in a fork of its own, by Arelle's own validator.

Relies on arelle-release 2.47.3: ``ModelDocument.load`` takes an instance into a model that already holds its DTS, the
steps of ``ModelXbrl.load`` after that, and ``Validate.validate`` finds formulas compiled and does the rest as always. A
fork gives every instance the untouched model and dies with what it changed. What cannot be guaranteed to equal a cold
run (another entry point, links of its own, an exception) is answered by None: do it cold.
"""

import gc
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from arelle import FileSource, ModelDocument, Validate
from arelle.api.Session import Session
from arelle.ErrorManager import ErrorManager
from arelle.ModelXbrl import loadSchemalocatedSchemas
from arelle.RuntimeOptions import RuntimeOptions
from lxml import etree

from xbrl_pipeline.engine.readout import PROBLEMS, Collector, result_of
from xbrl_pipeline.engine.records import EngineResult, ValidateJob

_XBRLI: Final = "{http://www.xbrl.org/2003/instance}"
_LINK: Final = "{http://www.xbrl.org/2003/linkbase}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_PLAIN = (bool, int, str, float, type(None))


@dataclass(frozen=True)
class WarmDts:
    """A loaded model, validated once without an instance, and how it looked before that."""

    entry_point: str
    session: Session
    collector: Collector
    model: Any
    fresh: dict[str, object]  # attributes of the model as loading left them

    def judge(self, job: ValidateJob, time_limit: float) -> EngineResult | None:
        """Validate an instance in a fork; None: this one needs a cold run."""
        if not is_plain(job.instance, self.entry_point):
            return None
        ours, theirs = Pipe(duplex=False)
        child = os.fork()
        if child == 0:
            _leave(theirs, lambda: self._validate(job))
        theirs.close()
        try:
            answer: EngineResult | None = ours.recv() if ours.poll(time_limit) else _timeout()
        except EOFError:  # the fork died
            answer = None
        finally:
            ours.close()
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        return answer

    def _validate(self, job: ValidateJob) -> EngineResult:
        self._reset()
        self._attach(str(job.instance))
        Validate.validate(self.model)
        return result_of(self.model, self.collector.records)

    def _reset(self) -> None:
        """Forget what validating without an instance left behind: caches over no facts, and flags."""
        model = self.model
        for name in set(model.__dict__) - set(self.fresh):
            del model.__dict__[name]
        for name, value in self.fresh.items():
            if isinstance(value, _PLAIN):
                model.__dict__[name] = value
        model.errorManager = ErrorManager(model.modelManager, model.errorCaptureLevel)
        self.collector.records.clear()

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


def load_warm(entry_point: str, options: dict[str, Any]) -> WarmDts | None:
    """Load a DTS and compile its formulas; None where a warm run could say less than a cold one.

    A message that comes while loading, or only the first time the DTS is validated, would be missing from warm runs.
    """
    collector, session = Collector(), Session()
    session.run(RuntimeOptions(**options), logHandler=collector)
    models = session.get_models()
    if not models or models[0].modelDocument is None or _problems(collector):
        return None
    model = models[0]
    fresh = dict(model.__dict__)
    warm = WarmDts(entry_point, session, collector, model, fresh)
    first, second = _validate_bare(warm), _validate_bare(warm)
    if first != second:
        return None
    gc.collect()
    gc.freeze()  # what forks share stays shared
    return warm


def _validate_bare(warm: WarmDts) -> list[tuple[str, str]]:
    document = warm.model.modelDocument
    warm._reset()  # noqa: SLF001 - same module
    warm.model.modelDocument = document
    Validate.validate(warm.model)
    return _problems(warm.collector)


def _problems(collector: Collector) -> list[tuple[str, str]]:
    return sorted((code, text) for code, level, text, _ in collector.records if level in PROBLEMS)


def is_plain(path: Path, entry_point: str) -> bool:
    """Tell whether an instance names this entry point and nothing else that could bring documents along."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        root = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError:
        return False
    references = [element.get(_HREF) for element in root.iter(f"{_LINK}schemaRef")]
    links = any(element.tag != f"{_LINK}schemaRef" for element in root.iter(f"{_LINK}*"))
    attributes = (str(name) for element in root.iter(etree.Element) for name in element.attrib)
    located = any(name.endswith("chemaLocation") for name in attributes)
    return root.tag == f"{_XBRLI}xbrl" and references == [entry_point] and not links and not located


def _leave(pipe: Connection, job: Callable[[], EngineResult | None]) -> None:
    """Run a job in the fork, send what it gives, and end without touching anything the parent owns."""
    answer = None
    with suppress(Exception):  # whatever went wrong, a cold run gives the answer
        answer = job()
    with suppress(OSError):
        pipe.send(answer)
    os._exit(0)


def _timeout() -> EngineResult:
    return EngineResult((), None, 0, "timeout")
