"""Titles, sheet names, units and other words around the tables, part `unseen`."""

from __future__ import annotations

from . import text_seen
from .wordlist import read

OWN = read("""
title.balance: Balans einde boekjaar {y} | Vermogensoverzicht (balans) per 31 dec. {y} | 4.1 Balans per ultimo {y} |
 Stand van activa en passiva per 31-12-{y} | Balansstaat {y}
title.assets: Balans {y} - activa | Bezittingen per 31 dec. {y}
title.liabilities: Balans {y} - passiva | Vermogen en schulden per 31 dec. {y}
title.income: Overzicht van baten en lasten boekjaar {y} | 4.2 Baten en lasten {y} | Exploitatiestaat {y} |
 Resultatenoverzicht {y} (baten en lasten)
title.cash: Kasstroomstaat {y} | 4.3 Kasstromen over {y} | Overzicht van kasstromen {y}
sheet.balance: BAL {y} | 4.1 | Balansstaat | bal_act_pas
sheet.assets: BAL-A | Bezittingen
sheet.liabilities: BAL-P | Vermogen
sheet.income: B&L {y} | 4.2 | Exploitatiestaat | EXP
sheet.cash: KS {y} | 4.3 | Kasstroomstaat
sheet.statements: Hoofdoverzichten | Jaarcijfers {y} | Tabel1
sheet.notes: Nadere specificaties | Bijlagen | TOEL
sheet.notes_balance: Bijlage balans | 4.4 | Spec BAL
sheet.notes_income: Bijlage exploitatie | 4.5 | Spec EXP
sheet.all: Jaarcijfers {y} | Export | Tabel1
sheet.note: Bijlage {n} | T{n}
scope.consolidated: Groep: {t} | {t}, geconsolideerde cijfers | {t} van de groep (geconsolideerd)
scope.separate: Enkelvoudig: {t} | {t}, enkelvoudige cijfers | {t} van de stichting (enkelvoudig)
scopesheet.consolidated: {s}_gec | C-{s} geconsol. | {s} GECONSOLIDEERD
scopesheet.separate: {s}_enk | E-{s} enkelv. | {s} ENKELVOUDIG
after: na bestemming van het resultaat | (resultaat verwerkt in het eigen vermogen)
before: voor bestemming van het resultaat | (resultaat nog niet bestemd)
unit.1: Alle bedragen luiden in euro's | bedragen in EUR | In hele euro
unit.1000: In duizenden euro | Bedragen in duizendtallen (EUR) | bedragen maal € 1.000 | EUR x 1.000
unithead.1: EUR. | Bedrag (€)
unithead.1000: EUR x 1.000 | x1000 EUR
difference: Afw. | Verschil werkelijk/begroot | Meer/minder
percent: Afwijking in % | perc.
label: Grootheid | Regel | Benaming
future: Begrotingsjaar {y} | Plan {y}
total: Totaal post | Som
totalof: Som {x} | {x} totaal
notes: Nadere specificatie van de posten {y} | Uitwerking van de posten {y}
general.sheet: Basisgegevens | Titelblad | Start
general.title: Financiële verantwoording {y} | Jaarcijfers {y}
field.name: Rechtspersoon | Naam schoolbestuur
field.bestuursnummer: Nummer bestuur | Bestuurs-ID (DUO)
field.kvk: Nr. handelsregister | KvK-nr.
field.seat: Gevestigd te | Standplaats
field.address: Postadres | Vestigingsadres
field.legal_form: Vorm rechtspersoon
field.year: Betreft boekjaar | Periode (jaar)
sentence: Jaarcijfers {y} van {name}, gevestigd in {seat} | {name} |
 DUO-nummer bestuur: {bestuursnummer}; handelsregister: {kvk}
index.sheet: Overzicht tabbladen | Leeswijzer
draft.title: Niet definitief | Versie voor bespreking | Vervallen versie
draft.sheet: vorige versie | kladversie | archief
draft.head: Eerdere versie {y} | Klad
comment: Nog te bevestigen | Aangesloten met saldibalans
page: blz. {n} | bladzijde {n}
step.book_begin: Boekwaarde begin {y} | Waarde per 1 jan. {y}
step.book_end: Boekwaarde eind {y} | Waarde per 31 dec. {y}
step.cost: Historische kostprijs {d} | Aanschaf {d}
step.acc: Afgeschreven t/m {d} | Totaal afgeschreven {d}
step.add: Aanschaffingen | Bij: investeringen
step.out: Af: desinvesteringen | Buiten gebruik gesteld
step.charge: Af: afschrijvingen | Afschrijvingslast {y}
step.begin: Begin {y} | Per 1 jan. {y}
step.end: Eind {y} | Per 31 dec. {y}
step.dot: Bij: dotatie | Toegevoegd
step.use: Af: onttrekking | Benut
step.release: Af: vrijval | Vrij te vallen
step.result: Bij/af: resultaat | Uit resultaat {y}
step.other: Bij/af: overig | Herschikkingen
step.moves: Bij/af
step.new: Bij: opgenomen | Nieuw {y}
step.back: Af: aflossing | Terugbetaald
step.share: Bij/af: resultaat deelneming
step.short: < 1 jaar
step.long: > 1 jaar
sum: Som | Alles
""")

TEXT = {**text_seen.TEXT, **OWN}
ENGLISH = {
    **text_seen.ENGLISH,
    **read("""
title.balance: Balance sheet at year-end {y}
title.income: Income and expenditure account {y}
title.cash: Statement of cash flows {y}
sheet.balance: BS {y}
sheet.income: I&E {y}
sheet.cash: SCF {y}
"""),
}
