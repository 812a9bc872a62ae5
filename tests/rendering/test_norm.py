"""The rules of SBR Consistente Presentatie that apply, each under its number."""

import re
from dataclasses import replace

from tests.rendering import small
from tests.rendering.small import column, concept, fact, line, member, name, page, report, table, taxonomy, typed
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.taxonomy.layouts import AspectRuleSet, Heading, LayoutNode
from xbrl_pipeline.taxonomy.model import Kind

ASSETS = (concept("Cash", balance="debit"), concept("Claims", balance="debit"), concept("Assets", balance="debit"))


def rows_of(text: str, number: int = -1) -> list[list[str]]:
    """Return the rows of a table of figures as text, its heads too."""
    found = small.select(text, "//table[contains(@class, 'figures')]")[number]
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found.iter("tr")]


def heads_of(text: str) -> list[str]:
    return [each.text_content() for each in small.select(text, "//main//*[self::h2 or self::h3 or self::h4]")]


def test_scp_01_rows_and_columns_stand_in_the_order_of_the_table() -> None:
    model = taxonomy(ASSETS, [table([line("Claims"), line("Cash")])])
    shown = rows_of(page(report(fact("Cash", "1"), fact("Claims", "2"), fact("Cash", "3", "before")), model))
    assert [row[0] for row in shown[2:]] == ["Claims nl", "Cash nl"]
    assert shown[2:] == [["Claims nl", "2", ""], ["Cash nl", "1", "3"]]


def test_scp_01_what_only_filters_is_not_shown_and_preferred_labels_are() -> None:
    filters = LayoutNode(0, {}, abstract=True, rules=(AspectRuleSet("", None, None, (member("Axis", "Member"),)),))
    rows = [line("Assets", preferred="totalLabel")]
    model = taxonomy(ASSETS, [table(rows, [filters, column("Verslagjaar", depth=1)])])
    inside = '<xbrldi:explicitMember dimension="s:Axis">s:Member</xbrldi:explicitMember>'
    text = page(report(fact("Assets", "1", members="m"), axes=[("m", inside)]), model)
    assert "Member" not in text
    assert rows_of(text)[-1] == ["Totaal Assets", "1"]


def test_scp_02_a_table_without_facts_is_left_out() -> None:
    model = taxonomy(ASSETS, [table([line("Cash")]), table([line("Claims")], role="urn:notes-x", id_="u")])
    assert "Rol urn:notes-x" not in page(report(fact("Cash", "1")), model)


def test_scp_02_1_last_years_movement_that_is_only_its_end_is_left_out() -> None:
    movement = table(
        [line("Claims")], [column("", EARLIER)], "urn:notes-x", "PeriodeVoorgaandTypeJaarrekeningVerloopoverzicht_t"
    )
    model = taxonomy(ASSETS, [table([line("Claims"), line("Cash")]), movement])
    text = page(report(fact("Claims", "3", "before"), fact("Cash", "1")), model)
    assert "Rol urn:notes-x" not in text
    assert rows_of(text)[2] == ["Claims nl", "", "3"]


EARLIER = small.EARLIER


def _with_headings() -> tuple[Heading, ...]:
    return (
        Heading(0, name("Report")),
        Heading(1, name("Second")),
        Heading(2, None, "urn:b"),
        Heading(2, None, "urn:c"),
        Heading(1, name("First")),
        Heading(2, None, "urn:a"),
    )


def test_scp_03_04_and_05_titles_and_order_are_those_of_the_tree_of_headings() -> None:
    titles = {name(each): concept(each, Kind.ABSTRACT) for each in ("Report", "First", "Second")}
    layouts = [
        table([line(each)], role=role)
        for each, role in zip(("Cash", "Claims", "Assets"), ("urn:a", "urn:b", "urn:c"), strict=True)
    ]
    model = taxonomy(ASSETS, layouts, _with_headings(), structure=titles)
    text = page(report(fact("Cash", "1"), fact("Claims", "2"), fact("Assets", "3")), model)
    assert heads_of(text)[:3] == ["Report nl", "Second nl", "First nl"]
    assert "Rol urn" not in text
    assert "Label van de tabel" not in text
    assert text.index(">Claims nl<") < text.index(">Assets nl<") < text.index(">Cash nl<")


def test_scp_06_empty_rows_columns_and_headings_without_lines_are_left_out() -> None:
    heading = LayoutNode(0, {("label", "nl"): "Kop zonder regels"}, abstract=True)
    model = taxonomy(ASSETS, [table([line("Cash"), heading, line("Claims", 1)])])
    text = page(report(fact("Cash", "1")), model)
    assert rows_of(text)[2:] == [["Cash nl", "1"]]
    assert "Kop zonder regels" not in text
    assert "Vorig jaar" not in text


def test_scp_07_a_dynamic_label_goes_before_the_static_one() -> None:
    told = column("Huidig", messages=(("nl", "{$End}"),))
    text = page(report(fact("Cash", "1")), taxonomy(ASSETS, [table([line("Cash")], [told])]))
    assert "Huidig" not in text
    assert rows_of(text)[0][1] == "31-12-2025"


def _specification(*facts: str) -> str:
    order = concept("PresentationOrder", Kind.NUMBER)
    axis = QName(small.NS, "Axis")
    model = taxonomy((*ASSETS, order), [table([line("Cash"), line("PresentationOrder")], [column("", open=axis)])])
    axes = [(each, typed("Axis", text)) for each, text in (("a", "Appel"), ("b", "Banaan"), ("c", "citroen"))]
    return page(report(*facts, axes=axes), model)


def _first_words(text: str) -> list[str]:
    shown = small.select(text, "//table[contains(@class, 'figures')]")[-1].text_content()
    return re.findall("Appel|Banaan|citroen", shown)


def test_scp_08_members_stand_in_the_order_that_the_report_gives() -> None:
    amounts = [fact("Cash", "1", members=each) for each in "abc"]
    orders = [
        fact("PresentationOrder", at, members=each, unit="pure") for each, at in (("a", "2"), ("b", "3"), ("c", "1"))
    ]
    assert _first_words(_specification(*amounts, *orders)) == ["citroen", "Appel", "Banaan"]


def test_scp_09_else_in_that_of_the_alphabet() -> None:
    amounts = [fact("Cash", "1", members=each) for each in "cba"]
    same = [fact("PresentationOrder", "1", members=each, unit="pure") for each in "abc"]
    assert _first_words(_specification(*amounts)) == ["Appel", "Banaan", "citroen"]
    assert _first_words(_specification(*amounts, *same)) == ["Appel", "Banaan", "citroen"]


def test_scp_10_the_language_is_that_of_the_report() -> None:
    model = taxonomy(ASSETS, [table([line("Cash")])])
    assert ">Cash en<" in page(report(fact("Cash", "1"), lang="en"), model)
    assert ">Cash nl<" in page(report(fact("Cash", "1"), lang="nl"), model)
    assert ">Cash nl<" in page(report(fact("Cash", "1"), lang="en"), model, "nl")


def test_scp_11_codes_are_shown_by_their_labels() -> None:
    kind = concept("Sector", Kind.CODE, instant=False, codes=("PO",))
    model = taxonomy(
        [kind], [table([line("Sector", tag="")])], code_lists=small.codes("codeItemType", PO="Primair onderwijs")
    )
    text = page(report(fact("Sector", "PO", "year", unit="")), model)
    assert "<td>Primair onderwijs</td>" in text
    assert ">PO<" not in text


def test_scp_11_5_and_11_6_labels_are_whole_and_wrap() -> None:
    long = replace(ASSETS[0], labels={("label", "nl"): "Langewoorden " * 30})
    text = page(report(fact("Cash", "1")), taxonomy([long], [table([line("Cash")])]))
    assert ("Langewoorden " * 30).strip() in " ".join(text.split())
    assert "overflow-wrap: break-word" in text


def _units(*units: str) -> list[list[str]]:
    kinds = [concept(f"C{number}", Kind.MONETARY) for number in range(len(units))]
    model = taxonomy(kinds, [table([line(f"C{number}") for number in range(len(units))])])
    return rows_of(page(report(*(fact(f"C{number}", "12", unit=unit) for number, unit in enumerate(units))), model))


def test_scp_12_13_and_15_one_currency_stands_above_the_table() -> None:
    shown = _units("EUR", "EUR")
    assert shown[1][0] == "in EUR"
    assert [row[1] for row in shown[2:]] == ["12", "12"]


def test_scp_16_more_currencies_stand_with_their_amounts() -> None:
    shown = _units("EUR", "USD")
    assert shown[1][0] == ""
    assert [row[1] for row in shown[2:]] == ["12 EUR", "12 USD"]


def test_scp_12_14_and_17_shares_by_their_name_percentages_by_their_sign_plain_numbers_bare() -> None:
    kinds = (
        concept("Part", Kind.NUMBER, type=QName(small.NS, "percentItemType")),
        concept("Count", Kind.NUMBER),
        concept("Shares", Kind.NUMBER),
    )
    model = taxonomy(kinds, [table([line("Part"), line("Count"), line("Shares")])])
    given = (fact("Part", "0.255", unit="pure"), fact("Count", "7", unit="pure"), fact("Shares", "9", unit="shares"))
    text = page(report(*given), model)
    for shown in (">25,5%<", ">7<", ">9\N{NO-BREAK SPACE}aandelen<"):
        assert shown in text


def test_scp_18_19_and_20_separators_are_those_of_the_language() -> None:
    model = taxonomy(ASSETS, [table([line("Cash")])])
    assert ">1.234.567,50<" in page(report(fact("Cash", "1234567.50")), model)
    assert ">1,234,567.50<" in page(report(fact("Cash", "1234567.50"), lang="en"), model)


def test_scp_21_and_23_dates_and_years_are_written_as_people_do() -> None:
    flow = concept("Flow", instant=False)
    both = (column("Jaar"), column("Ander", (AspectRuleSet("", None, ("$Start", "$End")),)))
    model = taxonomy(
        [*ASSETS, flow], [table([line("Flow", tag="")], both[:1]), table([line("Cash")], both[:1], "urn:b")]
    )
    text = page(report(fact("Flow", "5", "year"), fact("Cash", "1"), fact("Flow", "6", "other")), model)
    assert rows_of(text, 0)[1][1] == "2025"
    assert rows_of(text, 1)[1][1] == "31-12-2025"
    assert "01-07-2025 \N{EN DASH} 30-06-2026" in text


def test_scp_23_5_and_29_long_texts_stand_below_their_title_with_their_lines() -> None:
    kind = concept("Note", Kind.TEXT, instant=False, type=QName(small.NS, "string100000ItemType"))
    text = page(
        report(fact("Note", "Eerste\nTweede", "year", unit="")), taxonomy([kind], [table([line("Note", tag="")])])
    )
    assert re.search(r"<h3>Note nl</h3>\s*<div class=\"prose\">Eerste\nTweede</div>", text)
    assert re.search(r"\.prose \{ white-space: pre-line; \}", text)


def test_scp_24_a_table_that_is_too_wide_is_broken_and_keeps_its_rows() -> None:
    axis = QName(small.NS, "Axis")
    lines = [concept(f"C{number}") for number in range(12)]
    model = taxonomy(lines, [table([line(each.name.local) for each in lines], [column("", open=axis)])])
    axes = [(f"m{number}", typed("Axis", f"Lid {number:02}")) for number in range(8)]
    facts = [fact(each.name.local, "1", members=suffix) for each in lines for suffix, _ in axes]
    found = small.select(page(report(*facts, axes=axes), model), "//table[contains(@class, 'figures')]")
    assert [len(each.xpath(".//tbody/tr")) for each in found] == [12, 12]
    assert [len(each.xpath(".//thead//th")) for each in found] == [4 + 4, 4 + 4]


def test_scp_25_heads_are_repeated_on_each_page() -> None:
    text = page(report(fact("Cash", "1")), taxonomy(ASSETS, [table([line("Cash")])]))
    assert "thead { display: table-header-group; }" in text


def test_scp_25_5_only_a_specification_is_turned() -> None:
    axis = QName(small.NS, "Axis")
    model = taxonomy(
        ASSETS, [table([line("Cash"), line("Claims")]), table([line("Cash")], [column("", open=axis)], "urn:b")]
    )
    axes = [(each, typed("Axis", f"Lid {each}")) for each in "ab"]
    facts = [fact("Cash", "8", members=each) for each in "ab"]
    text = page(report(fact("Cash", "1"), fact("Claims", "2"), *facts, axes=axes), model)
    assert [row[0] for row in rows_of(text, 0)[2:]] == ["Cash nl", "Claims nl"]
    assert [row[0] for row in rows_of(text, 1)[1:]] == ["Lid a", "Lid b"]


def test_a_turned_specification_names_the_member_first_and_its_years_below_each_other() -> None:
    axis = QName(small.NS, "Axis")
    across = (column("", open=axis), column("", EARLIER, open=axis))
    model = taxonomy(ASSETS, [table([line("Cash")], across)])
    axes = [(each, typed("Axis", f"Lid {each}")) for each in "ab"]
    facts = [
        fact("Cash", number, when, members=each) for each in "ab" for when, number in (("end", "8"), ("before", "7"))
    ]
    text = page(report(*facts, axes=axes), model)
    assert rows_of(text)[1:] == [
        ["Lid a, 31-12-2025", "8"],
        ["Lid a, 31-12-2024", "7"],
        ["Lid b, 31-12-2025", "8"],
        ["Lid b, 31-12-2024", "7"],
    ]


def test_scp_26_and_27_there_is_a_cover_with_nothing_else_and_contents() -> None:
    words = {each: concept(each, Kind.TEXT, instant=False) for each in ("TitleOfTheDocument", "LegalEntityName")}
    model = taxonomy([*ASSETS, *words.values()], [table([line("Cash")])])
    given = [
        fact("LegalEntityName", "Stichting Klein", "year", unit=""),
        fact("TitleOfTheDocument", "Jaarrekening", "year", unit=""),
    ]
    tree = page(report(fact("Cash", "1"), *given), model)
    assert [each.text_content() for each in small.select(tree, "//header//dt")] == [
        "TitleOfTheDocument nl",
        "LegalEntityName nl",
    ]
    assert small.select(tree, "//nav/h2")[0].text == "Inhoudsopgave"
    assert small.select(tree, "//nav//a/text()")[0] == "Rol urn:balance-sheet"


def test_scp_28_escaped_markup_is_shown_as_markup_and_nothing_of_it_runs() -> None:
    kind = concept("Note", Kind.TEXT, instant=False, type=QName(small.NS, "formattedExplanationItemType"))
    told = "&lt;p onclick='x()'&gt;Een &lt;b&gt;vet&lt;/b&gt; woord&lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;"
    text = page(report(fact("Note", told, "year", unit="")), taxonomy([kind], [table([line("Note", tag="")])]))
    assert "<p>Een <strong>vet</strong> woord</p>" in text
    assert "alert" not in text
    assert "onclick" not in text


def _sums(role: str) -> str:
    kinds = (concept("Gross", balance="debit"), concept("Provision", balance="credit"), concept("Net", balance="debit"))
    rows = [
        line("Net", preferred="totalLabel", last=True),
        line("Gross", 1, last=True),
        line("Provision", 1, last=True),
    ]
    model = taxonomy(kinds, [table(rows, role=role)])
    return page(
        report(fact("Gross", "100"), fact("Provision", "10"), fact("Net", "90"), fact("Provision", "-4", "before")),
        model,
    )


def test_scp_30_1_and_30_2_a_total_has_a_line_above_it() -> None:
    text = _sums("urn:notes-x")
    assert small.select(text, "//tr[contains(@class, 'total') or contains(@class, 'grand')]/th")[0].text == "Totaal Net"
    assert ".total td.n { border-top: 1px solid var(--ink); }" in text
    assert [row[0] for row in rows_of(text)[2:]] == ["Gross nl", "Provision nl", "Totaal Net"]


def test_scp_30_5_an_amount_of_the_other_balance_is_shown_with_the_other_sign() -> None:
    assert rows_of(_sums("urn:notes-x"))[3] == ["Provision nl", "\N{MINUS SIGN}10", "4"]


def test_scp_30_6_the_statement_of_result_is_shown_as_it_is_filed() -> None:
    assert rows_of(_sums("urn:x:income-expenses-statement"))[3] == ["Provision nl", "10", "\N{MINUS SIGN}4"]


def test_scp_33_what_has_no_table_stands_at_the_end_under_its_own_title() -> None:
    model = taxonomy(ASSETS, [table([line("Cash")])])
    text = page(report(fact("Cash", "1"), fact("Claims", "77")), model)
    assert heads_of(text)[1] == "Niet-getoonde feiten"
    assert "Claims nl" in text[text.index("Niet-getoonde feiten</h2>") :]
    assert messages("nl").text("render.count", shown=4, total=4) in text


def test_scp_34_comments_are_not_shown() -> None:
    text = page(
        report(fact("Cash", "1"), comment="<!-- gemaakt met iets -->"), taxonomy(ASSETS, [table([line("Cash")])])
    )
    assert "gemaakt met iets" not in text


def test_scp_35_what_is_about_the_page_stands_at_its_end() -> None:
    text = page(report(fact("Cash", "1")), taxonomy(ASSETS, [table([line("Cash")])]))
    assert heads_of(text)[-1] == messages("nl").text("render.about")
