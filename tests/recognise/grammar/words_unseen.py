"""Wordings of statement lines, part `unseen`."""

from __future__ import annotations

from .wordlist import read

BALANCE = read("""
Assets: Totaal der activa | Activa totaal | Sommatie activa | Balanstelling activa | Totaal bezittingen
AssetsNoncurrent: Vaste activa totaal | Totaal vast | Vaste bezittingen | Totaal der vaste activa | Langlopende activa
IntangibleAssets: Immateriële bezittingen | Immateriële vaste activa (1.1.1) | Immateriëel vast actief | I.V.A.
PropertyPlantEquipment: Materiële vaste activa (1.1.2) | Gebouwen, inventaris en overige materiële activa | M.V.A. |
 Stoffelijke vaste activa | Materieel vaste activa
FinancialAssets: Financiële vaste activa (1.1.3) | F.V.A. | Financieel vast actief | Financiële vaste bezittingen
AssetsCurrent: Vlottende activa totaal | Totaal vlottend | Kortlopende activa | Totaal der vlottende activa |
 Vlottende bezittingen
Inventories: Voorraadpositie | Voorraden (1.2.1) | Magazijnvoorraden | Handels- en gebruiksvoorraden
Receivables: Vorderingen (1.2.2) | Vorderingen incl. overlopende activa | Kortl. vorderingen |
 Nog te ontvangen en vorderingen | Vorderingenpositie
SecuritiesCurrent: Effecten (1.2.3) | Effectenportefeuille (kort) | Kortlopende waardepapieren
CashAndCashEquivalents: Liquide middelen (1.2.4) | Kas, bank en deposito's | Banktegoeden en kassen |
 Liquiditeitspositie | Tegoeden bij banken en kas
EquityAndLiabilities: Totaal der passiva | Passiva totaal | Sommatie passiva | Balanstelling passiva |
 Totaal vermogen en verplichtingen
EquityGroup: Eigen vermogen groep | Groepsvermogen totaal | Vermogen van de groep
Equity: Eigen vermogen (2.1) | Eigen middelen | Eigen vermogen stichting | Totaal van het eigen vermogen |
 Vermogen en reserves
NoncontrollingInterest: Aandeel van derden in groepsvermogen | Minderheidsaandeel | Derden-aandeel
GeneralReserve: Reserve algemeen | Algemene reserve (AR) | Algemene bedrijfsreserve
DesignatedReservePublic: Bestemmingsreserves, publiek deel | Reserve bestemd (publiek) | BR publiek
DesignatedReservePrivate: Bestemmingsreserves, privaat deel | Reserve bestemd (privaat) | BR privaat
DesignatedFundPublic: Bestemmingsfondsen, publiek deel | BF publiek
DesignatedFundPrivate: Bestemmingsfondsen, privaat deel | BF privaat
ResultForTheYear: Te verwerken resultaat boekjaar | Resultaat (nog niet bestemd) | Saldo resultaat lopend jaar
Provisions: Voorzieningen (2.2) | Voorzieningen gezamenlijk | Totaal van de voorzieningen | Getroffen voorzieningen
LiabilitiesNoncurrent: Langlopende schulden (2.3) | Langlopende verplichtingen | Schulden langer dan een jaar |
 Langlopend vreemd vermogen | Totaal schulden lang
LiabilitiesCurrent: Kortlopende schulden (2.4) | Kortlopende verplichtingen | Schulden korter dan een jaar |
 Kortlopend vreemd vermogen | Totaal schulden kort
""")

INCOME = read("""
Income: Totaal der baten | Baten totaal | Sommatie baten | Totaal van alle baten | Totale opbrengst
CentralGovernmentContributions: Rijksbijdragen (3.1) | Bijdragen van het Rijk | Rijksvergoedingen OCW |
 Rijksbijdragen totaal | Bekostiging door het Rijk | Bijdrage Rijk
GovernmentContributionsAndSubsidiesOther: Overige overheidsbijdragen/subsidies |
 Overige bijdragen en subsidies overheid | Bijdragen en subsidies van andere overheden |
 Niet-rijksbijdragen overheden | Overheidssubsidies overig
TuitionCourseTrainingExamFees: College- en examengelden | Les- en cursusgelden | Wettelijke college- en cursusgelden |
 Cursus- en examengelden | College, cursus en examengeld
IncomeOnThirdPartyContracts: Baten i.o.v. derden | Opdrachten van derden | Werken voor derden | Baten werk derden |
 Opbrengst opdrachten derden
IncomeOther: Overige baten (3.5) | Baten overig | Andere opbrengsten | Overige baten gezamenlijk | Inkomsten overig
Expenses: Totaal der lasten | Lasten totaal | Sommatie lasten | Totaal van alle lasten | Totale kosten
EmployeeBenefitsExpenses: Lasten uit hoofde van personeel | Personeel | Loon- en overige personeelslasten |
 Personeelslasten totaal | Lasten personele sfeer | Personeelslasten (4.1)
DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets: Afschrijvingslast vaste activa |
 Afschrijvingen (4.2) | Afschrijvingen totaal | Afschrijving op activa | Lasten afschrijving
AccommodationCosts: Lasten van huisvesting | Huisvestingslasten (4.3) | Huisvestingslasten totaal |
 Kosten gebouwen en terreinen | Huisvestingsuitgaven
ExpensesOther: Lasten overig | Overige lasten (4.4) | Andere instellingslasten | Overige lasten gezamenlijk |
 Overige kosten instelling
GovernmentContributionsIncomeTransfersSchoolBoards: Doorbetalingen schoolbesturen (4.5) |
 Afdracht aan aangesloten schoolbesturen | Doorbetaling aan aangesloten besturen | Uitkeringen aan schoolbesturen
BalanceIncomeAndExpenses: Saldo baten minus lasten | Saldo van baten minus lasten | Baten -/- lasten |
 Exploitatiesaldo vóór financieel | Saldo gewone baten en lasten
FinancialIncomeExpenses: Financiële baten en lasten (5) | Saldo rente | Saldo financieel |
 Financiële baten minus lasten | Rente (per saldo)
InterestIncomeRelatedIncome: Opbrengst rente | Baten uit rente | Rente (baten) | Financiële opbrengsten
InterestExpensesRelatedExpenses: Lasten uit rente | Rente (lasten) | Rente en bankkosten | Kosten van rente
ResultBeforeTax: Resultaat exclusief belastingen | Resultaat voor aftrek van belastingen | Resultaat voor Vpb
IncomeTaxExpense: Belastinglast | Belasting over het resultaat | Vennootschapsbelasting (Vpb)
ShareInResultsParticipatingInterests: Aandeel resultaat deelneming | Deelnemingenresultaat |
 Resultaat van deelnemingen
ResultAfterTax: Resultaat na aftrek van belastingen | Resultaat na Vpb
ResultAttributableNoncontrollingInterest: Toekomend aan derden | Resultaat toekomend aan derden |
 Derdenbelang in resultaat
NetResultAfterTax: Nettoresultaat verslagjaar | Netto resultaat van het jaar | Resultaat (netto) |
 Netto-resultaat na belastingen
~BottomLine: Resultaat van het jaar | Saldo exploitatie | Exploitatieresultaat boekjaar | Uitkomst exploitatie
~IncomeHead: Baten (3) | Opbrengstzijde | Baten en opbrengsten
~ExpenseHead: Lasten (4) | Kostenzijde | Lasten en kosten
~AssetsHead: Bezittingen (activa) | Activazijde | Activa (1)
~LiabilitiesHead: Vermogen en schulden (passiva) | Passivazijde | Passiva (2)
~AssetsNoncurrentHead: Vaste activa (1.1) | Vast | 1.1 - Vaste activa
~AssetsCurrentHead: Vlottende activa (1.2) | Vlottend | 1.2 - Vlottende activa
""")

CASH = read("""
~OperatingHead: Operationeel | Uit operationele activiteiten | Kasstroom operationeel
~InvestingHead: Investeringen | Uit investeringsactiviteiten | Kasstroom investeringen
~FinancingHead: Financiering | Uit financieringsactiviteiten | Kasstroom financiering
~AdjustHead: Correcties op het saldo | Bij/af: niet-kasposten
~WorkingHead: Mutaties in het werkkapitaal | Werkkapitaalmutaties
OperatingResultCashFlow: Saldo van baten minus lasten | Saldo gewone baten en lasten | Resultaat uit bedrijfsvoering
AdjustmentsDepreciationAndAmortisationExpense: Bij: afschrijvingen | Afschrijvingslast | Correctie afschrijvingen
IncreaseDecreaseProvisions: Bij/af: mutatie voorzieningen | Verloop voorzieningen | Verandering voorzieningen
AdjustmentsReconcileOperatingResultOther: Overige niet-kasposten | Correctie boekresultaat |
 Resultaat desinvesteringen
AdjustmentsReconcileOperatingResult: Totaal correcties | Som van de correcties
IncreaseDecreaseInInventories: Verandering voorraden | Verloop voorraden
IncreaseDecreaseInReceivables: Verandering vorderingen | Verloop vorderingen | Afname (toename) vorderingen
IncreaseDecreaseInSecurities: Verandering effecten | Verloop effecten
IncreaseDecreaseInLiabilities: Verandering kortlopende schulden | Verloop kortlopende schulden |
 Toename (afname) kortlopende schulden
ChangesWorkingCapital: Totaal mutatie werkkapitaal | Som werkkapitaalmutaties
CashFlowFromOperations: Kasstroom bedrijfsoperaties | Kasstroom uit bedrijfsvoering | Uit bedrijfsoperaties
InterestReceivedClassifiedAsOperatingActivities: Renteontvangsten | Ontvangst rente
InterestPaidClassifiedAsOperatingActivities: Rentebetalingen | Betaling rente
~TaxPaid: Vpb betaald | Betaling winstbelasting
CashFlowOperatingActivities: Totaal operationeel | Kasstroom operationele activiteiten |
 Saldo operationele activiteiten
PurchaseIntangibleAssets: Uitgaven immateriële vaste activa | Aanschaf immateriële vaste activa
PurchasePropertyPlantEquipment: Uitgaven materiële vaste activa | Aanschaf materiële vaste activa |
 Investering gebouwen en inventaris
ProceedsSalesPropertyPlantAndEquipment: Ontvangsten verkoop materiële vaste activa | Ontvangen bij desinvestering MVA
PurchaseOtherFinancialAssets: Uitgaven financiële vaste activa | Uitgezette leningen
~ProceedsFinancial: Ontvangsten financiële vaste activa | Aflossing uitgezette leningen
CashFlowInvestingActivities: Totaal investeringen | Kasstroom investeringsactiviteiten |
 Saldo investeringsactiviteiten
NewBorrowings: Ontvangsten uit leningen | Aangetrokken leningen | Bij: nieuwe leningen
RepaymentsBorrowings: Betalingen op leningen | Terugbetaalde leningen | Af: aflossingen
CashFlowFinancingActivities: Totaal financiering | Kasstroom financieringsactiviteiten |
 Saldo financieringsactiviteiten
NetCashFlows: Kasstroom (netto) | Totaal kasstromen | Netto kasstroom boekjaar
IncreaseDecreaseCashAndCashEquivalents: Verandering liquide middelen | Verloop liquide middelen |
 Mutatie in de liquide middelen
~CashBegin: Liquide middelen op 1 januari | Kas en bank 1 januari | Saldo liquide middelen begin van het jaar
~CashEnd: Liquide middelen op 31 december | Kas en bank 31 december | Saldo liquide middelen einde van het jaar
""")
