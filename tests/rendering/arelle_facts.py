"""Run as a program: what Arelle reads in an instance and in a report package, and what it says while it loads them.

python -m tests.rendering.arelle_facts CACHE PACKAGE -- FILE...
"""

import json
import sys
from typing import Any

from arelle.api.Session import Session
from arelle.RuntimeOptions import RuntimeOptions


def main(arguments: list[str]) -> None:
    """Print facts and messages of each file."""
    here = arguments.index("--")
    told = [_read(path, arguments[1:here], arguments[0]) for path in arguments[here + 1 :]]
    sys.stdout.write(f"{json.dumps(told)}\n")


def _read(path: str, packages: list[str], cache: str) -> dict[str, Any]:
    options = RuntimeOptions(
        entrypointFile=path,
        packages=packages,
        cacheDirectory=cache,
        workOffline=True,
        disablePersistentConfig=True,
        keepOpen=True,
        validate=path.endswith(".xbri"),
        logLevel="WARNING",
    )
    with Session() as session:
        session.run(options, logFileName="logToBuffer")
        models = session.get_models()
        facts = [_fact(fact) for model in models for fact in model.facts]
        documents = [str(model.modelDocument.type) for model in models if model.modelDocument]
        log = json.loads(session.get_logs("json"))["log"]
    told = [
        [each["code"], each["message"]["text"]] for each in log if each["level"] in ("warning", "error", "critical")
    ]
    return {"facts": sorted(facts, key=str), "documents": documents, "log": told}


def _fact(fact: Any) -> list[object]:  # noqa: ANN401 - Arelle has no types for it
    context = fact.context
    members = sorted(_member(axis, value) for axis, value in context.qnameDims.items())
    unit = str(fact.unit.measures) if fact.unit is not None else ""
    days = str(context.startDatetime), str(context.endDatetime)
    value = None if fact.isNil else str(fact.xValue)
    lang = fact.xmlLang if not fact.isNumeric else None
    accuracy = [fact.decimals, fact.precision]
    return [fact.qname.clarkNotation, *days, members, unit, str(context.entityIdentifier), value, lang, *accuracy]


def _member(axis: Any, value: Any) -> str:  # noqa: ANN401 - the same
    named = value.memberQname.clarkNotation if value.isExplicit else value.typedMember.stringValue
    return f"{axis.clarkNotation} {named}"


if __name__ == "__main__":
    main(sys.argv[1:])
