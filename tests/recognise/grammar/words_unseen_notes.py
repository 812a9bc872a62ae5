"""Wordings of note lines, own sublines and merged lines, part `unseen`."""

from __future__ import annotations

from .wordlist import read

NOTES = read("""
~Buildings: Gebouwen (incl. terreinen) | Terreinen/gebouwen
~Equipment: Inventaris/apparatuur | Meubilair en apparatuur
~OtherTangible: Onderwijsmethoden | Overige materiële activa
~Development: Ontwikkelkosten | Ontwikkeling eigen software
~Licences: Licenties en software | Softwarelicenties
~Participations: Aandelen in deelneming | Belang in deelneming
~LoansGranted: Uitgeleende gelden | Borgsommen
TradeReceivables: Debiteurensaldo (netto) | Vorderingen uit facturen | Debiteuren (1.2.2.1)
ReceivablesFromMinistryOCW: Te ontvangen van OCW | Vorderingen ministerie van OCW | Ministerie OCW (vordering)
ReceivablesLocalGovernmentCommonRegulationsCurrent: Te ontvangen van gemeenten | Vordering op gemeente(n) en GR
ReceivablesOtherRelatedPartiesCurrent: Te ontvangen van verbonden partijen | Rekening-courant verbonden partijen
ReceivablesEmployeesCurrent: Personeelsvorderingen | Voorschotten aan personeel
ReceivablesParentsStudentsAndCourseParticipantsCurrent: Te ontvangen van ouders en leerlingen | Studentdebiteuren
ReceivablesOtherCurrent: Vorderingen overig | Andere vorderingen (kort)
~PrepaidExpenses: Vooruitbetalingen | Vooruitbetaalde facturen
InterestReceivable: Rente nog te ontvangen | Nog te ontvangen interest
AccruedIncomeOther: Overlopende activa (overige) | Overige transitorische activa
~CashInHand: Kasgelden | Contant geld
~BankBalances: Banksaldi | Saldi bankrekeningen
ProvisionJubileeBenefits: Voorziening jubileumgratificaties | Jubileumgratificaties | Voorz. jubilea
~ProvisionSustainable: Voorziening inzetbaarheid | Spaarverlof
~ProvisionSick: Voorziening langdurig verzuim | Voorziening ziekte
ProvisionMajorMaintenance: Voorziening planmatig groot onderhoud | Voorziening gebouwenonderhoud (groot) |
 GO-voorziening
~ProvisionOther: Andere voorzieningen | Diverse voorzieningen
~LoansNoncurrent: Bankleningen (lang) | Langlopende lening bank
~OtherNoncurrent: Andere langlopende schulden | Langlopend overig
PayablesCreditInstitutionsCurrent: Kortlopend deel bankschuld | Schulden bij kredietinstellingen
TradePayablesCurrent: Crediteurensaldo | Te betalen facturen | Crediteuren (2.4.3)
~PayablesOCW: Terug te betalen bekostiging | Schuld aan OCW
TaxesSocialSecurityContributionsPayableCurrent: Loonheffing en sociale premies | Te betalen loonheffing en premies |
 Belastingdienst
PensionPayablesCurrent: Te betalen pensioenpremie | ABP | Pensioenschulden
PayablesOtherCurrent: Schulden overig (kort) | Andere kortlopende schulden
~PrepaidOCWEarmarked: Vooruitontvangen OCW (geoormerkt) | Subsidies OCW met oormerk
~PrepaidOCWOther: Vooruitontvangen OCW (niet geoormerkt) | Subsidies OCW zonder oormerk
AdvancesReceivedPeriodicPayments: Vooruit gefactureerd en ontvangen | Vooruitontvangsten
~HolidayAllowance: Vakantierechten | Vakantietoeslag en verlof
AccrualsOtherCurrent: Overlopende passiva (overige) | Overige transitorische passiva
CentralGovernmentContributionsMinistryOCW: Rijksbijdrage (OCW) | Normatieve rijksbijdrage OCW | OCW rijksbijdrage
GovernmentSubsidiesOCW: Subsidies OCW (overige) | OCW overige subsidies
~TransfersSWV: Via samenwerkingsverband ontvangen | SWV-gelden
GovernmentContributionCommunityParticipation: Budget participatie | Participatiebudget (WEB)
OtherContributionsSubsidiesLocalGovernmentCommonRegulations: Bijdragen van gemeenten | Subsidies gemeenten en GR's |
 Gemeente
OtherContributionsSubsidiesOtherGovernments: Subsidies van andere overheden | Provincie en andere overheden
~FeesTuition: Collegegeld | Lesgeld mbo
~FeesOther: Examengeld | Overige cursusgelden
~ContractEducation: Contractonderwijs (werk derden) | Onderwijs op contractbasis
SubsidyIncomeInternationalOrganisations: Onderzoek internationale organisaties |
 EU en andere internationale organisaties
SubsidyIncomeNWO: Onderzoek NWO | NWO-subsidies
SubsidyIncomeCompanies: Onderzoek in opdracht van bedrijven | Bedrijfsleven
IncomeThirdPartyContractsOther: Overig i.o.v. derden | Andere opdrachten van derden
IncomeRentingFacilities: Verhuurbaten | Opbrengsten uit verhuur | Huuropbrengst ruimten
IncomeSecondmentPersonnel: Gedetacheerd personeel (baten) | Opbrengsten uit detachering | Detacheringsbaten
IncomeDonations: Ontvangen giften | Schenkingen en donaties
IncomeSponsoring: Sponsorgelden | Baten sponsoring
IncomeParentalContributions: Bijdragen van ouders | Vrijwillige bijdragen ouders
IncomeParticipantContributions: Bijdragen van deelnemers | Deelnemersgelden
IncomeStudentContributions: Bijdragen van studenten | Studentenbijdragen
IncomeSalesTeachingMaterial: Opbrengst verkoop lesmateriaal | Verkoop van onderwijsmateriaal
IncomeCatering: Opbrengsten kantine/catering | Cateringopbrengsten
OtherIncomeOther: Andere baten (overig) | Diverse overige baten | Overige baten, diversen
WagesSalaries: Bruto salarissen | Lonen/salarissen | Salarislasten
SocialSecurityContributions: Premies sociale verzekeringen | Sociale werkgeverslasten
PensionCosts: Premies pensioen | Pensioenpremie werkgever
~WagesTotal: Totale loonkosten | Loonsom incl. werkgeverslasten
~PersonnelDotations: Dotatie aan personele voorzieningen | Toevoeging personele voorzieningen
~HiredStaff: Externe inhuur | Ingehuurd personeel
~OtherPersonnelCosts: Diverse personele lasten | Scholing, arbo en reiskosten
~OtherPersonnelTotal: Personele lasten overig | Totaal overig personeel
~BenefitsReceived: Af: ontvangen vergoedingen (UWV) | Af: uitkeringsgelden
~AmortisationIntangible: Afschrijving immaterieel | Op immateriële vaste activa
~DepreciationTangible: Afschrijving materieel | Op materiële vaste activa
~Rent: Huur van gebouwen | Huurlast
AccommodationInsuranceCosts: Verzekeringen gebouwen | Verzekeringspremies
AccommodationMaintenanceAndRepairCosts: Dagelijks onderhoud | Onderhoud (klein) | Klein onderhoud gebouwen
~EnergyWater: Energie- en waterverbruik | Gas en stroom
~Cleaning: Schoonmaak gebouwen | Reiniging
~Levies: Lokale heffingen | Belasting en leges
~MaintenanceDotation: Dotatie GO | Toevoeging voorziening groot onderhoud
~OtherAccommodation: Andere huisvestingslasten | Beveiliging en overige huisvesting
~Administration: Administratie/beheer | Administratie, beheer en bestuur
InventoryAppliancesCosts: Inventaris/apparatuur (lasten) | Lasten inventaris en apparatuur
~LearningMaterials: Leermiddelen (lasten) | Lesboeken en materiaal
OtherOperationalExpensesOther: Andere lasten (overig) | Diverse overige lasten | Overige lasten, diversen
MandatoryIncomeTransfersToBeExecutedByOCW: Door OCW uitgevoerde verplichte afdrachten | Verplichte afdracht (OCW)
MandatoryIncomeTransfersToBeExecutedByOCWToVso: Afdrachten aan (v)so | (V)SO verplicht
MandatoryIncomeTransfersToBeExecutedByOCWToLwoo: Afdrachten aan lwoo | LWOO verplicht
MandatoryIncomeTransfersToBeExecutedByOCWToPro: Afdrachten aan pro | PrO verplicht
~TransfersFebruary: Groei per 1 februari | Teldatum 1 februari
~TransfersOther: Andere doorbetalingen | Overige uitkeringen aan besturen
""")

# Own sublines finer than the model: parent: parts separated by +, alternatives by |
SPLITS = read("""
AccommodationCosts: Warmte en elektra + Onderhoud installaties + Beheer panden |
 Servicekosten panden + Facilitair (gebouw)
ExpensesOther: Hard- en software + Accountant en juridisch + Onderwijsmateriaal en reizen |
 Digitalisering + Bestuur en organisatie
EmployeeBenefitsExpenses: Salariskosten docenten + Salariskosten ondersteuning + Reis-, scholings- en arbokosten |
 Formatie + Flexibele schil
IncomeOther: Medegebruik lokalen + Activiteiten leerlingen + Incidentele baten | Projecten derden + Restopbrengsten
CentralGovernmentContributions: Vergoeding basis + Vergoeding aanvullend |
 Bekostiging scholen + Overige geldstromen OCW
GovernmentContributionsAndSubsidiesOther: Gemeentelijk achterstandenbeleid + Europees en provinciaal
CashAndCashEquivalents: Rekening-courant banken + Spaartegoeden en deposito's
Receivables: Facturen en voorschotten + Nog te factureren
LiabilitiesCurrent: Facturen en verplichtingen + Salarisverplichtingen + Doorgeschoven baten
PropertyPlantEquipment: Bouwkundige investeringen + Overige inrichting
Provisions: Voorzieningen medewerkers + Voorzieningen panden en diversen
LiabilitiesNoncurrent: Lening gemeente + Lening bank
""")

MERGES = read("""
IntangibleAssets+PropertyPlantEquipment: Materieel en immaterieel vast actief
PropertyPlantEquipment+FinancialAssets: Vast actief (materieel/financieel)
Inventories+Receivables: Voorraden/vorderingen
Receivables+CashAndCashEquivalents: Vorderingen/liquide middelen
LiabilitiesNoncurrent+LiabilitiesCurrent: Schulden kort en lang
GovernmentContributionsAndSubsidiesOther+IncomeOther: Overige overheden en overige baten
TuitionCourseTrainingExamFees+IncomeOnThirdPartyContracts: Collegegelden/werk derden
IncomeOnThirdPartyContracts+IncomeOther: Opdrachten derden en andere baten
AccommodationCosts+ExpensesOther: Lasten huisvesting en overig
""")

# Own subtotals that no concept fits
OWN = read("""
CentralGovernmentContributions+GovernmentContributionsAndSubsidiesOther: Bijdragen overheid samen
AccommodationCosts+ExpensesOther: Materieel totaal
EmployeeBenefitsExpenses+DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets: Tussensom
Receivables+CashAndCashEquivalents: Vorderingen plus geld
LiabilitiesNoncurrent+LiabilitiesCurrent: Schulden samen
""")

MEMOS = read("""
EmployeeBenefitsExpenses: hiervan tijdelijk personeel | o.w. vervangers
CentralGovernmentContributions: hiervan geoormerkt | o.w. aanvullend
CashAndCashEquivalents: hiervan bij Ministerie van Financiën | o.w. deposito
Receivables: hiervan OCW | o.w. langer dan 12 maanden
LiabilitiesCurrent: hiervan salarisgebonden
Provisions: hiervan korter dan een jaar
AccommodationCosts: hiervan gas en licht
ExpensesOther: hiervan automatisering
PropertyPlantEquipment: hiervan terreinen
""")
