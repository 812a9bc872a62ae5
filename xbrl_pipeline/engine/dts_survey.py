"""Many entry points loaded as one DTS, to find out whether each of them is whole.

Entry points of one taxonomy share nearly all of their documents: all together cost little more than one. Nothing
is validated, and no model is made: those of entry points that are loaded together are not those of each.

Relies on arelle-release 2.47.3: ``ModelDocument.load`` tells ``Cntlr.showStatus`` "parsing ..." of each document, and
``ModelDocument.referencesDocument`` has the documents that it led to.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from arelle.Cntlr import Cntlr

from xbrl_pipeline.engine.dts_concepts import is_declared
from xbrl_pipeline.engine.dumps import Survey
from xbrl_pipeline.engine.readout import Raw

_NOT_LOADED: Final = ("IOerror", "FileNotLoadable")
_STRUCTURE: Final = ("import", "include", "redefine", "schemaRef", "linkbaseRef")
_PARSING: Final = "parsing "


@contextmanager
def counted(tell: Callable[[int], None]) -> Iterator[None]:
    """Tell how many documents Arelle has begun to read, at each."""
    original, done = Cntlr.showStatus, 0

    def count(_self: Any, message: str | None, _clear: int | None = None) -> None:
        nonlocal done
        if message is not None and message.startswith(_PARSING):
            done += 1
            tell(done)

    Cntlr.showStatus = count
    try:
        yield
    finally:
        Cntlr.showStatus = original


def survey(model: Any, raw: list[Raw], entry_points: tuple[tuple[str, ...], ...]) -> Survey:
    """Tell which entry points lack a part or declare nothing, and what could not be found."""
    if model is None or model.modelDocument is None:
        return Survey(incomplete=tuple(range(len(entry_points))))
    lacking = set(_lacking(model, raw))
    declaring = {concept.modelDocument for concept in model.qnameConcepts.values() if is_declared(concept)}
    incomplete = []
    for place, urls in enumerate(entry_points):
        reached = _reached([model.urlDocs.get(url) for url in urls])
        if None in reached or reached & lacking or not reached & declaring:
            incomplete.append(place)
    missing = tuple(sorted(url for url, gone in model.urlUnloadableDocs.items() if gone))
    return Survey(len(set(model.urlDocs.values())) - 1, missing, tuple(incomplete))


def _lacking(model: Any, raw: list[Raw]) -> Iterator[Any]:
    """Give the documents that refer to one they cannot do without and that is not there."""
    for code, _, _, refs in raw:
        targets = (model.modelObject(ref["objectId"]) for ref in refs if code in _NOT_LOADED and "objectId" in ref)
        yield from (target.modelDocument for target in targets if getattr(target, "localName", "") in _STRUCTURE)


def _reached(starts: list[Any]) -> set[Any]:
    """Return documents with all that they lead to."""
    reached, ahead = set(starts), [start for start in starts if start is not None]
    while ahead:
        found = [document for document in ahead.pop().referencesDocument if document not in reached]
        reached.update(found)
        ahead += found
    return reached
