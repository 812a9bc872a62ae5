"""One mistake in many cells is told once, and nothing that differs is told together."""

from dataclasses import replace

import pytest

from xbrl_pipeline.mapping.words import Pen, Remark, RemarkSubject
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Finding, FindingValue, PhaseName, Severity, Suspect, SuspectKind
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.folding import fold, gather, under_repeated
from xbrl_pipeline.validation.records import failure_finding

NL = messages("nl")
CELLS = tuple(map(CellRef.parse, ("Balans!D5", "Balans!D9", "Kasstroom!C3")))


def note(code: str, cell: CellRef, *, line: str = "Activa", **params: object) -> Finding:
    return Pen(NL).write(Remark(code, params), cell, about=RemarkSubject(line, "2025"))


def lost(cell: CellRef, line: str = "Activa") -> Finding:
    return note("workbook.cell.not_calculated", cell, line=line)


def test_one_cause_is_one_finding_with_every_place() -> None:
    findings = [lost(cell, line) for cell, line in zip(CELLS, ("Activa", "Vorderingen", "Rente"), strict=True)]
    (found,) = gather(findings, NL)
    assert found.cells == CELLS
    assert found.times == 3
    assert found.message.startswith("3 cellen: ")
    assert found.advice == findings[0].advice
    assert [(place.message, place.cells, place.concept, place.period) for place in found.places] == [
        (each.message, each.cells, each.concept, each.period) for each in findings
    ]
    assert (found.concept, found.period) == (None, "2025")


def test_what_the_engine_says_of_many_facts_is_one_finding_with_their_lines_and_values() -> None:
    def repeated(line: int, label: str) -> Finding:
        return Finding(
            code="NL.FR-NL-5.01",
            severity=Severity.ERROR,
            message=f"{label} (2025) staat meer dan eens in het bestand (FR-NL-5.01).",
            advice="Vraag de maker.",
            phase=PhaseName.FILING_RULES,
            concept=label,
            values=(FindingValue(label, str(line), line=line), FindingValue(label, "7", line=line + 1)),
            lines=(line, line + 1),
            shared=NL.text("NL.FR-NL-5.01.shared"),
        )

    findings = [repeated(12, "Activa"), repeated(30, "Baten")]
    (found,) = gather(findings, NL)
    assert found.message == "2 gegevens: het gegeven staat meer dan eens in het bestand (FR-NL-5.01)."
    assert (found.times, found.lines, found.values) == (2, (12, 13, 30, 31), ())
    assert [(place.lines, place.values) for place in found.places] == [(one.lines, one.values) for one in findings]


def test_a_finding_that_stands_alone_keeps_its_own_words() -> None:
    alone = lost(CELLS[0])
    assert gather([alone], NL) == (alone,)


def test_it_stands_where_the_first_stood() -> None:
    other = note("mapping.ambiguous_number", CELLS[1], shown="1.234", thousands="1234", decimals="1,234")
    codes = [each.code for each in gather([lost(CELLS[0]), other, lost(CELLS[2])], NL)]
    assert codes == ["workbook.cell.not_calculated", "mapping.ambiguous_number"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (note("mapping.not_a_number", CELLS[0], shown="n.v.t."), note("mapping.not_a_number", CELLS[1], shown="pm")),
        (
            note("mapping.ambiguous_number", CELLS[0], shown="1.234", thousands="1234", decimals="1,234"),
            note("mapping.ambiguous_number", CELLS[1], shown="1.234", thousands="1234", decimals="1,234"),
        ),
        (lost(CELLS[0]), replace(lost(CELLS[1]), severity=Severity.WARNING)),
        (lost(CELLS[0]), replace(lost(CELLS[1]), regraded="andere weging")),
        (lost(CELLS[0]), replace(lost(CELLS[1]), because=(CELLS[2],))),
        (lost(CELLS[0]), note("workbook.cell.damaged", CELLS[1])),
    ],
)
def test_what_differs_in_more_than_its_cell_stays_apart(one: Finding, other: Finding) -> None:
    assert gather([one, other], NL) == (one, other)


def test_a_likely_amount_of_its_own_keeps_a_finding_apart() -> None:
    suspect = Suspect(SuspectKind.MISSING, "Activa", CELLS[:1], None, "12", "Hier ontbreekt 12.")
    findings = (replace(lost(CELLS[0]), suspects=(suspect,)), lost(CELLS[1]))
    assert gather(findings, NL) == findings


def test_what_follows_one_of_them_follows_all_of_them() -> None:
    causes = [lost(cell) for cell in CELLS]
    consequence = replace(
        note("mapping.ambiguous_number", CELLS[2], shown="1.234", thousands="1234", decimals="1,234"),
        follows=causes[1].ref,
    )
    cause, found = gather([*causes, consequence], NL)
    assert found.follows == cause.ref


def test_the_same_remark_on_one_amount_is_one_remark_with_all_its_figures() -> None:
    def remark(other: CellRef, amount: str) -> Finding:
        values = (FindingValue("Baten", "726", CELLS[:1]), FindingValue("Baten vorig jaar", amount, (other,)))
        return Finding(
            "plausibility.other_scale",
            Severity.WARNING,
            "Baten is duizend keer zo groot.",
            "",
            PhaseName.PLAUSIBILITY,
            cells=(CELLS[0], other),
            values=values,
        )

    (found,) = gather([remark(CELLS[1], "439"), remark(CELLS[2], "439")], NL)
    assert found.times == 2
    assert found.cells == CELLS
    assert [value.cells for value in found.values] == [(cell,) for cell in CELLS]
    elsewhere = replace(remark(CELLS[2], "439"), cells=(CELLS[1], CELLS[2]))
    assert len(gather([remark(CELLS[1], "439"), elsewhere], NL)) == 2


def test_amounts_that_were_rounded_are_one_remark_with_every_amount() -> None:
    amounts = [
        note("mapping.rounded", cell, value=value, rounded="1") for cell, value in zip(CELLS, "12", strict=False)
    ]
    (finding,) = gather(amounts, NL)
    assert finding.times == len(finding.places) == 2
    assert [each.message for each in finding.places] == [each.message for each in amounts]


def test_a_cell_that_repeats_a_wrong_one_follows_it() -> None:
    typed, repeated = (note("mapping.not_a_number", cell, shown="n.v.t.") for cell in CELLS[:2])
    first, second = under_repeated([repeated, typed], {CELLS[1]})
    assert (first.follows, first.because) == (typed.ref, (CELLS[0],))
    assert second == typed


def test_two_typed_cells_with_the_same_text_are_two_mistakes() -> None:
    one, other = (note("mapping.not_a_number", cell, shown="n.v.t.") for cell in CELLS[:2])
    assert under_repeated([one, other], set()) == [one, other]


def test_what_the_engine_stumbles_over_follows_the_day_that_is_none(model: TaxonomyModel) -> None:
    day = Finding("xmlSchema:valueError", Severity.ERROR, "Een dag.", "Verbeter de dag.", PhaseName.XML, lines=(7,))
    crash = replace(day, code="exception:ValueError", message="Vastgelopen.", phase=PhaseName.XBRL, lines=())
    evidence = Evidence.of(model, NL, days={7: ("c", "2025-13-31")})
    found = [finding for _, finding in fold([day, crash], {}, evidence.days)]
    assert [each.follows for each in found] == ["", day.ref]
    assert failure_finding("exception", evidence, found).follows == day.ref
    elsewhere = replace(day, lines=(8,))
    apart = [finding for _, finding in fold([elsewhere, crash], {}, evidence.days)]
    assert [each.follows for each in (*apart, failure_finding("exception", evidence, apart))] == ["", "", ""]
