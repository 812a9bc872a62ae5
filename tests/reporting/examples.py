"""Reports as the rest of the program could make them: calm, broken, hostile and unfinished."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.comparison import (
    Compared,
    Difference,
    DifferenceKind,
    FactCounts,
    Kin,
    RatioChange,
    ReportComparison,
)
from xbrl_pipeline.model.facts import Dimension, Fact, FactKey, Period, QName
from xbrl_pipeline.model.findings import (
    About,
    Comparison,
    Counts,
    Finding,
    FindingValue,
    Phase,
    PhaseName,
    PhaseStatus,
    Place,
    Severity,
)
from xbrl_pipeline.model.ledger import Fate, Ledger, LedgerEntry
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.model.report import EngineRef, Entity, FileRef, Manifest, Report, TaxonomyRef
from xbrl_pipeline.reporting.overview import OverviewRow

CREATED = datetime(2026, 3, 12, 14, 5, 33, tzinfo=UTC)
SCRIPT = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"
TAXONOMY = TaxonomyRef("onderwijs-2025", "https://taxonomie.example/2025/rpt-jaarverantwoording.xsd", "7c" * 32)
ENGINE = EngineRef("Arelle", "2.47.3", ("--validate", "--formula run", "--internetConnectivity offline"))


def cell(text: str) -> CellRef:
    return CellRef.parse(text)


def figure(label: str, amount: str | None, where: str, role: str = "") -> FindingValue:
    return FindingValue(label, amount, (cell(where),), role, "EUR")


def phases(failed: PhaseName | None = None) -> tuple[Phase, ...]:
    names = list(PhaseName)
    last = names.index(failed) if failed else len(names)
    status = {True: PhaseStatus.DONE, False: PhaseStatus.SKIPPED}
    return tuple(
        Phase(name, PhaseStatus.FAILED if name is failed else status[i < last]) for i, name in enumerate(names)
    )


def ledger(rejected: tuple[str, ...] = ()) -> Ledger:
    entries = [
        LedgerEntry(cell("Balans!A1"), "Balans per 31 december 2025", Fate.TITLE, "boven de kopregel"),
        LedgerEntry(cell("Balans!D3"), "31-12-2025", Fate.HEADER, "kopregel"),
    ]
    for row in range(5, 45):
        entries += [
            LedgerEntry(cell(f"Balans!A{row}"), f"1.{row}", Fate.LABEL, "nummer van de post"),
            LedgerEntry(cell(f"Balans!D{row}"), f"{row}000", Fate.FACT, "", "PropertyPlantEquipment"),
            LedgerEntry(cell(f"Staat van baten en lasten!C{row}"), f"{row}", Fate.FACT, "", "Income"),
        ]
    entries += [
        LedgerEntry(cell("Balans!C8"), "2.1", Fate.NOTE, "verwijzing naar de toelichting"),
        LedgerEntry(cell("Balans!E20"), "-", Fate.NIL, "streepje"),
        LedgerEntry(cell("Balans!H12"), "zie memo", Fate.TEXT, "tekst naast de tabel"),
        LedgerEntry(cell("Balans!D60"), "12", Fate.IGNORED, "controlegetal van onze accountant"),
        LedgerEntry(cell("Balans!E60"), "13", Fate.IGNORED, "controlegetal van onze accountant"),
    ]
    entries += [LedgerEntry(cell(where), "1.234", Fate.REJECTED, "geen eenduidig getal") for where in rejected]
    return Ledger(tuple(entries))


def valid() -> Report:
    return Report(
        verdict=Verdict.VALID,
        input=FileRef("jaarrekening-2025.xlsx", "3f9a0c" + "b1" * 29),
        report="jaarverantwoording",
        phases=phases(),
        findings=(),
        created=CREATED,
        program="0.1.0",
        entity=Entity("Stichting Openbaar Onderwijs Verzonnen", "99041", "99990041", 2025),
        mapping=FileRef("jaarrekening-2025.mapping.yaml", "ab" * 32),
        instance=FileRef("instance.xbrl", "cd" * 32),
        taxonomy=TAXONOMY,
        engine=ENGINE,
        ledger=ledger(),
        facts=80,
    )


def sum_does_not_tie() -> Finding:
    parts = [
        ("Gebouwen en terreinen", "14250000", "Balans!D11"),
        ("Inventaris en apparatuur", "2180450", "Balans!D12"),
        ("Andere vaste bedrijfsmiddelen", "-12500.5", "Balans!D13"),
        ("Materiële vaste activa in uitvoering en vooruitbetalingen op materiële vaste activa", None, "Balans!D14"),
    ]
    return Finding(
        code="onderwijs:sum-PropertyPlantEquipment",
        severity=Severity.ERROR,
        message="Het totaal van de materiële vaste activa is niet gelijk aan de som van de posten eronder.",
        advice="Kijk of er een post ontbreekt, of dat het totaal met de hand is ingevuld in plaats van opgeteld.",
        phase=PhaseName.FORMULA,
        concept="Materiële vaste activa",
        period="31-12-2025",
        cells=tuple(map(cell, ("Balans!D10", "Balans!D11", "Balans!D12", "Balans!D13"))),
        values=(
            figure("Materiële vaste activa", "16427949.5", "Balans!D10", "left"),
            *(figure(*part, "right") for part in parts),
        ),
        comparison=Comparison("16427949.5", "16417949.5", "10000"),
    )


def ambiguous() -> Finding:
    return Finding(
        code="number.ambiguous",
        severity=Severity.ERROR,
        message="In deze cel staat de tekst “1.234”. Dat kan 1.234 zijn of 1,234.",
        advice="Vul het bedrag in als getal, zonder punt of komma als scheiding van duizendtallen.",
        phase=PhaseName.READ,
        concept="Vorderingen",
        period="31-12-2025",
        cells=(cell("Balans!D21"),),
        values=(FindingValue("Vorderingen", "1.234", (cell("Balans!D21"),)),),
    )


def consequence() -> Finding:
    return Finding(
        code="onderwijs:sum-AssetsCurrent",
        severity=Severity.ERROR,
        message="Het totaal van de vlottende activa kan niet worden gecontroleerd: een post ontbreekt.",
        advice="Verbeter eerst cel Balans!D21.",
        phase=PhaseName.FORMULA,
        concept="Vlottende activa",
        period="31-12-2025",
        cells=tuple(map(cell, ("Balans!D18", "Balans!D22"))),
        values=(
            figure("Vlottende activa", "3100000", "Balans!D18", "left"),
            figure("Liquide middelen", "1866000", "Balans!D22", "right"),
        ),
        comparison=Comparison("3100000", "1866000", "1234000"),
        because=(cell("Balans!D21"),),
    )


def warning() -> Finding:
    return Finding(
        code="onderwijs:budget-missing",
        severity=Severity.WARNING,
        message="Bij deze post staat geen begroting, terwijl er wel een realisatie is.",
        advice="Vul de begroting in. Was er niets begroot, vul dan 0 in.",
        phase=PhaseName.FORMULA,
        concept="Baten werk in opdracht van derden",
        period="2025, begroting",
        cells=(cell("Staat van baten en lasten!D14"),),
        values=(FindingValue("Realisatie", "-45120", (cell("Staat van baten en lasten!C14"),), "", "EUR"),),
    )


def about_taxonomy() -> Finding:
    return Finding(
        code="xbrl.5.2.4.1",
        severity=Severity.ERROR,
        message="Een element in de taxonomie verwijst naar een rol die niet bestaat.",
        advice="Meld dit bij de beheerder van de taxonomie.",
        phase=PhaseName.XBRL,
        about=About.TAXONOMY,
    )


def info() -> Finding:
    return Finding(
        code="number.rounded",
        severity=Severity.INFO,
        message="Het bedrag 12.500,504 is afgerond op twee cijfers achter de komma: 12.500,50.",
        advice="",
        phase=PhaseName.INSTANCE,
        concept="Andere vaste bedrijfsmiddelen",
        period="31-12-2025",
        cells=(cell("Balans!D13"),),
    )


def hostile() -> Finding:
    return Finding(
        code="sheet.unknown",
        severity=Severity.ERROR,
        message=f"Het werkblad heet {SCRIPT} en dat kent de mapping niet.",
        advice=FORMULA,
        phase=PhaseName.MAP,
        concept=f"{SCRIPT}<img src=x onerror=alert(1)>",
        cells=(CellRef(f"'\"><b>{SCRIPT}", 7, 28), CellRef(FORMULA, 3, 2)),
        values=(FindingValue(FORMULA, "\u202e}{@x\x07", (CellRef(FORMULA, 3, 2),)),),
    )


def of_the_whole() -> Finding:
    return Finding(
        code="onderwijs:sector-missing",
        severity=Severity.ERROR,
        message="De sector staat niet in het verslag.",
        advice="Vul op het werkblad Algemeen de sector in: po, vo, mbo, hbo of wo.",
        phase=PhaseName.FORMULA,
        concept="Sector van het bevoegd gezag",
    )


def gathered() -> Finding:
    cells = tuple(map(cell, ("Balans!D10", "Balans!E10", "Staat van baten en lasten!C12")))
    return Finding(
        "workbook.cell.not_calculated",
        Severity.ERROR,
        "3 cellen: de uitkomst van de formule is niet opgeslagen.",
        "Open de werkmap in Excel, laat haar rekenen (F9) en sla haar op.",
        PhaseName.READ,
        cells=cells,
        times=3,
        places=tuple(Place(f"In {each} staat een formule zonder uitkomst.", (each,), "Activa") for each in cells),
    )


def invalid() -> Report:
    findings = (consequence(), info(), warning(), sum_does_not_tie(), about_taxonomy(), ambiguous(), of_the_whole())
    return replace(
        valid(),
        verdict=Verdict.INVALID,
        findings=(*findings, hostile()),
        ledger=ledger(rejected=("Balans!D21",)),
        entity=replace(valid().entity, name=f"Stichting {SCRIPT} & Zonen"),
    )


def readable() -> Report:
    """The invalid report as it looks without an attack on it."""
    return replace(invalid(), findings=invalid().findings[:-1], entity=valid().entity)


def not_validated() -> Report:
    stopped = Finding(
        code="engine.timeout",
        severity=Severity.ERROR,
        message="De controleregels van de taxonomie waren na 300 seconden niet klaar.",
        advice="Draai de controle nog een keer. Gebeurt het weer, geef dan meer tijd of meld het aan de beheerder.",
        phase=PhaseName.FORMULA,
    )
    return replace(
        valid(), verdict=Verdict.NOT_VALIDATED, findings=(stopped,), phases=phases(PhaseName.FORMULA), entity=Entity()
    )


def manifest() -> Manifest:
    files = {"report.json": "aa" * 32, "instance.xbrl": "bb" * 32}
    return Manifest(
        files=files,
        report="jaarverantwoording",
        verdict=Verdict.VALID,
        counts=Counts(0, 2, 1),
        entity=valid().entity,
        taxonomy=TAXONOMY,
        engine=ENGINE,
        program="0.1.0",
        created=CREATED,
        fingerprint="ee" * 32,
    )


def facts() -> tuple[Fact, ...]:
    namespace = "https://taxonomie.example/2025/i"
    axis = Dimension(QName(namespace, "BudgetTypeAxis"), QName(namespace, "BudgetMember"))
    year = Period(date(2025, 1, 1), date(2025, 12, 31))
    end = Period(None, date(2025, 12, 31))
    return (
        Fact(
            FactKey(QName(namespace, "Assets"), end, (), "EUR"), Decimal("1234567890123456789.10"), (cell("B!s!D10"),)
        ),
        Fact(FactKey(QName(namespace, "Income"), year, (axis,), "EUR"), Decimal("-0.05"), (), "INF"),
        Fact(FactKey(QName(namespace, "DocumentDate"), year, (), None), date(2026, 6, 30), (cell("Algemeen!B3"),)),
        Fact(FactKey(QName(namespace, "Name"), year, (), None), "Stichting “Ré” 2025-01-01", (cell("Algemeen!B4"),)),
    )


def row(name: str, verdict: Verdict | None, counts: Counts, problem: str = "", number: str = "") -> OverviewRow:
    return OverviewRow(
        file=f"{name.lower().replace(' ', '-')}.xlsx",
        verdict=verdict,
        name=f"Stichting {name}",
        bestuursnummer=number,
        verslagjaar=2025,
        counts=counts,
        facts=1312,
        dossier=f"{number}-2025-jaarverantwoording",
        problem=problem,
        seconds=1.25,
        sector="PO",
        report="jaarverantwoording",
    )


def rows() -> tuple[OverviewRow, ...]:
    tie = "Het totaal van de materiële vaste activa is niet gelijk aan de som van de posten eronder."
    return (
        row("Verzonnen", Verdict.VALID, Counts(0, 0, 1), number="99041"),
        row("Kleine Fout", Verdict.INVALID, Counts(1, 3, 0), tie, "99042"),
        replace(row("Fictiescholen", Verdict.VALID, Counts(0, 2, 0), number="99043"), reused=True, seconds=None),
        OverviewRow("wachtwoord.xlsx", None, problem="De werkmap is met een wachtwoord beveiligd."),
        row("Grote Fout", Verdict.INVALID, Counts(14, 0, 0), tie, "99044"),
        row(
            "Te Laat",
            Verdict.NOT_VALIDATED,
            Counts(1, 0, 0),
            "De controleregels waren na 300 seconden niet klaar.",
            "99045",
        ),
    )


def hostile_row() -> OverviewRow:
    return OverviewRow(
        "[red]\x1b[31m.xlsx",
        Verdict.INVALID,
        f"{SCRIPT}[bold]",
        "@1",
        2025,
        Counts(2),
        3,
        "//evil.example/x y",
        FORMULA,
    )


def comparison() -> ReportComparison:
    """Two versions with something of each kind, and words that would be markup."""
    where = (cell("Balans!D22"),)
    line = Difference(
        DifferenceKind.CHANGED,
        "Debiteuren",
        "Balans",
        "31-12-2025",
        "ow-i:Debtors",
        "EUR",
        Decimal(5),
        Decimal(-7),
        where,
        where,
    )
    differences = (
        line,
        replace(line, kind=DifferenceKind.ADDED, before=None, before_cells=()),
        replace(line, kind=DifferenceKind.GONE, after=None, after_cells=(), unnamed=True),
        replace(line, label="Totaal", total=True),
        replace(line, unit=None, before="<b>Oud</b>", after="Nieuw & beter"),
    )
    tally = FactCounts(5, 1, 3, 1, 0, unread=2, rejected=1)
    return ReportComparison(
        Kin.VERSION,
        Compared("<i>een</i>.xlsx", invalid(), tally),
        Compared("twee.xlsx", replace(valid(), program="0.2.0"), tally),
        differences,
        (RatioChange("solvency", "separate", 2025, False, True, Decimal("0.31"), None),),
        invalid().findings,
        (warning(),),
        remaining=1,
    )
