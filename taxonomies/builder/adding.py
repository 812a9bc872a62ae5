"""Rules that add up: sums, movements, totals over an axis, and items that tie.

Their tests keep to three shapes, so that a program can work out both sides: `$parent = sum($plus) - sum($minus)`,
`$end = $begin + $movement` and `$left = $right`.
"""

from taxonomies.builder.assertions import Assertion, equal_to, heading, listed, quoted
from taxonomies.builder.kinds import Kind, kind_of, only
from taxonomies.builder.tables import LANGUAGES, Concept, Lang, Movement, Sum, Tables, Tie, Total, Variable


def sum_rule(tables: Tables, total: Sum, kind: Kind) -> Assertion:
    """Return the rule that a total equals its parts."""
    made = f"valueAssertion_{kind.section.name}_SumOfChildren_{total.parent}"
    own = {member.name for member in kind.members}
    statements = [tables.members[name] for name in total.member.split() if name not in own]
    filters = " ".join([*(f"member={member.name}" for member in statements), kind.filters])
    sheet = _sheet(tables, total)
    variables = _sum_variables(made, total, filters)
    if sheet:
        variables.append(Variable(made, "sheet", " ".join(sheet), "yes", "()", filters, ""))
    return Assertion(
        id=made,
        role=kind.section.role,
        severity=total.severity,
        source=total.source,
        test="$parent = sum($plus) - sum($minus)" if total.minus else "$parent = sum($plus)",
        precondition=_condition(total, opening=bool(sheet)),
        variables=tuple(variables),
        messages={
            lang: heading([*statements, *kind.members], lang) + _sum_text(tables, total, lang) for lang in LANGUAGES
        },
    )


def _sheet(tables: Tables, total: Sum) -> list[str]:
    """Return the totals of the balance sheet, for a sum with a part that also opens a movement schedule."""
    opening = {line.item for line in tables.lines if line.preferred == "periodStart"}
    if not opening & set(total.plus.split()):
        return []
    lines = tables.lines_of(tables.home_of(total.tree))
    return [line.item for line in lines if line.level == "1" and line.item in tables.concepts]


def _condition(total: Sum, *, opening: bool) -> str:
    if opening:
        # an opening balance stands alone at its date: there is no balance sheet to add up
        return "exists($plus) and (exists($sheet) or $parent != 0)"
    return "exists($plus) or exists($minus)" if total.minus else "exists($plus)"


def _sum_variables(rule: str, total: Sum, filters: str) -> list[Variable]:
    parts = [("parent", total.parent, "", "0"), ("plus", total.plus, "yes", "()"), ("minus", total.minus, "yes", "()")]
    return [Variable(rule, *part, filters, "") for part in parts if part[1]]


def _sum_text(tables: Tables, total: Sum, lang: Lang) -> str:
    names = {name: quoted(tables, name, lang) for name in tables.concepts}
    plus = listed([names[name] for name in total.plus.split()], lang)
    minus = listed([names[name] for name in total.minus.split()], lang)
    several, less = ("de som van", "verminderd met") if lang == "nl" else ("the sum of", "less")
    parts = f"{several} {plus}" if len(total.plus.split()) > 1 else plus
    amount = "sum($plus) - sum($minus)" if total.minus else "sum($plus)"
    told = f"{names[total.parent]} ({{$parent}}) {equal_to(total.severity, lang)} {parts}"
    return told + (f", {less} {minus}" if minus else "") + f" ({{{amount}}})."


def movement_rule(tables: Tables, each: Movement, kind: Kind) -> Assertion:
    """Return the rule that a closing balance equals the opening balance and the movement."""
    made = f"valueAssertion_{kind.section.name}_PeriodStartMutationPeriodEnd_{each.balance}"
    return Assertion(
        id=made,
        role=kind.section.role,
        severity=each.severity,
        source=each.source,
        test="$end = $begin + $movement",
        precondition="",
        variables=(
            Variable(made, "movement", each.movement, "", "", kind.filters, ""),
            Variable(made, "begin", each.balance, "", each.fallback, f"{kind.filters} starts=movement", ""),
            Variable(made, "end", each.balance, "", each.fallback, f"{kind.filters} ends=movement", ""),
        ),
        messages={
            "nl": f"{heading(kind.members, 'nl')}{quoted(tables, each.balance, 'nl')} aan het einde ({{$end}}) "
            f"{equal_to(each.severity, 'nl')} het bedrag aan het begin ({{$begin}}) plus "
            f"{quoted(tables, each.movement, 'nl')} ({{$movement}}).",
            "en": f"{heading(kind.members, 'en')}{quoted(tables, each.balance, 'en')} at the end ({{$end}}) "
            f"{equal_to(each.severity, 'en')} that at the beginning ({{$begin}}) plus "
            f"{quoted(tables, each.movement, 'en')} ({{$movement}}).",
        },
    )


def total_rules(tables: Tables, total: Total) -> list[Assertion]:
    """Return, for each number of a tree, the rule that the figure without the axis is the total over the axis."""
    section = tables.home_of(total.tree)
    return [
        _total_rule(tables, total, kind_of(tables, section), item)
        for item in tables.items_of(section)
        if item.is_number
    ]


def _total_rule(tables: Tables, total: Total, kind: Kind, item: Concept) -> Assertion:
    made = f"valueAssertion_{kind.section.name}_SumOfMembers_{item.name}"
    rest = Kind(kind.section, kind.members, tuple(axis for axis in kind.axes if axis != total.axis))
    over = f"{rest.filters.rpartition(' ')[0]} over={total.axis} {only(*rest.own, total.axis)}".strip()
    axis = tables.members[total.axis]
    return Assertion(
        id=made,
        role=kind.section.role,
        severity=total.severity,
        source=total.source,
        test="$parent = sum($plus)",
        precondition="exists($plus)",
        variables=(
            Variable(made, "parent", item.name, "", "0", rest.filters, ""),
            Variable(made, "plus", item.name, "yes", "()", over, ""),
        ),
        messages={
            "nl": f"{quoted(tables, item.name, 'nl')} ({{$parent}}) {equal_to(total.severity, 'nl')} het totaal over "
            f'"{axis.terse_nl}" ({{sum($plus)}}).',
            "en": f"{quoted(tables, item.name, 'en')} ({{$parent}}) {equal_to(total.severity, 'en')} the total over "
            f'"{axis.terse_en}" ({{sum($plus)}}).',
        },
    )


def tie_rule(tables: Tables, tie: Tie) -> Assertion:
    """Return the rule that two items are equal."""
    section = tables.sections[tie.role]
    made = f"valueAssertion_{section.name}_Equal_{tie.left_member or tie.left}_{tie.right}"
    members = [tables.members[tie.left_member]] if tie.left_member else []
    left = " ".join([*(f"member={member.name}" for member in members), only(*(member.axis for member in members))])
    return Assertion(
        id=made,
        role=section.role,
        severity=tie.severity,
        source=tie.source,
        test="$left = $right",
        precondition="",
        variables=(
            Variable(made, "left", tie.left, "", "", left, ""),
            Variable(made, "right", tie.right, "", "", only(), ""),
        ),
        messages={
            lang: f"{heading(members, lang)}{quoted(tables, tie.left, lang)} ({{$left}}) "
            f"{equal_to(tie.severity, lang)} {quoted(tables, tie.right, lang)} ({{$right}})."
            for lang in LANGUAGES
        },
    )
