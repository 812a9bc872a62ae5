"""Whether a warm log that is not the recorded one differs in nothing but what differs among cold runs too.

That takes all of these:

- given the same order of things in sets, warm says exactly what cold says, in each of several orders (``again``);
- what every cold run says, the warm run said too, as many times;
- what else it said is about rules of which cold runs say one thing or another.

An instance that always needs a cold run has no warm side: of it only the last two are asked.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from operator import and_
from typing import Final

from tests.engine.corpus.again import ORDERS, run
from tests.engine.corpus.recordings import Log, log_of
from xbrl_pipeline.engine import ValidateJob

MORE: Final = 12  # orders beyond those of ``again``: a fact that is one of many comes first in few of them
_COUNTS: Final = ("assertions", "facts", "failure")


def why_other(job: ValidateJob, recorded: Log, warm: Log) -> str:
    """Return in what a warm log differs from cold ones, nothing where it is one that a cold run could have given."""
    cold = [recorded]
    for order in _orders(cold, warm):
        one, two = _both(job, order)
        if two is not None and one != two:
            again = "" if one == _log(job, order) else ", but so do cold runs: the order is not complete"
            return f"given the same order of things ({order}) warm differs from cold{again}"
        cold.append(one)
    return "; ".join(against(cold, warm))


def _orders(cold: list[Log], other: Log) -> Iterator[int]:
    """Give orders to judge in; the caller adds the cold logs. More of them while the other log says what none does."""
    yield from range(ORDERS)
    for order in range(ORDERS, ORDERS + MORE):
        if not against(cold, other):
            return
        yield order


def why_no_cold_run(job: ValidateJob, other: Log, cold: Log) -> str:
    """Return in what a log of another version differs from cold ones of this version."""
    logs = [cold]
    for order in _orders(logs, other):
        logs.append(_log(job, order))  # noqa: PERF401 - it is looked at on the way
    return "; ".join(against(logs, other))


def against(cold: list[Log], warm: Log) -> list[str]:
    """Hold a log against several cold ones: what is the same in these must be in it, and nothing that is not theirs."""
    counts = [f"{name}: {warm[name]}" for name in _COUNTS if warm[name] not in [log[name] for log in cold]]
    said, all_said = _records(warm), [_records(log) for log in cold]
    steady = reduce(and_, all_said)
    missing = [f"missing: {record}" for record in (steady - said).elements()]
    loose = {_rule(record) for each in all_said for record in each - steady}
    new = [f"said by no cold run: {record}" for record in said - steady if _rule(record) not in loose]
    return counts + missing + new


def _both(job: ValidateJob, order: int) -> tuple[Log, Log | None]:
    with ThreadPoolExecutor() as pool:
        cold, warm = pool.submit(_log, job, order), pool.submit(run, job, order, warm=True)
        answer = warm.result()
        return cold.result(), log_of(answer, job) if answer is not None else None


def _log(job: ValidateJob, order: int) -> Log:
    result = run(job, order, warm=False)
    if result is None:
        raise TypeError(order)
    return log_of(result, job)


def _records(log: Log) -> Counter[tuple[str, ...]]:
    return Counter(map(tuple, log["records"]))


def _rule(record: tuple[str, ...]) -> str:
    """Return what in the taxonomy a record is about, else its code: a rule can break off in more than one way."""
    places = [line for line in record[3].split("\n") if line and " instance.xbrl " not in line]
    return "\n".join(places) or record[0]
