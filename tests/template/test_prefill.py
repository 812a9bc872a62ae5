"""Last year's instance in the comparative columns: exactly, under new names where there are, and nothing unsaid."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.template.conftest import Maker
from tests.template.filling import facts_of, open_template
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.facts import FactKey, FactValue

SAMPLES = Path(__file__).parents[2] / "samples"


def prefilled(instance: Path, out: Path, report: str) -> Path:
    arguments = ["--taxonomy", "onderwijs-2026", "--report", report, "--prefill", str(instance), "--out", str(out)]
    assert guarded(["template", *arguments, "--quiet"]) == 0
    return out


def by_name(facts: dict[FactKey, FactValue]) -> dict[object, FactValue]:
    """Key facts by what stays the same from one year's namespace to the next."""
    return {
        (key.concept.local, key.period, tuple(item.member.local for item in key.dimensions)): value
        for key, value in facts.items()
    }


def test_rows_of_tables_come_with_their_names_and_figures(made: Maker, tmp_path: Path) -> None:
    full = made("onderwijs-2025", "wnt", 2025).full
    assert guarded(["convert", str(full), "--out", str(tmp_path / "2025"), "--quiet"]) == 0
    past = facts_of(tmp_path / "2025" / "instance.xbrl")
    book = prefilled(tmp_path / "2025" / "instance.xbrl", tmp_path / "2026.xlsx", "wnt")
    assert guarded(["convert", str(book), "--out", str(tmp_path / "2026"), "--quiet"]) == 0
    now = by_name(facts_of(tmp_path / "2026" / "instance.xbrl"))
    figures = {
        key: value
        for key, value in by_name({key: value for key, value in past.items() if key.period.end.year == 2025}).items()
        if isinstance(value, Decimal)
    }
    assert len(figures) > 400
    assert {key: now.get(key) for key in figures} == figures


def test_comparative_figures_follow_the_publishers_new_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(["convert", str(SAMPLES / "po-99001.xlsx"), "--out", str(tmp_path / "2025"), "--quiet"]) == 0
    instance = tmp_path / "2025" / "instance.xbrl"
    past = facts_of(instance)
    old = next(
        key for key in past if key.concept.local == "HolidayPayAndHolidaysPayable" and key.period.end.year == 2025
    )
    capsys.readouterr()
    book = prefilled(instance, tmp_path / "2026.xlsx", "jaarverantwoording")
    said = capsys.readouterr().err.splitlines()
    assert guarded(["convert", str(book), "--out", str(tmp_path / "2026"), "--quiet"]) == 0
    now = by_name(facts_of(tmp_path / "2026" / "instance.xbrl"))
    members = tuple(item.member.local for item in old.dimensions)
    renamed = [value for (name, period, dims), value in _items(now) if value == past[old] and dims == members]
    assert past[old] in renamed
    balance = {key: value for key, value in by_name(past).items() if _is_closing(key) and isinstance(value, Decimal)}
    there = {key: now[key] for key in balance if key in now}
    assert there == {key: balance[key] for key in there}
    assert len(there) > 30
    shown = [str(row[1]) for row in open_template(book)["Begin"].iter_rows(values_only=True) if row[1]]
    assert said
    assert set(said) <= set(shown)
    assert any("2024" in line for line in said)


def _items(facts: dict[object, FactValue]) -> list[tuple[tuple[str, object, tuple[str, ...]], FactValue]]:
    return list(facts.items())  # type: ignore[arg-type]


def _is_closing(key: object) -> bool:
    return isinstance(key, tuple) and key[1].start is None and key[1].end == date(2025, 12, 31)


def test_an_instance_of_another_year_is_refused(made: Maker, tmp_path: Path) -> None:
    full = made("onderwijs-2026", "wnt", 2026).full
    assert guarded(["convert", str(full), "--out", str(tmp_path), "--quiet"]) == 0
    arguments = ["--taxonomy", "onderwijs-2025", "--report", "wnt", "--prefill", str(tmp_path / "instance.xbrl")]
    assert guarded(["template", *arguments, "--out", str(tmp_path / "x.xlsx")]) == 3
    assert not (tmp_path / "x.xlsx").exists()


def test_doubled_and_foreign_facts_are_named_and_left_out(
    made: Maker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    full = made("onderwijs-2025", "wnt", 2025).full
    assert guarded(["convert", str(full), "--out", str(tmp_path), "--quiet"]) == 0
    text = (tmp_path / "instance.xbrl").read_text("utf-8")
    first = text.index('decimals="INF">')
    start, end = text.rindex("<", 0, first), text.index("\n", first)
    element = text[start:end]
    other = element.replace(">", ">9", 1)
    context = text[text.index("<xbrli:context") : text.index("</xbrli:context>") + len("</xbrli:context>")]
    foreign = context.replace('id="', 'id="vreemd', 1)
    number = foreign[foreign.index("<xbrli:identifier") :].partition(">")[2].partition("<")[0]
    foreign = foreign.replace(f">{number}<", ">99999999<")
    reference = element.partition('contextRef="')[2].partition('"')[0]
    name = context.partition('id="')[2].partition('"')[0]
    added = element.replace(f'contextRef="{reference}"', f'contextRef="vreemd{name}"')
    text = text.replace("</xbrli:xbrl>", f"{foreign}{other}{added}</xbrli:xbrl>")
    (tmp_path / "dubbel.xbrl").write_text(text, "utf-8")
    capsys.readouterr()
    prefilled(tmp_path / "dubbel.xbrl", tmp_path / "x.xlsx", "wnt")
    said = capsys.readouterr().err
    assert said.count("verschillende waarden") == 2
    assert said.count("andere entiteit") == 1
