"""JUnit XML: reports as test suites, for programs that show test results."""

from collections.abc import Sequence

from lxml import etree

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import printable
from xbrl_pipeline.model.findings import About, Finding, PhaseStatus, Severity
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.reporting.html import file_name, place
from xbrl_pipeline.reporting.text import suspicion
from xbrl_pipeline.reporting.view import lines_text, ranges


def junit_xml(reports: Sequence[Report], messages: Messages) -> bytes:
    """Write reports: a suite for each, a case for each phase; findings fail the case of their phase.

    Errors fail, warnings and notes stand in the output of the case. A phase that broke off is an error of its case, one
    that was passed over is skipped. Findings about the taxonomy fail nothing, as in the verdict.
    """
    root = etree.Element("testsuites", name="xbrl-pipeline")
    for report in reports:
        root.append(_suite(report, messages))
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _suite(report: Report, messages: Messages) -> etree._Element:
    suite = etree.Element("testsuite", name=_fit(file_name(report.input)))
    suite.set("timestamp", f"{report.created:%Y-%m-%dT%H:%M:%S}")
    properties = etree.SubElement(suite, "properties")
    for name, value in _properties(report):
        etree.SubElement(properties, "property", name=name, value=_fit(value))
    for phase in report.phases:
        case = etree.SubElement(suite, "testcase", name=_fit(messages.text(f"phase.{phase.name}")))
        case.set("classname", _fit(f"{report.report}.{phase.name}"))
        _fill(case, [finding for finding in report.findings if finding.phase is phase.name], messages)
        if phase.status is PhaseStatus.SKIPPED:
            etree.SubElement(case, "skipped")
        if phase.status is PhaseStatus.FAILED:
            etree.SubElement(case, "error", message=_fit(messages.text("status.failed")))
    _verdict_case(suite, report, messages)
    suite.set("tests", str(len(suite.findall("testcase"))))
    for tag, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(count, str(sum(case.find(tag) is not None for case in suite.iter("testcase"))))
    return suite


def _verdict_case(suite: etree._Element, report: Report, messages: Messages) -> None:
    """Add a case that passes when the report is valid, whatever the phases say."""
    case = etree.SubElement(suite, "testcase", name=_fit(messages.text("report.xlsx.verdict")))
    case.set("classname", _fit(f"{report.report}.verdict"))
    if report.verdict is Verdict.INVALID:
        etree.SubElement(case, "failure", message=_fit(messages.text("verdict.INVALID")), type=report.verdict.value)
    if report.verdict is Verdict.NOT_VALIDATED:
        etree.SubElement(case, "error", message=_fit(messages.text("verdict.NOT_VALIDATED")), type=report.verdict.value)
    if report.engine is not None and report.engine.cached:
        etree.SubElement(case, "system-out").text = _fit(messages.text("report.cached"))


def _properties(report: Report) -> list[tuple[str, str]]:
    return [
        ("verdict", report.verdict.value),
        ("sha256", report.input.sha256),
        ("bestuursnummer", report.entity.bestuursnummer),
        ("verslagjaar", str(report.entity.verslagjaar or "")),
        ("taxonomy", report.taxonomy.id if report.taxonomy else ""),
        ("cached", str(report.engine.cached).lower() if report.engine else ""),
        ("taxonomy_installed", str(report.taxonomy.installed).lower() if report.taxonomy else ""),
    ]


def _fill(case: etree._Element, findings: list[Finding], messages: Messages) -> None:
    output = []
    for finding in findings:
        where = "" if finding.places else f"{place(finding, messages)}: "
        times = messages.text("report.times", n=finding.times) if finding.times > 1 and not finding.places else ""
        text = f"{where}{finding.message} {times}".rstrip()
        if finding.severity is Severity.ERROR and finding.about is About.REPORT:
            failure = etree.SubElement(case, "failure", message=_fit(text), type=_fit(finding.code))
            cells = (", ".join(ranges(finding.cells)) or lines_text(finding.lines)) if finding.places else ""
            parts = (finding.ref, suspicion(finding, messages), cells, finding.advice)
            failure.text = _fit("\n".join(filter(None, parts)))
        else:
            output.append(f"{messages.text(f'severity.{finding.severity}')} {finding.ref} {text}")
    if output:
        etree.SubElement(case, "system-out").text = _fit("\n".join(output))


def _fit(text: str) -> str:
    """Return a text as XML can hold it."""
    return printable(text)
