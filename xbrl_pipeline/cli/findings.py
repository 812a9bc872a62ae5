"""Findings as lines on a terminal, or as files."""

import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import Final

import click

from xbrl_pipeline.base.files import write_all
from xbrl_pipeline.cli.many import sentence_about
from xbrl_pipeline.dossier.files import meaning, report_json
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import escaped, visible
from xbrl_pipeline.model.cells import CellRef, cells_text
from xbrl_pipeline.model.findings import About, Finding, PhaseName
from xbrl_pipeline.model.ledger import Ledger
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.reporting.html import report_html
from xbrl_pipeline.reporting.junit import junit_xml
from xbrl_pipeline.reporting.view import lines_text, sections
from xbrl_pipeline.reporting.xlsx import report_xlsx

_WRITERS = {"json": report_json, "html": report_html, "xlsx": report_xlsx}
_LONGEST: Final = 500  # characters of a sentence
_FOLDED: Final = 3  # findings shown under their cause
_CELLS: Final = 4  # named in front of a sentence
_NARROWEST: Final = 40  # characters of a terminal for which it is worth breaking lines
_MARK: Final = re.compile(r"\s*(?:[→·] |[A-Z]+  )?")  # what stands before a sentence


def show_reports(reports: Sequence[Report], kind: str, out: Path | None, texts: Messages, *, quiet: bool) -> None:
    """Print reports as text or JSON, or write a file each; ``kind`` is an extension or ``text``."""
    if kind == "text":
        for report in reports:
            print_lines(list(report_lines(report, texts))[: 1 if quiet else None])
    elif kind == "json" and out is None:
        items = [json.loads(report_json(report, texts)) for report in reports]
        click.echo(escaped(json.dumps(items[0] if len(items) == 1 else items, ensure_ascii=False, indent=2)))
    elif kind == "junit":
        _show_junit(junit_xml(reports, texts), out)
    else:
        names = _names([Path(item.input.path).stem for item in reports])
        files = {
            f"{name}.report.{kind}": _WRITERS[kind](item, texts) for name, item in zip(names, reports, strict=True)
        }
        write_all(out or Path(), files)
        for name in files:
            click.echo(visible(str((out or Path()) / name)))


def print_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines; on a terminal those that are wider go on below, as far in as they began."""
    terminal = (sys.stderr if err else sys.stdout).isatty()
    width = max(shutil.get_terminal_size().columns, _NARROWEST)
    for line in lines:
        click.echo("\n".join(_wrapped(visible(line), width)) if terminal else visible(line), err=err)


def _wrapped(line: str, width: int) -> list[str]:
    """Break a line between words; a path or a number is never broken."""
    mark = _MARK.match(line)
    indent = " " * (mark.end() if mark is not None else 0)
    return wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def _show_junit(data: bytes, out: Path | None) -> None:
    if out is None:
        click.echo(data.decode(), nl=False)
    else:
        write_all(out, {"junit.xml": data})
        click.echo(visible(str(out / "junit.xml")))


def _names(stems: Sequence[str]) -> list[str]:
    """Return a name for each file; files of the same name in other folders get a number."""
    seen: Counter[str] = Counter()
    names = []
    for stem in stems:
        seen[stem] += 1
        names.append(stem if seen[stem] == 1 else f"{stem}-{seen[stem]}")
    return names


def show_refused(refused: Sequence[tuple[Path, PipelineError]], texts: Messages) -> None:
    """Say on standard error which of several files could not be read, and why."""
    for path, error in refused:
        advice = texts.advice(error.code, **error.params)
        lines = (sentence_about(path, texts.text(error.code, **error.params)), f"    → {advice}" if advice else "")
        click.echo("\n".join(filter(None, lines)), err=True)


def report_lines(report: Report, texts: Messages) -> Iterator[str]:
    """Write a report: verdict first, then each finding with its cells and advice."""
    counts = report.counts
    verdict = texts.text(f"verdict.{report.verdict}").upper()
    yield texts.text("cli.verdict", verdict=verdict, path=report.input.path, error=counts.error, warning=counts.warning)
    if report.taxonomy is not None and not report.taxonomy.installed:
        yield f"  {meaning(report, texts)}"
    if report.engine is not None and report.engine.cached:
        yield f"  {texts.text('cli.cached')}"
    items = [item for section in sections(report) for item in section.items]
    for item, following in zip_longest(items, items[1:]):
        ending = _ending(item.finding, texts)
        again = following is not None and not item.consequences and _ending(following.finding, texts) == ending
        yield from _body(item.finding, texts) if again else finding_lines(item.finding, texts)
        yield from _consequence_lines(item.consequences, texts)
    if report.muted:
        yield texts.text("cli.muted", n=len(report.muted), name=report.rules_name)
        for finding in report.muted:
            yield f"      {finding.code}: {finding.message} ({finding.regraded})"
    if report.ledger is not None:
        yield ledger_line(report.ledger, texts)


def finding_lines(finding: Finding, texts: Messages) -> Iterator[str]:
    """Write one finding: severity, place, sentence; what to do on a line of its own."""
    yield from _body(finding, texts)
    if ending := _ending(finding, texts):
        yield f"      {ending}"


def _ending(finding: Finding, texts: Messages) -> str:
    """Return what to do: deal with the cause where there is one, else the advice; empty where there is none."""
    if finding.because:
        return texts.text("cli.because", cells=finding.because)
    if finding.follows:
        return texts.text("cli.follows", ref=finding.follows)
    return f"→ {finding.advice}" if finding.advice else ""


def _body(finding: Finding, texts: Messages) -> Iterator[str]:
    severity = texts.text(f"severity.{finding.severity}").upper()
    if finding.about is About.TAXONOMY:
        severity = texts.text("cli.about_taxonomy")
    yield f"  {severity}  {_sentence(finding, texts)}"
    if finding.places:
        lines = texts.text("report.line", lines=lines_text(finding.lines)) if finding.lines else ""
        yield f"      {cells_text(finding.cells) or lines}"
    for suspect in finding.suspects[:1] if finding.phase is not PhaseName.PLAUSIBILITY else ():
        yield f"      {suspect.sentence}"
    if finding.leads:
        yield f"      {texts.text('report.leads')}"
        yield from (f"        · {lead.sentence}" for lead in finding.leads)
    if finding.regraded:
        yield f"      {texts.text('cli.regraded', reason=finding.regraded)}"


def _sentence(finding: Finding, texts: Messages) -> str:
    """Return place and sentence of a finding; what is very long is broken off, other forms of a report hold it all."""
    lines = texts.text("cli.line", line=lines_text(finding.lines)) if finding.lines else ""
    place = "" if finding.places else _cells(finding.cells, texts) or lines
    told = " ".join(finding.message.split())
    told = told if len(told) <= _LONGEST else f"{told[:_LONGEST].rstrip()} …"
    times = f" ({texts.text('cli.times', n=finding.times)})" if finding.times > 1 and not finding.places else ""
    return f"{place + ': ' if place and place not in finding.message else ''}{told}{times}"


def _cells(cells: Sequence[CellRef], texts: Messages) -> str:
    """Name the first cells and count the others: a sentence that comes after a dozen of them is not read."""
    if len(cells) <= _CELLS + 1:
        return cells_text(cells)
    return texts.text("cli.more_cells", cells=cells_text(cells[:_CELLS]), n=len(cells) - _CELLS)


def _consequence_lines(consequences: Sequence[Finding], texts: Messages) -> Iterator[str]:
    """Tell how many findings go away together with their cause, and which are the first."""
    if not consequences:
        return
    number = "one" if len(consequences) == 1 else "many"
    yield f"      {texts.text(f'report.consequences.{number}', n=len(consequences))}:"
    for finding in consequences[:_FOLDED]:
        yield f"        · {_sentence(finding, texts)}"
    if len(consequences) > _FOLDED:
        yield f"        · {texts.text('cli.more', n=len(consequences) - _FOLDED)}"


def ledger_line(ledger: Ledger, texts: Messages) -> str:
    """Write the balance of the ledger: cells read = facts + explained skips + rejected."""
    return texts.text(
        "cli.ledger", cells=ledger.cells, facts=ledger.facts, skipped=ledger.skipped, rejected=ledger.rejected
    )
