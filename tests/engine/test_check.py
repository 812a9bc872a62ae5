"""The comparison of warm with cold can fail: each way in which a warm engine could be wrong is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.engine.corpus import check, recordings, steady
from tests.engine.corpus.cases import Case, cases_of
from tests.engine.corpus.recordings import Log, key_of, log_of
from tests.engine.corpus.steady import against, why_no_cold_run
from xbrl_pipeline.engine import EngineResult, Record, Ref, ValidateJob, engine_version
from xbrl_pipeline.model.facts import FactKey, Period, QName

TAXONOMY = "onderwijs-2025"
BROKEN = ("wnt-wrong", "wnt-missing")  # they break rules, and their report is the smallest


def _record(code: str, text: str, rule: str = "", bindings: str = "") -> list[str]:
    return [code, "error", text, f"va:valueAssertion rules.xml {rule} None None" if rule else "", bindings]


def _log(*records: list[str], facts: int = 3) -> Log:
    return {"records": sorted(records), "assertions": 7, "facts": facts, "failure": ""}


STEADY = _record("xbrl.4.7.2", "the same in every run")
HERE, THERE = _record("err:XPST0017", "broke off here", "92"), _record("err:XPTY0004", "broke off there", "92")
MESSAGE = _record("message:sum", "as far as it got", "92")
COLD = [_log(STEADY, HERE), _log(STEADY, MESSAGE, THERE), _log(STEADY, MESSAGE, MESSAGE, HERE)]


@pytest.mark.parametrize("warm", [*COLD, _log(STEADY, MESSAGE, _record("err:FORG0001", "broke off elsewhere", "92"))])
def test_what_differs_among_cold_runs_may_differ(warm: Log) -> None:
    assert against(COLD, warm) == []


@pytest.mark.parametrize(
    ("warm", "found"),
    [
        (_log(HERE), "missing"),
        (_log(STEADY, STEADY, HERE), "said by no cold run"),
        (_log(STEADY, HERE, _record("message:sum", "another rule", "93")), "said by no cold run"),
        (_log([*STEADY[:4], "a=0 b=1"], HERE), "missing"),
        (_log(["xbrl.4.7.2", "warning", *STEADY[2:]], HERE), "missing"),
        (_log(STEADY, HERE, facts=4), "facts: 4"),
        (_log(STEADY, HERE) | {"failure": "formula"}, "failure: formula"),
    ],
)
def test_what_no_cold_run_says_is_found(warm: Log, found: str) -> None:
    assert against(COLD, warm)[0].startswith(found)


def _fact(concept: str, year: int) -> Ref:
    key = FactKey(QName("http://example.test", concept), Period(None, date(year, 12, 31)), (), "EUR")
    return Ref(f"t:{concept}", "instance.xbrl", year, key, "1")


def test_a_log_tells_which_variable_bound_which_fact(tmp_path: Path) -> None:
    old, new = _fact("Equity", 2024), _fact("Equity", 2025)
    logs = [
        log_of(EngineResult((_bound(old, new, *names),), 1, 2), ValidateJob(tmp_path / "instance.xbrl", ()))
        for names in (("begin", "end"), ("end", "begin"))
    ]
    assert [log["records"][0][4] for log in logs] == ["begin=0 end=1", "begin=1 end=0"]


def _bound(old: Ref, new: Ref, first: str, second: str) -> Record:
    facts = [each.fact for each in (old, new) if each.fact is not None]
    return Record("message:r", "error", "", (new, old), tuple(sorted(zip((first, second), facts, strict=True))))


def _compare(monkeypatch: pytest.MonkeyPatch, folder: Path, warm: Callable[[Log], Log], number: int) -> list[str]:
    """Compare a recorded instance with what a warm engine made up, which says that it judged so many."""
    found = recordings.read(TAXONOMY)
    assert found is not None
    cases = [case for case in cases_of(TAXONOMY) if case.name == BROKEN[0]]

    def judge(order: list[Case], *_: object) -> tuple[list[Log], int]:
        return [warm(found.logs[key_of(case)]) for case in order], number

    monkeypatch.setattr(check, "judge_warm", judge)
    monkeypatch.setattr(steady, "ORDERS", 1)
    monkeypatch.setattr(steady, "MORE", 0)
    return check.compare(TAXONOMY, cases, folder, seed=1, jobs=1)


def _silent(log: Log) -> Log:
    return log | {"records": log["records"][1:]}


@pytest.mark.usefixtures("engine")
def test_a_warm_engine_that_drops_a_record_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert _compare(monkeypatch, tmp_path, _silent, 2) == [BROKEN[0]]


@pytest.mark.usefixtures("engine")
def test_a_comparison_of_cold_with_cold_proves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert _compare(monkeypatch, tmp_path, lambda log: log, 2) == []
    assert _compare(monkeypatch, tmp_path, lambda log: log, 0) == [BROKEN[0]]


@pytest.mark.usefixtures("engine")
def test_another_version_is_held_against_what_was_recorded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = recordings.read(TAXONOMY)
    assert found is not None
    same, other = [case for case in cases_of(TAXONOMY) if case.name in BROKEN]
    logs = found.logs | {key_of(other): _silent(found.logs[key_of(other)])}
    older = replace(found, engine="2.0.0", logs=logs)
    monkeypatch.setattr(recordings, "read", lambda _taxonomy: older)
    monkeypatch.setattr(steady, "ORDERS", 1)
    monkeypatch.setattr(steady, "MORE", 0)
    assert check.compare(TAXONOMY, [same, other], tmp_path, seed=1, jobs=1) == []
    shown = capsys.readouterr().out
    assert f"DIFFERS {other.name}: " in shown
    assert f"cold, 1 of 2 are judged by arelle {engine_version()} as was recorded of 2.0.0" in shown
    assert "2 of 2 as cold (2 judged warm)" in shown


@pytest.mark.parametrize(("said", "orders"), [(COLD[0], 2), (_log(STEADY, MESSAGE), 2), (_log(HERE), 5)])
def test_more_orders_are_judged_while_none_of_them_says_so(
    said: Log, orders: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    judged: list[int] = []

    def cold(_job: ValidateJob, order: int) -> Log:
        judged.append(order)
        return COLD[order % len(COLD)]

    monkeypatch.setattr(steady, "_log", cold)
    monkeypatch.setattr(steady, "ORDERS", 2)
    monkeypatch.setattr(steady, "MORE", 3)
    reason = why_no_cold_run(ValidateJob(tmp_path / "instance.xbrl", ()), said, COLD[1])
    assert (judged, bool(reason)) == (list(range(orders)), orders == 5)
