"""Wordings of statement lines, part `seen`."""

from __future__ import annotations

from .wordlist import read

BALANCE = read("""
Assets: Totaal activa | TOTAAL ACTIVA | Activa | Balanstotaal | Totaal van de activa | Som der activa |
 Totale activa | Totaal actief | Tot. activa | Balanstotaal activa | Totaal activa (1)
AssetsNoncurrent: Vaste activa | Totaal vaste activa | Som der vaste activa | Totaal van de vaste activa |
 VASTE ACTIVA | Tot. vaste activa | Subtotaal vaste activa
IntangibleAssets: Immateriële vaste activa | Immateriele vaste activa | IVA | Immateriële activa |
 Immat. vaste activa | Immateriële vaste activa (software en licenties) | Totaal immateriële vaste activa |
 Immateriële V.A. | Boekwaarde immateriële vaste activa
PropertyPlantEquipment: Materiële vaste activa | Materiele vaste activa | MVA | Materiële activa | Mat. vaste activa |
 Materiële vaste activa (boekwaarde) | Vaste materiële activa | Totaal materiële vaste activa | Materieel vast actief
FinancialAssets: Financiële vaste activa | Financiele vaste activa | FVA | Fin. vaste activa |
 Financiële activa (vast) | Totaal financiële vaste activa | Financiële vaste activa en deelnemingen
AssetsCurrent: Vlottende activa | Totaal vlottende activa | Som der vlottende activa | VLOTTENDE ACTIVA |
 Totaal van de vlottende activa | Vlottende middelen | Tot. vlottende activa | Subtotaal vlottende activa
Inventories: Voorraden | Voorraad | Voorraden en onderhanden werk | Voorraden (leermiddelen) | Voorraad leermiddelen |
 Gebruiksgoederen en voorraden
Receivables: Vorderingen | Vorderingen en overlopende activa | Kortlopende vorderingen |
 Debiteuren en overige vorderingen | Vorderingen (kortlopend) | Totaal vorderingen | Vord. en overlopende activa |
 Te vorderen bedragen | Kortlopende vorderingen en overlopende activa
SecuritiesCurrent: Effecten | Kortlopende effecten | Effecten (kortlopend) | Beleggingen (kortlopend)
CashAndCashEquivalents: Liquide middelen | Liquiditeiten | Geldmiddelen | Kas en bank | Liq. middelen |
 Liquide Middelen (kas en banktegoeden) | Totaal liquide middelen | Bank- en kassaldi | Liquide midd.
EquityAndLiabilities: Totaal passiva | TOTAAL PASSIVA | Passiva | Balanstotaal | Som der passiva | Totale passiva |
 Totaal passief | Totaal van de passiva | Tot. passiva | Balanstotaal passiva | Totaal eigen vermogen en schulden
EquityGroup: Groepsvermogen | Totaal groepsvermogen | Groepsvermogen (eigen vermogen en aandeel derden)
Equity: Eigen vermogen | Totaal eigen vermogen | EIGEN VERMOGEN | EV | Vermogen (eigen) | Reserves en fondsen |
 Stichtingsvermogen | Tot. eigen vermogen | Eigen Vermogen ultimo | Stichtingskapitaal en reserves
NoncontrollingInterest: Aandeel derden | Aandeel van derden | Minderheidsbelang | Minderheidsbelang derden |
 Belang van derden in groepsvermogen
GeneralReserve: Algemene reserve | Algemene reserve (publiek) | Algemene reserves | Alg. reserve | Algemeen reserve |
 Vrije reserve (algemene reserve) | Publieke algemene reserve
DesignatedReservePublic: Bestemmingsreserve publiek | Bestemmingsreserves (publiek) | Publieke bestemmingsreserves |
 Bestemmingsreserve (publiek) | Best. reserve publiek | Bestemmingsreserves publieke middelen
DesignatedReservePrivate: Bestemmingsreserve privaat | Bestemmingsreserves (privaat) | Private bestemmingsreserves |
 Bestemmingsreserve (privaat) | Private reserve | Bestemmingsreserves private middelen
DesignatedFundPublic: Bestemmingsfonds publiek | Bestemmingsfondsen (publiek) | Publieke bestemmingsfondsen |
 Bestemmingsfonds (publiek)
DesignatedFundPrivate: Bestemmingsfonds privaat | Bestemmingsfondsen (privaat) | Private bestemmingsfondsen |
 Bestemmingsfonds (privaat)
ResultForTheYear: Resultaat boekjaar | Onverdeeld resultaat | Resultaat van het boekjaar |
 Nog te bestemmen resultaat | Resultaat lopend boekjaar
Provisions: Voorzieningen | Totaal voorzieningen | VOORZIENINGEN | Voorz. | Voorzieningen (totaal) | Voorziening |
 Personele en overige voorzieningen
LiabilitiesNoncurrent: Langlopende schulden | Totaal langlopende schulden | Schulden op lange termijn |
 Langlopende leningen en schulden | Langl. schulden | Lange schulden | Schulden (langlopend) | Vreemd vermogen lang
LiabilitiesCurrent: Kortlopende schulden | Totaal kortlopende schulden | Schulden op korte termijn |
 Kortlopende schulden en overlopende passiva | Kortl. schulden | Korte schulden | Schulden (kortlopend) |
 Vreemd vermogen kort | Kortlopende schulden en ovl. passiva
""")

INCOME = read("""
Income: Totaal baten | TOTAAL BATEN | Som der baten | Totale baten | Totaal opbrengsten | Baten |
 Totaal van de baten | Som van de baten | Tot. baten | BATEN | Totaal Baten (exploitatie)
CentralGovernmentContributions: Rijksbijdragen | Rijksbijdragen OCW | Rijksbijdrage | (Rijks)bijdragen OCW |
 Rijksbijdragen ministerie van OCW | Rijksbijdragen OCenW | Bekostiging OCW | Totaal rijksbijdragen |
 Rijksbijdragen Min. OCW | Rijksbekostiging | Rijksbijdragen OC&W | Rijks bijdragen
GovernmentContributionsAndSubsidiesOther: Overige overheidsbijdragen en -subsidies | Overige overheidsbijdragen |
 Overige overheidsbijdr. en subsidies | Overige overheidsbijdragen en subsidies |
 Ov. overheidsbijdragen en -subsidies | Bijdragen overige overheden | Overige subsidies overheden |
 Overheidsbijdragen overig | Gemeentelijke en overige overheidsbijdragen | Overige overheids bijdragen en -subsidies
TuitionCourseTrainingExamFees: College-, cursus-, les- en examengelden | Collegegelden |
 College-, les- en examengelden | Cursus-, les- en examengelden | College-, cursus- en lesgelden |
 Les-, cursus- en examengelden | College-, cursus- en/of examengelden | Cursusgelden
IncomeOnThirdPartyContracts: Baten werk in opdracht van derden | Werk in opdracht van derden |
 Baten werk i.o.v. derden | Opbrengst werk voor derden | Opbrengsten contractactiviteiten |
 Baten in opdracht van derden | Werk voor derden | Baten uit werk in opdracht van derden | Contractactiviteiten
IncomeOther: Overige baten | Overige opbrengsten | Totaal overige baten | Overige baten en opbrengsten |
 Andere baten | Ov. baten | Overige inkomsten | Diverse baten | Overige baten (o.a. verhuur en detachering)
Expenses: Totaal lasten | TOTAAL LASTEN | Som der lasten | Totale lasten | Totaal kosten | Lasten |
 Totaal van de lasten | Som van de lasten | Tot. lasten | LASTEN | Som der bedrijfslasten
EmployeeBenefitsExpenses: Personeelslasten | Personele lasten | Personeelskosten | Personele kosten |
 Totaal personeelslasten | Lasten personeel | Personeels lasten | Pers. lasten |
 Lonen, salarissen en overige personeelslasten
DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets: Afschrijvingen | Afschrijvingslasten |
 Afschrijvingskosten | Afschrijvingen op vaste activa | Afschrijving | Totaal afschrijvingen |
 Afschrijvingen immateriële en materiële vaste activa | Afschr. vaste activa |
 Afschrijvingen op immateriële en materiële vaste activa
AccommodationCosts: Huisvestingslasten | Huisvestingskosten | Totaal huisvestingslasten | Huisvesting |
 Lasten huisvesting | Huisv. lasten | Gebouwgebonden lasten | Huisvestings lasten | Kosten huisvesting
ExpensesOther: Overige lasten | Overige instellingslasten | Overige kosten | Totaal overige lasten |
 Instellingslasten | Overige exploitatielasten | Ov. lasten | Overige materiële lasten | Overige bedrijfslasten
GovernmentContributionsIncomeTransfersSchoolBoards: Doorbetalingen aan schoolbesturen |
 Doorbetaling aan schoolbesturen | Doorbetaalde rijksbijdragen aan schoolbesturen |
 Afdrachten en doorbetalingen schoolbesturen | Overdrachten aan schoolbesturen | Doorbetaald aan schoolbesturen |
 Lasten passend onderwijs (doorbetalingen schoolbesturen)
BalanceIncomeAndExpenses: Saldo baten en lasten | Saldo van baten en lasten |
 Saldo baten en lasten gewone bedrijfsuitoefening | SALDO BATEN EN LASTEN | Saldo baten -/- lasten |
 Bedrijfsresultaat (saldo baten en lasten) | Saldo baten & lasten | Saldo van de baten en de lasten |
 Operationeel saldo baten en lasten
FinancialIncomeExpenses: Financiële baten en lasten | Saldo financiële baten en lasten | Financiele baten en lasten |
 Saldo fin. baten en lasten | Fin. baten en lasten | Rentebaten en -lasten (saldo) | Financiële baten/lasten |
 Financieel resultaat | Saldo financiële bedrijfsvoering | Totaal financiële baten en lasten
InterestIncomeRelatedIncome: Financiële baten | Rentebaten | Rentebaten en soortgelijke opbrengsten |
 Ontvangen rente | Rente opbrengsten | Renteopbrengsten | Interestbaten
InterestExpensesRelatedExpenses: Financiële lasten | Rentelasten | Rentelasten en soortgelijke kosten |
 Betaalde rente | Rentekosten | Bankkosten en rentelasten | Interestlasten | Rente lasten (-/-)
ResultBeforeTax: Resultaat voor belastingen | Resultaat vóór belastingen | Resultaat voor belasting |
 Resultaat voor vennootschapsbelasting | Resultaat vr. belastingen
IncomeTaxExpense: Belastingen | Vennootschapsbelasting | Belasting resultaat | Belastingen over het resultaat | Vpb
ShareInResultsParticipatingInterests: Resultaat deelnemingen | Resultaat uit deelnemingen |
 Aandeel in resultaat deelnemingen | Aandeel in het resultaat van deelnemingen | Res. deelnemingen
ResultAfterTax: Resultaat na belastingen | Resultaat na belasting | Resultaat na vennootschapsbelasting
ResultAttributableNoncontrollingInterest: Aandeel derden in resultaat | Aandeel derden |
 Resultaat aandeel van derden | Aandeel van derden in het resultaat | Minderheidsbelang in resultaat
NetResultAfterTax: Nettoresultaat | Netto resultaat | Netto-resultaat | NETTORESULTAAT | Nettoresultaat boekjaar |
 Netto resultaat na belastingen | Nettoresultaat van het boekjaar | Netto exploitatieresultaat
~BottomLine: Resultaat | Resultaat boekjaar | Totaal resultaat | Exploitatieresultaat | Exploitatiesaldo | RESULTAAT |
 Resultaat van het boekjaar | Resultaat verslagjaar | Jaarresultaat
~IncomeHead: Baten | BATEN | Opbrengsten | Baten: | De baten
~ExpenseHead: Lasten | LASTEN | Kosten | Lasten: | De lasten
~AssetsHead: Activa | ACTIVA | Actief | Activa: | 1. Activa
~LiabilitiesHead: Passiva | PASSIVA | Passief | Passiva: | 2. Passiva
~AssetsNoncurrentHead: Vaste activa | VASTE ACTIVA | Vaste Activa
~AssetsCurrentHead: Vlottende activa | VLOTTENDE ACTIVA | Vlottende Activa
""")

CASH = read("""
~OperatingHead: Kasstroom uit operationele activiteiten | Operationele activiteiten |
 Kasstromen uit operationele activiteiten | KASSTROOM UIT OPERATIONELE ACTIVITEITEN
~InvestingHead: Kasstroom uit investeringsactiviteiten | Investeringsactiviteiten |
 Kasstromen uit investeringsactiviteiten | KASSTROOM UIT INVESTERINGSACTIVITEITEN
~FinancingHead: Kasstroom uit financieringsactiviteiten | Financieringsactiviteiten |
 Kasstromen uit financieringsactiviteiten | KASSTROOM UIT FINANCIERINGSACTIVITEITEN
~AdjustHead: Aanpassingen voor: | Aanpassingen voor | Gecorrigeerd voor: | Aanpassing voor: |
 Aanpassingen voor aansluiting tot het bedrijfsresultaat | Mutaties die niet tot kasstromen leiden
~WorkingHead: Veranderingen in vlottende middelen | Veranderingen in werkkapitaal | Mutaties werkkapitaal |
 Veranderingen in vlottende middelen: | Mutatie netto werkkapitaal
OperatingResultCashFlow: Saldo baten en lasten | Saldo van baten en lasten | Bedrijfsresultaat |
 Operationeel resultaat | Saldo baten en lasten (exclusief financiële baten en lasten) | Saldo baten & lasten
AdjustmentsDepreciationAndAmortisationExpense: Afschrijvingen | Afschrijving | Afschrijvingen vaste activa |
 Aanpassingen voor afschrijvingen | Afschrijvingslasten
IncreaseDecreaseProvisions: Mutaties voorzieningen | Mutatie voorzieningen | Mutatie in voorzieningen |
 Toename/afname voorzieningen | Mut. voorzieningen
AdjustmentsReconcileOperatingResultOther: Overige aanpassingen | Boekresultaat desinvesteringen | Overige correcties |
 Boekwinst verkoop vaste activa (overige aanpassingen) | Boekresultaten
AdjustmentsReconcileOperatingResult: Totaal aanpassingen | Som van de aanpassingen | Aanpassingen totaal |
 Totaal van aanpassingen voor aansluiting tot het bedrijfsresultaat
IncreaseDecreaseInInventories: Mutatie voorraden | Voorraden | Afname/toename voorraden | Voorraden (-/- toename)
IncreaseDecreaseInReceivables: Mutatie vorderingen | Vorderingen | Afname/toename vorderingen |
 Vorderingen (-/- toename) | Mutaties vorderingen | Mutatie kortlopende vorderingen
IncreaseDecreaseInSecurities: Mutatie effecten | Effecten | Mutaties effecten
IncreaseDecreaseInLiabilities: Mutatie kortlopende schulden | Kortlopende schulden | Schulden |
 Mutaties kortlopende schulden | Toename/afname kortlopende schulden | Mutatie schulden
ChangesWorkingCapital: Totaal van mutaties werkkapitaal | Veranderingen in werkkapitaal (totaal) |
 Totaal veranderingen in vlottende middelen | Mutatie werkkapitaal | Totaal mutaties werkkapitaal
CashFlowFromOperations: Kasstroom uit bedrijfsoperaties | Kasstroom uit bedrijfsactiviteiten |
 Totaal kasstroom uit bedrijfsoperaties | Totaal kasstroom uit bedrijfsoperatie
InterestReceivedClassifiedAsOperatingActivities: Ontvangen interest | Ontvangen rente | Rente ontvangen |
 Ontvangen intrest | Interest ontvangen
InterestPaidClassifiedAsOperatingActivities: Betaalde interest | Betaalde rente | Betaalde interest (-/-) |
 Rente betaald | Betaalde intrest
~TaxPaid: Betaalde winstbelasting | Betaalde vennootschapsbelasting | Betaalde belastingen
CashFlowOperatingActivities: Totaal kasstroom uit operationele activiteiten |
 Kasstroom uit operationele activiteiten | Operationele kasstroom | Totale kasstroom operationele activiteiten |
 Totaal operationele activiteiten
PurchaseIntangibleAssets: Investeringen in immateriële vaste activa | Investeringen immateriële vaste activa |
 Investeringen IVA | Investering in immateriële vaste activa (-/-)
PurchasePropertyPlantEquipment: Investeringen in materiële vaste activa | Investeringen materiële vaste activa |
 Investeringen MVA | Investering in materiële vaste activa (-/-) | Aankopen materiële vaste activa |
 Investeringen in MVA
ProceedsSalesPropertyPlantAndEquipment: Desinvesteringen materiële vaste activa |
 Desinvesteringen in materiële vaste activa | Desinvesteringen MVA | Verkoop materiële vaste activa |
 Opbrengst desinvesteringen materiële vaste activa
PurchaseOtherFinancialAssets: Investeringen in financiële vaste activa | Investeringen financiële vaste activa |
 Investeringen FVA | Verstrekte leningen (overige financiële vaste activa)
~ProceedsFinancial: Ontvangen aflossingen financiële vaste activa | Desinvesteringen financiële vaste activa |
 Aflossing leningen u/g
CashFlowInvestingActivities: Totaal kasstroom uit investeringsactiviteiten | Kasstroom uit investeringsactiviteiten |
 Investeringskasstroom | Totaal investeringsactiviteiten
NewBorrowings: Nieuw opgenomen leningen | Opgenomen leningen | Nieuwe leningen | Ontvangen nieuwe leningen |
 Opname leningen
RepaymentsBorrowings: Aflossing leningen | Aflossing langlopende schulden | Aflossingen |
 Aflossing langlopende leningen | Aflossing leningen (-/-) | Afgeloste leningen
CashFlowFinancingActivities: Totaal kasstroom uit financieringsactiviteiten |
 Kasstroom uit financieringsactiviteiten | Financieringskasstroom | Totaal financieringsactiviteiten
NetCashFlows: Netto-kasstroom | Netto kasstroom | Nettokasstroom | Totale netto kasstroom
IncreaseDecreaseCashAndCashEquivalents: Mutatie liquide middelen | Mutatie geldmiddelen | Mutaties liquide middelen |
 Toename/afname liquide middelen | Toename (afname) geldmiddelen
~CashBegin: Beginstand liquide middelen | Stand liquide middelen per 1 januari | Liquide middelen begin boekjaar |
 Liquide middelen 1-1 | Beginsaldo liquide middelen | Geldmiddelen aan het begin van het jaar
~CashEnd: Eindstand liquide middelen | Stand liquide middelen per 31 december | Liquide middelen eind boekjaar |
 Liquide middelen 31-12 | Eindsaldo liquide middelen | Geldmiddelen aan het einde van het jaar
""")
