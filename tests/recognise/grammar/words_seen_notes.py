"""Wordings of note lines, own sublines and merged lines, part `seen`."""

from __future__ import annotations

from .wordlist import read

NOTES = read("""
~Buildings: Gebouwen en terreinen | Gebouwen | Terreinen en gebouwen | Gebouwen & terreinen |
 Bedrijfsgebouwen en -terreinen
~Equipment: Inventaris en apparatuur | Inventaris | Inventaris & apparatuur | Meubilair, inventaris en ICT
~OtherTangible: Overige materiële vaste activa | Leermiddelen | Andere vaste bedrijfsmiddelen | Overige MVA
~Development: Ontwikkelingskosten | Kosten van ontwikkeling | Geactiveerde ontwikkelkosten
~Licences: Concessies, vergunningen en licenties | Software en licenties | Licenties | Software
~Participations: Deelnemingen | Deelneming in groepsmaatschappij | Kapitaalbelangen
~LoansGranted: Overige vorderingen (lang) | Leningen u/g | Waarborgsommen | Verstrekte leningen
TradeReceivables: Debiteuren | Handelsdebiteuren | Debiteuren (netto) | Vorderingen op debiteuren
ReceivablesFromMinistryOCW: OCW | Vorderingen op OCW | Ministerie van OCW | OCW/EZ | Te vorderen OCW | Vordering OCW
ReceivablesLocalGovernmentCommonRegulationsCurrent: Gemeenten en GR's | Gemeenten | Vorderingen op gemeenten en GR's |
 Gemeenten en gemeenschappelijke regelingen | Te vorderen van gemeente
ReceivablesOtherRelatedPartiesCurrent: Verbonden partijen | Vorderingen op verbonden partijen |
 Vordering verbonden partijen
ReceivablesEmployeesCurrent: Personeel | Vorderingen op personeel | Te vorderen van personeel
ReceivablesParentsStudentsAndCourseParticipantsCurrent: Ouders en leerlingen | Leerlingen en ouders |
 Ouders, leerlingen, studenten en deelnemers | Studenten/deelnemers/cursisten
ReceivablesOtherCurrent: Overige vorderingen | Overige vord. | Overige kortlopende vorderingen | Diverse vorderingen
~PrepaidExpenses: Vooruitbetaalde kosten | Vooruitbetaald | Vooruitbetaalde bedragen
InterestReceivable: Te ontvangen interest | Te ontvangen rente | Nog te ontvangen rente
AccruedIncomeOther: Overige overlopende activa | Overlopende activa overig | Overige ovl. activa |
 Ov. overlopende activa
~CashInHand: Kasmiddelen | Kas | Kassen scholen | Kassaldi
~BankBalances: Tegoeden op bankrekeningen | Bank | Banktegoeden | Schatkistbankieren en bank | Bankrekeningen
ProvisionJubileeBenefits: Voorziening jubilea | Jubileumvoorziening | Jubilea | Voorziening jubileumuitkeringen |
 Voorziening ambtsjubilea
~ProvisionSustainable: Voorziening duurzame inzetbaarheid | Duurzame inzetbaarheid | Voorziening spaarverlof
~ProvisionSick: Voorziening langdurig zieken | Langdurig zieken | Voorziening eigen risico WW
ProvisionMajorMaintenance: Voorziening groot onderhoud | Groot onderhoud | Onderhoudsvoorziening |
 Voorz. groot onderhoud | Voorziening voor groot onderhoud
~ProvisionOther: Overige voorzieningen | Voorziening overig | Voorziening reorganisatie
~LoansNoncurrent: Kredietinstellingen (lang) | Leningen kredietinstellingen | Lening o/g bank | Hypothecaire leningen
~OtherNoncurrent: Overige langlopende schulden | Investeringssubsidies gemeente | Overige schulden (lang)
PayablesCreditInstitutionsCurrent: Kredietinstellingen | Schulden aan kredietinstellingen | Schulden aan banken (kort)
TradePayablesCurrent: Crediteuren | Handelscrediteuren | Schulden aan leveranciers | Leveranciers
~PayablesOCW: OCW | Schulden aan OCW | Te verrekenen OCW | Terug te betalen aan OCW
TaxesSocialSecurityContributionsPayableCurrent: Belastingen en premies sociale verzekeringen |
 Belastingen en sociale premies | Loonheffing en premies | Belastingen en premies soc. verz. |
 Afdracht loonheffing en sociale premies
PensionPayablesCurrent: Schulden ter zake van pensioenen | Pensioenen | Schulden inzake pensioenen |
 Pensioenpremies ABP | Af te dragen pensioenpremies
PayablesOtherCurrent: Overige kortlopende schulden | Overige schulden | Overige korte schulden
~PrepaidOCWEarmarked: Vooruitontvangen subsidies OCW geoormerkt | OCW geoormerkt | Geoormerkte subsidies OCW
~PrepaidOCWOther: Vooruitontvangen subsidies OCW niet-geoormerkt | OCW niet-geoormerkt | Subsidies OCW niet geoormerkt
AdvancesReceivedPeriodicPayments: Vooruitontvangen bedragen | Vooruit ontvangen bedragen | Vooruitontvangen gelden
~HolidayAllowance: Vakantiegeld en -dagen | Vakantiegeld en vakantiedagen | Nog te betalen vakantiegeld |
 Reservering vakantiegeld
AccrualsOtherCurrent: Overige overlopende passiva | Overlopende passiva overig | Ov. overlopende passiva
CentralGovernmentContributionsMinistryOCW: Rijksbijdrage OCW | Rijksbijdragen OCW | Rijksbijdrage ministerie van OCW |
 Rijksbijdragen ministerie OCW | Rijksbijdragen OCW/EZ
GovernmentSubsidiesOCW: Overige subsidies OCW | Overige subsidies ministerie OCW | Ov. subsidies OCW |
 Niet-geoormerkte en geoormerkte subsidies OCW
~TransfersSWV: Ontvangen doorbetalingen rijksbijdrage SWV | Doorbetaling samenwerkingsverband | Bijdragen SWV |
 Ontvangen van samenwerkingsverbanden
GovernmentContributionCommunityParticipation: Participatiebudget | Participatiebudget educatie |
 WEB-middelen (participatiebudget)
OtherContributionsSubsidiesLocalGovernmentCommonRegulations: Overige bijdragen gemeenten en GR's |
 Gemeentelijke bijdragen | Overige gemeentelijke en GR-bijdragen en -subsidies | Bijdragen en subsidies gemeenten |
 Gemeentelijke bijdragen en subsidies
OtherContributionsSubsidiesOtherGovernments: Overige overheden | Bijdragen overige overheden |
 Overige overheidsbijdragen (provincie) | Subsidies overige overheden
~FeesTuition: Collegegelden | Lesgelden | Cursusgelden sector mbo | Wettelijke collegegelden
~FeesOther: Examengelden | Cursusgelden | Overige les- en cursusgelden
~ContractEducation: Contractonderwijs | Contractonderwijs en cursussen | Opbrengst contractonderwijs
SubsidyIncomeInternationalOrganisations: Internationale organisaties | Contractonderzoek internationale organisaties |
 Europese Unie en internationale organisaties
SubsidyIncomeNWO: NWO | Contractonderzoek NWO | Subsidies NWO
SubsidyIncomeCompanies: Bedrijven | Contractonderzoek bedrijven | Onderzoek voor bedrijven
IncomeThirdPartyContractsOther: Overige baten werk in opdracht van derden | Overig werk in opdracht van derden |
 Overige baten werk i.o.v. derden
IncomeRentingFacilities: Verhuur | Opbrengst verhuur | Huuropbrengsten | Verhuur onroerende zaken |
 Verhuur lokalen en gymzaal | Baten verhuur
IncomeSecondmentPersonnel: Detachering personeel | Detachering | Opbrengst detachering | Detacheringen |
 Vergoeding detachering
IncomeDonations: Schenkingen | Giften en schenkingen | Donaties
IncomeSponsoring: Sponsoring | Sponsorbijdragen | Sponsoropbrengsten
IncomeParentalContributions: Ouderbijdragen | Vrijwillige ouderbijdragen | Ouderbijdrage | Bijdragen ouders
IncomeParticipantContributions: Deelnemersbijdragen | Bijdragen deelnemers
IncomeStudentContributions: Studentbijdragen | Bijdragen studenten
IncomeSalesTeachingMaterial: Verkoop (onderwijs)materiaal | Verkoop onderwijsmateriaal | Verkoop lesmateriaal
IncomeCatering: Catering | Kantineopbrengsten | Opbrengst catering
OtherIncomeOther: Overige | Overige baten overig | Overige opbrengsten | Diversen | Overig
WagesSalaries: Lonen en salarissen | Brutolonen en salarissen | Salarissen | Lonen & salarissen | Salariskosten
SocialSecurityContributions: Sociale lasten | Sociale premies | Soc. lasten | Sociale lasten (incl. Pf/Vf) |
 Werkgeverslasten sociale verzekeringen
PensionCosts: Pensioenlasten | Pensioenpremies | Pensioenkosten | Pensioenlasten ABP | Pensioenen
~WagesTotal: Lonen, salarissen, sociale lasten en pensioenlasten | Totaal lonen en salarissen | Loonkosten |
 Lonen en salarissen totaal
~PersonnelDotations: Dotaties personele voorzieningen | Dotatie voorzieningen personeel |
 Mutatie personele voorzieningen
~HiredStaff: Personeel niet in loondienst | Inhuur derden | Lasten personeel niet in loondienst | Uitzendkrachten
~OtherPersonnelCosts: Overig | Overige personeelskosten | Scholing en overig | Overige
~OtherPersonnelTotal: Overige personele lasten | Totaal overige personele lasten | Overige personeelslasten
~BenefitsReceived: Af: ontvangen uitkeringen | Af: uitkeringen | Uitkeringen (-/-) |
 Ontvangen vergoedingen uitkeringen
~AmortisationIntangible: Afschrijvingen immateriële vaste activa | Immateriële vaste activa | Afschrijving IVA
~DepreciationTangible: Afschrijvingen materiële vaste activa | Materiële vaste activa | Afschrijving MVA
~Rent: Huur | Huurlasten | Huur gebouwen | Huurkosten
AccommodationInsuranceCosts: Verzekeringen | Verzekeringslasten | Verzekering gebouwen | Verzekeringen huisvesting
AccommodationMaintenanceAndRepairCosts: Onderhoud | Onderhoudslasten | Klein onderhoud |
 Onderhoudslasten (klein onderhoud) | Klein onderhoud en exploitatie
~EnergyWater: Energie en water | Energie | Lasten voor energie en water | Gas, water en elektra
~Cleaning: Schoonmaakkosten | Schoonmaak | Lasten schoonmaak
~Levies: Heffingen | Belastingen en heffingen | Gemeentelijke heffingen | Publiekrechtelijke heffingen
~MaintenanceDotation: Dotatie voorziening groot onderhoud | Dotatie groot onderhoud | Dotatie onderhoudsvoorziening
~OtherAccommodation: Overige huisvestingslasten | Overige | Bewaking en overig
~Administration: Administratie- en beheerslasten | Administratie en beheer | Beheer- en administratielasten
InventoryAppliancesCosts: Inventaris en apparatuur | Kosten inventaris en apparatuur | Inventaris, apparatuur
~LearningMaterials: Leer- en hulpmiddelen | Leermiddelen | Lesmateriaal
OtherOperationalExpensesOther: Overige | Overige lasten overig | Overige instellingslasten | Diversen | Overig
MandatoryIncomeTransfersToBeExecutedByOCW: Verplichte afdrachten uit te voeren door OCW |
 Verplichte afdrachten via OCW | Afdrachten uitgevoerd door OCW
MandatoryIncomeTransfersToBeExecutedByOCWToVso: Afdracht (v)so | (v)so | Verplichte afdracht (v)so | VSO
MandatoryIncomeTransfersToBeExecutedByOCWToLwoo: Afdracht lwoo | lwoo | Verplichte afdracht lwoo
MandatoryIncomeTransfersToBeExecutedByOCWToPro: Afdracht pro | pro | Verplichte afdracht praktijkonderwijs
~TransfersFebruary: Doorbetaling op basis van 1 februari | Peildatum 1 februari | Groeiregeling 1 februari
~TransfersOther: Overige doorbetalingen aan schoolbesturen | Overige doorbetalingen |
 Ondersteuningsbekostiging schoolbesturen
""")

# Own sublines finer than the model: parent: parts separated by +, alternatives by |
SPLITS = read("""
AccommodationCosts: Energielasten + Schoonmaak en glasbewassing + Overige gebouwlasten |
 Gas/water/licht + Huur en servicekosten + Schoonmaak, onderhoud en overig |
 Nutskosten + Onderhoudscontracten + Facilitaire kosten
ExpensesOther: ICT-kosten + Leermiddelen en excursies + Overige organisatiekosten |
 Automatisering + Administratiekantoor en accountant + Materialen en lesmiddelen |
 Onderwijskundige kosten + Bestuurskosten + Algemene kosten
EmployeeBenefitsExpenses: Salarissen OP + Salarissen OOP en directie + Overige personele kosten |
 Loonkosten vast + Inhuur en vervanging + Scholing, arbo en overig
IncomeOther: Huur en medegebruik + Bijdragen derden + Overige opbrengsten divers |
 Projectopbrengsten + Opbrengst overblijven en schoolreizen + Div. opbrengsten
CentralGovernmentContributions: Basisbekostiging + Prestatiebox en aanvullende bekostiging |
 Lumpsum personeel + Lumpsum materieel + Doelsubsidies
GovernmentContributionsAndSubsidiesOther: Gemeente: onderwijsachterstanden + Provincie en overig |
 Subsidie gemeente VVE + Projectsubsidies overheden
CashAndCashEquivalents: Betaalrekeningen + Spaarrekeningen | Rekening-courant schatkist + ING en Rabobank
Receivables: Nog te ontvangen bekostiging + Openstaande facturen en overig | Debiteurensaldo + Transitoria
LiabilitiesCurrent: Crediteuren en transitoria + Loonbelasting en pensioenpremie + Vakantiegeldverplichting |
 Openstaande facturen + Salarisgebonden schulden + Nog te besteden subsidies
PropertyPlantEquipment: Schoolgebouwen + Meubilair en ICT + Leermethoden |
 Gebouwen, terreinen en installaties + Inventaris en hardware
Provisions: Voorzieningen personeel + Voorzieningen onderhoud en overig
LiabilitiesNoncurrent: Lening BNG + Overige leningen
""")

MERGES = read("""
IntangibleAssets+PropertyPlantEquipment: Immateriële en materiële vaste activa | Materiële en immateriële vaste activa
PropertyPlantEquipment+FinancialAssets: Materiële en financiële vaste activa
Inventories+Receivables: Voorraden en vorderingen
Receivables+CashAndCashEquivalents: Vorderingen en liquide middelen
LiabilitiesNoncurrent+LiabilitiesCurrent: Schulden (lang- en kortlopend) | Lang- en kortlopende schulden
GovernmentContributionsAndSubsidiesOther+IncomeOther: Overige overheidsbijdragen en overige baten |
 Overige subsidies en baten
TuitionCourseTrainingExamFees+IncomeOnThirdPartyContracts: Collegegelden en werk in opdracht van derden
IncomeOnThirdPartyContracts+IncomeOther: Werk voor derden en overige baten
AccommodationCosts+ExpensesOther: Huisvestings- en overige lasten | Materiële lasten (huisvesting en overig)
""")

# Own subtotals that no concept fits
OWN = read("""
CentralGovernmentContributions+GovernmentContributionsAndSubsidiesOther: Totaal overheidsbijdragen |
 Subtotaal overheidsbijdragen | Subtotaal bekostiging
AccommodationCosts+ExpensesOther: Totaal materiële lasten | Subtotaal materieel | Totaal materiële exploitatie
EmployeeBenefitsExpenses+DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets:
 Subtotaal personeel en afschrijvingen | Tussentelling
Receivables+CashAndCashEquivalents: Subtotaal vlottend | Subtotaal monetaire activa
LiabilitiesNoncurrent+LiabilitiesCurrent: Totaal schulden | Totaal vreemd vermogen | Subtotaal schulden
""")

# Memo lines: part of a line, not counted in a sum
MEMOS = read("""
EmployeeBenefitsExpenses: waarvan inhuur derden | waarvan vervanging | w.v. payroll
CentralGovernmentContributions: waarvan doelsubsidies | w.v. prestatiebox | waarvan nog te besteden
CashAndCashEquivalents: waarvan schatkistbankieren | w.v. spaarrekening | waarvan niet vrij beschikbaar
Receivables: waarvan langer dan een jaar | w.v. OCW
LiabilitiesCurrent: waarvan nog te besteden subsidies | w.v. vakantiegeld
Provisions: waarvan kortlopend | w.v. onderhoud
AccommodationCosts: waarvan energie | w.v. schoonmaak
ExpensesOther: waarvan ICT | w.v. leermiddelen
PropertyPlantEquipment: waarvan gebouwen | w.v. ICT
""")
