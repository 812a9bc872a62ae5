"""The list of rules that a person can read, written from the same records as the formulas."""

from taxonomies.builder.assertions import Assertion
from taxonomies.builder.rules import all_assertions
from taxonomies.builder.tables import Tables


def rulebook(tables: Tables) -> str:
    """Return the rules of a taxonomy as Markdown."""
    assertions = all_assertions(tables)
    parts = [f"# {tables.package['id']}: {len(assertions)} rules", "", "Built from `tables/`; do not edit by hand."]
    for role in dict.fromkeys(each.role for each in assertions):
        parts += ["", f"## {tables.sections[role].label_nl} (`{role}`)", ""]
        parts += ["| id | severity | source | text |", "|---|---|---|---|"]
        parts += [_row(each) for each in assertions if each.role == role]
    return "\n".join(parts) + "\n"


def _row(assertion: Assertion) -> str:
    text = assertion.messages["nl"].replace("|", "\\|")
    return f"| `{assertion.id}` | {assertion.severity} | {assertion.source} | {text} |"
