"""The amounts of last year's report by this year's names."""

from dataclasses import dataclass
from decimal import Decimal

from xbrl_pipeline.instance.facts import read_facts
from xbrl_pipeline.model.facts import Fact, FactKey
from xbrl_pipeline.taxonomy.renaming import Renaming


@dataclass(frozen=True, slots=True)
class LastYear:
    """Amounts as facts of this year's taxonomy; ``gone`` counts those for which it has no name any more."""

    facts: tuple[Fact, ...]
    gone: int = 0


def read_last_year(data: bytes, names: Renaming) -> LastYear:
    """Return the amounts of a well-formed instance by the names of this year's taxonomy."""
    found: dict[FactKey, Fact] = {}
    gone = 0
    for read in read_facts(data):
        if read.key is None or not isinstance(read.value, Decimal):
            continue
        key = names.key(read.key)
        if key is None or not names.model.concepts[key.concept].numeric:
            gone += 1
        else:
            found.setdefault(key, Fact(key, read.value, (), read.decimals))
    return LastYear(tuple(found.values()), gone)
