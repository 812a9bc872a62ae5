"""Run as a program: what Arelle itself says of the facts of instances, through its own properties, as JSON.

python -m tests.instance.arelle_facts CACHE PACKAGE... -- INSTANCE...
"""

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from arelle.api.Session import Session
from arelle.RuntimeOptions import RuntimeOptions

Shown = list[object]


def main(arguments: list[str]) -> None:
    """Print a list of facts for each instance."""
    here = arguments.index("--")
    packages, instances = arguments[1:here], arguments[here + 1 :]
    told = json.dumps([list(_facts(instance, packages, arguments[0])) for instance in instances])
    sys.stdout.write(f"{told}\n")


def _facts(instance: str, packages: list[str], cache: str) -> Iterator[Shown]:
    offline: dict[str, Any] = {"workOffline": True, "disablePersistentConfig": True, "keepOpen": True}
    with Session() as session:
        session.run(RuntimeOptions(entrypointFile=instance, packages=packages, cacheDirectory=cache, **offline))
        for model in session.get_models():
            facts = (fact for fact in model.factsInInstance if fact.isItem and not fact.isNil)
            yield from sorted((told for fact in facts if (told := _fact(fact))), key=str)


def _fact(fact: Any) -> Shown:  # noqa: ANN401 - Arelle has no types for it
    """Return a fact; nothing where its context is missing, for ever, or has no readable day."""
    context = fact.context
    if context is None or not (context.isInstantPeriod or context.isStartEndPeriod) or context.endDatetime is None:
        return []
    if not context.isInstantPeriod and context.startDatetime is None:
        return []
    start = "" if context.isInstantPeriod else str(context.startDatetime.date())
    members = sorted(_member(axis, value) for axis, value in context.qnameDims.items())
    sides = fact.unit.measures if fact.unit is not None else ()
    unit = "/".join("*".join(measure.localName for measure in side) for side in sides if side)
    name, entity = fact.qname.clarkNotation, context.entityIdentifier[1]
    return [name, start, _last_day(context.endDatetime), members, unit, entity, fact.value.strip(), fact.decimals]


def _member(axis: Any, value: Any) -> str:  # noqa: ANN401 - the same
    if value.isExplicit:
        return f"{axis.clarkNotation} {value.memberQname.clarkNotation}"
    return f"{axis.clarkNotation} {' '.join(value.typedMember.stringValue.split())}"


def _last_day(moment: datetime) -> str:
    return str((moment - timedelta(microseconds=1)).date())


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(exist_ok=True)
    main(sys.argv[1:])
