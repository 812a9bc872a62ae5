"""Titles, sheet names, units and other words around the tables, part `seen`."""

from __future__ import annotations

from .wordlist import read

TEXT = read("""
title.balance: Balans per 31 december {y} | BALANS PER 31 DECEMBER {y} | Balans per 31-12-{y} | Balans {y} | Balans |
 Balans ultimo {y} | A.1 Balans per 31 december {y} | B1. Balans per 31 december {y} |
 Model A: Balans per 31 december {y} | Balansoverzicht per 31 december {y}
title.assets: Activa per 31 december {y} | Balans per 31-12-{y}: activa | ACTIVA {y} | Balans activazijde {y}
title.liabilities: Passiva per 31 december {y} | Balans per 31-12-{y}: passiva | PASSIVA {y} | Balans passivazijde {y}
title.income: Staat van baten en lasten over {y} | STAAT VAN BATEN EN LASTEN {y} | Staat van baten en lasten {y} |
 Exploitatierekening {y} | B. Staat van baten en lasten over {y} | A.2 Staat van baten en lasten {y} |
 Model B: Staat van baten en lasten {y} | Exploitatieoverzicht {y} | Staat van baten en lasten |
 Baten en lasten over {y}
title.cash: Kasstroomoverzicht over {y} | KASSTROOMOVERZICHT {y} | Kasstroomoverzicht {y} (indirecte methode) |
 C. Kasstroomoverzicht {y} | A.3 Kasstroomoverzicht over {y} | Kasstroomoverzicht
sheet.balance: Balans | balans | Balans {y} | 1. Balans | BALANS | Bal | A.1 Balans | Balans per 31-12-{y}
sheet.assets: Activa | Balans A | Balans activa
sheet.liabilities: Passiva | Balans P | Balans passiva
sheet.income: Staat van baten en lasten | SvBL | Baten en lasten | Exploitatie | 2. SvBL | W&V | SBL {y} | Resultaat
sheet.cash: Kasstroomoverzicht | Kasstroom | KSO | 3. Kasstroom | kasstromen
sheet.statements: Jaarrekening | Jaarrekening {y} | JR {y} | Cijfers | Overzichten | Blad1
sheet.notes: Toelichting | Toelichtingen | Specificaties | Toel. | Toelichting jaarrekening
sheet.notes_balance: Toelichting balans | Toel. balans | Specificatie balans | Toelichting BAL
sheet.notes_income: Toelichting SvBL | Toel. exploitatie | Specificatie baten en lasten | Toelichting W&V
sheet.all: Jaarrekening {y} | Jaarrekening | JR | Blad1 | Rapport
sheet.note: Toel. {n} | Noot {n} | N{n} | Spec {n}
scope.consolidated: Geconsolideerde {l} | {t} (geconsolideerd) | {t} geconsolideerd | GECONSOLIDEERD {t} |
 {t} - geconsolideerd
scope.separate: Enkelvoudige {l} | {t} (enkelvoudig) | {t} enkelvoudig | ENKELVOUDIG {t} | {t} - enkelvoudig
scopesheet.consolidated: {s} geconsolideerd | {s} (gec.) | Gec. {s} | {s} cons | Geconsolideerd {s}
scopesheet.separate: {s} enkelvoudig | {s} (enk.) | Enk. {s} | {s} enkelv | Enkelvoudig {s}
after: (na resultaatbestemming) | na resultaatbestemming | (na verwerking resultaat) | na bestemming resultaat
before: (voor resultaatbestemming) | vóór resultaatbestemming | (vóór bestemming resultaat)
unit.1: (in euro's) | Bedragen in euro's | in € | (bedragen in €) | Alle bedragen in hele euro's | EUR |
 Bedragen x € 1
unit.1000: (x € 1.000) | Bedragen x € 1.000 | in duizenden euro's | (bedragen x EUR 1.000) | x € 1.000 |
 (in € 1.000) | Alle bedragen x € 1.000 | bedragen in duizenden euro's
unithead.1: € | EUR | in € | euro
unithead.1000: x € 1.000 | € 1.000 | (x € 1.000) | EUR 1.000 | x 1.000
difference: Verschil | Verschil begroting | Afwijking | Mutatie | Verschil t.o.v. begroting | Δ
percent: % | Afw. % | in % | Verschil % | % van begroting
label: Omschrijving | Post | Rubriek
future: Begroting {y} | Meerjarenbegroting {y} | Raming {y} | Prognose {y}
total: Totaal
totalof: Totaal {x}
notes: Toelichting behorende tot de jaarrekening {y} | Toelichting {y} | Toelichting op de posten {y}
general.sheet: Algemeen | Voorblad | Omslag | Gegevens | Algemene gegevens | Info
general.title: Jaarrekening {y} | Jaarverslaggeving {y} | Jaarstukken {y} | Financieel jaarverslag {y}
field.name: Naam | Naam rechtspersoon | Naam bevoegd gezag | Bestuur | Naam instelling | Statutaire naam
field.bestuursnummer: Bestuursnummer | Bestuursnr. | Nummer bevoegd gezag | BG-nummer | Bevoegd gezag nr.
field.kvk: KvK-nummer | KvK | Nummer Kamer van Koophandel | Inschrijfnummer KvK | Handelsregisternummer
field.seat: Statutaire zetel | Vestigingsplaats | Plaats | Zetel
field.address: Adres | Bezoekadres | Straat en nummer
field.legal_form: Rechtsvorm | Juridische vorm
field.year: Verslagjaar | Boekjaar | Jaar
sentence: {name}, statutair gevestigd te {seat}, KvK {kvk}, bestuursnummer {bestuursnummer} |
 {name} - bestuursnummer {bestuursnummer} - KvK-nummer {kvk} | {name} te {seat} (bestuursnummer {bestuursnummer}) |
 Jaarrekening {y} van {name} te {seat}
index.sheet: Inhoud | Inhoudsopgave | Index
draft.title: CONCEPT | Concept versie 0.2 | Concept d.d. 12-02-2026 | Oude versie (vervallen) |
 Concept t.b.v. accountant
draft.sheet: Balans concept | SvBL concept | concept v1 | Oud | Backup balans | Concept
draft.head: Concept {y} | {y} concept | Versie 1
comment: Aansluiting gecontroleerd | Nog afstemmen met administratiekantoor | Zie toelichting | Akkoord controller |
 Bron: grootboek | Let op: na correctieboeking
page: Pagina {n} | pag. {n} | - {n} - | {n}
step.book_begin: Boekwaarde 1-1-{y} | Boekwaarde 1 januari {y} | Stand per 1-1-{y} | Boekwaarde begin boekjaar
step.book_end: Boekwaarde 31-12-{y} | Boekwaarde 31 december {y} | Stand per 31-12-{y} | Boekwaarde einde boekjaar
step.cost: Aanschafwaarde {d} | Verkrijgingsprijs {d} | Aanschafprijs {d}
step.acc: Cumulatieve afschrijvingen {d} | Afschrijving cumulatief {d} | Cum. afschrijving {d}
step.add: Investeringen | Investeringen {y} | Aankopen
step.out: Desinvesteringen | Desinvesteringen (boekwaarde) | Afgestoten activa
step.charge: Afschrijvingen | Afschrijvingen {y} | Afschrijving boekjaar
step.begin: Stand 1-1-{y} | Stand per 1 januari {y} | Saldo 1-1-{y} | Saldo per 1-1-{y}
step.end: Stand 31-12-{y} | Stand per 31 december {y} | Saldo 31-12-{y} | Saldo per 31-12-{y}
step.dot: Dotaties | Dotatie | Dotatie {y} | Toevoegingen
step.use: Onttrekkingen | Onttrekking | Onttrokken | Uitgaven ten laste
step.release: Vrijval | Vrijgevallen
step.result: Resultaat | Resultaat {y} | Resultaatbestemming | Bestemming resultaat
step.other: Overige mutaties | Overige mutaties {y} | Ov. mutaties
step.moves: Mutaties | Mutaties boekjaar
step.new: Nieuwe leningen | Opgenomen | Aangegane leningen
step.back: Aflossingen | Afgelost | Aflossing {y}
step.share: Resultaat deelneming | Resultaat
step.short: waarvan < 1 jaar | Kortlopend deel < 1 jaar
step.long: waarvan > 1 jaar | Langlopend deel > 1 jaar
sum: Totaal | TOTAAL | Totalen
""")

ENGLISH = read("""
title.balance: Balance sheet as at 31 December {y} | Balance sheet {y}
title.assets: Balance sheet as at 31 December {y}: assets
title.liabilities: Balance sheet as at 31 December {y}: equity and liabilities
title.income: Statement of income and expenses {y} | Statement of income and expenditure for {y}
title.cash: Cash flow statement {y} | Cash flow statement for the year {y}
sheet.balance: Balance sheet | BS
sheet.assets: Assets
sheet.liabilities: Liabilities
sheet.income: Income and expenses | P&L
sheet.cash: Cash flow | CF
sheet.statements: Financial statements | Annual accounts {y}
sheet.notes: Notes
sheet.notes_balance: Notes to the balance sheet
sheet.notes_income: Notes to income
sheet.all: Annual accounts {y}
sheet.note: Note {n}
scope.consolidated: Consolidated {l} | {t} (consolidated)
scope.separate: Separate {l} | {t} (company-only) | {t} (separate)
scopesheet.consolidated: {s} consolidated | {s} cons
scopesheet.separate: {s} separate | {s} sep
after: (after appropriation of result)
before: (before appropriation of result)
unit.1: (in euros) | Amounts in EUR | in EUR
unit.1000: (x EUR 1,000) | Amounts in EUR 1,000 | in thousands of euros
unithead.1: € | EUR
unithead.1000: x EUR 1,000 | EUR 1,000
difference: Difference | Variance
percent: %
label: Description
future: Budget {y} | Forecast {y}
total: Total
totalof: Total {x}
notes: Notes to the financial statements {y}
general.sheet: General | Cover
general.title: Annual accounts {y}
field.name: Name | Legal name
field.bestuursnummer: Bestuursnummer | Board number (bestuursnummer)
field.kvk: KvK number | Chamber of Commerce number
field.seat: Registered office
field.address: Address
field.legal_form: Legal form
field.year: Reporting year
""")
