"""A loaded DTS to plain values: the whole of it, part by part.

Relies on arelle-release 2.47.3: ``ModelXbrl.qnameConcepts``, ``modelVariableSets``, ``baseSets`` and
``relationshipSet``.
"""

from typing import Any

from xbrl_pipeline.engine import dts_concepts, dts_formulas, dts_layouts, dts_networks
from xbrl_pipeline.engine.dumps import DtsDump
from xbrl_pipeline.engine.records import Record


def dump(model: Any, problems: tuple[Record, ...], *, complete: bool) -> DtsDump:
    """Read a loaded model; ``problems`` are what was said of it."""
    if model is None:
        return DtsDump(problems=problems, complete=False)
    missing = tuple(sorted(url for url, lacking in model.urlUnloadableDocs.items() if lacking))
    if model.modelDocument is None:
        return DtsDump(problems=problems, missing=missing, complete=False)
    return DtsDump(
        prefixes=_prefixes(model),
        concepts=dts_concepts.concepts(model),
        code_lists=dts_concepts.code_lists(model),
        roles=dts_networks.roles(model),
        tables=dts_networks.tables(model),
        sums=dts_networks.sums(model),
        assertions=dts_formulas.assertions(model),
        layouts=dts_layouts.layouts(model),
        parameters=dts_layouts.parameters(model),
        headings=dts_layouts.headings(model),
        documents=len(set(model.urlDocs.values())),
        problems=problems,
        missing=missing,
        complete=complete,
    )


def _prefixes(model: Any) -> tuple[tuple[str, str], ...]:
    """Return the prefix under which schemas declare each target namespace; their own choice goes first."""
    documents = sorted(model.urlDocs.values(), key=lambda item: str(item.uri))
    roots = [(item, item.xmlRootElement) for item in documents if getattr(item, "xmlRootElement", None) is not None]
    prefixes: dict[str, str] = {}
    for own in (True, False):
        for document, root in roots:
            for prefix, namespace in root.nsmap.items():
                if prefix and (namespace == document.targetNamespace or not own):
                    prefixes.setdefault(prefix, namespace)
    return tuple(sorted(prefixes.items()))
