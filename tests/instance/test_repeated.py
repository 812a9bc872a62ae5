"""Facts that stand in a file more than once, however their contexts are called."""

import pytest
from lxml import etree

from tests.support import KVK, Report
from xbrl_pipeline.instance.facts import most_combinations, repeated_in
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile


@pytest.fixture
def lines(model: TaxonomyModel, profile: ReportProfile) -> list[str]:
    """An instance of a few facts, with every element on its own line."""
    report = Report(model, profile)
    facts = [*report.small(), report.fact("Income", -5, members=("separate", "budget"))]
    root = etree.fromstring(write_instance(facts, KVK, model, profile))
    etree.indent(root)
    return etree.tostring(root).decode().splitlines()


def repeated(lines: list[str], times: int) -> tuple[bytes, int]:
    """Write every amount so many times, each under the other; return the file and how many amounts it has."""
    amounts = [line for line in lines if "unitRef" in line]
    texts = ["\n".join([line] * times) if line in amounts else line for line in lines]
    return "\n".join(texts).encode(), len(amounts)


def test_facts_that_stand_there_once_are_not_repeated(lines: list[str]) -> None:
    data, _ = repeated(lines, 1)
    assert repeated_in(data) == ()
    assert most_combinations(data) == 1


def test_twice_is_told_and_ends_in_time(lines: list[str]) -> None:
    data, amounts = repeated(lines, 2)
    assert len(repeated_in(data)) == amounts
    assert most_combinations(data) == 1


def test_each_repeated_fact_is_told_once_by_its_second_line(lines: list[str]) -> None:
    data, amounts = repeated(lines, 4)
    found = repeated_in(data)
    rows = data.decode().splitlines()
    assert len(set(found)) == len(found) == amounts
    assert all(rows[line - 1] == rows[line - 2] == rows[line] for line in found)


def test_combinations_multiply_within_a_context_and_not_over_contexts(lines: list[str]) -> None:
    contexts = [line.partition('contextRef="')[2].partition('"')[0] for line in lines if "unitRef" in line]
    fullest = max(contexts.count(context) for context in contexts)
    assert most_combinations(repeated(lines, 5)[0]) == 5**fullest
    assert fullest < len(contexts)


def test_a_context_under_another_name_is_the_same_context(lines: list[str]) -> None:
    text = repeated(lines, 1)[0].decode()
    start, end = text.index("<xbrli:context"), text.index("</xbrli:context>") + len("</xbrli:context>")
    name = text[start:end].partition('id="')[2].partition('"')[0]
    again = text[start:end].replace(f'id="{name}"', 'id="again"')
    fact = next(line for line in lines if f'contextRef="{name}"' in line)
    double = fact.replace(f'contextRef="{name}"', 'contextRef="again"')
    data = (text[:end] + again + text[end:]).replace(fact, f"{fact}\n{double}").encode()
    assert len(repeated_in(data)) == 1
