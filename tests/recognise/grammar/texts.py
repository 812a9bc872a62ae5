"""Words of the extra tables (both parts use them; none of them leads to facts that must be reported)."""

from __future__ import annotations

from .wordlist import read

EXTRA = read("""
continuity: Continuïteitsparagraaf | Meerjarenbegroting | A2 Meerjarenperspectief | Toekomstparagraaf
forecast: Begroting {y} | Prognose {y} | {y} | MJB {y} | Raming {y}
forecast income: Meerjarenraming van baten en lasten | Staat van baten en lasten (meerjaren) | Exploitatie meerjaren
forecast balance: Meerjarenbalans | Balans (meerjaren) | Prognosebalans
segments po: PO, VO | Basisonderwijs, Speciaal onderwijs | BAO, SBO, SO
segments vo: VO, Praktijkonderwijs | Havo/vwo, Vmbo | VO, PO
segments mbo: BVE, Educatie | MBO, VAVO | Beroepsonderwijs, Educatie, VO
segments hbo: Onderwijs, Onderzoek | Bekostigd, Contractactiviteiten
segments wo: Onderwijs, Onderzoek, Valorisatie | Eerste geldstroom, Tweede geldstroom, Derde geldstroom
segments swv: Basisondersteuning, Extra ondersteuning | Centraal, Regio Noord, Regio Zuid
segment title: Gesegmenteerde staat van baten en lasten {y} | Segmentatie {y} |
 Verdeling baten en lasten over sectoren {y}
ratios: Kengetallen | Financiële kengetallen | Ratio's | Kengetallen en signaleringswaarden
wnt: WNT-verantwoording {y} | Bezoldiging topfunctionarissen {y} | WNT {y}
staff: Personele bezetting en leerlingenaantallen | Kengetallen personeel en leerlingen | Fte's en leerlingen
sheet continuity: Continuïteit | MJB | Meerjarenbegroting | Continuiteitsparagraaf
sheet segmented: Segmenten | Segmentatie | Per sector
sheet ratios: Kengetallen | Ratio's | KPI
sheet wnt: WNT | Bezoldiging
sheet staff: Fte | Personeel en leerlingen
""")
