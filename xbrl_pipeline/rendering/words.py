"""The words of an account: labels of the taxonomy, and values as readers of a language write them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from xbrl_pipeline.instance.facts import ReadFact
from xbrl_pipeline.messages import Messages, amount, day
from xbrl_pipeline.model.amounts import read_amount
from xbrl_pipeline.model.facts import Dimension, Period, QName
from xbrl_pipeline.rendering.parameters import Value, Values
from xbrl_pipeline.taxonomy.layouts import LayoutNode
from xbrl_pipeline.taxonomy.model import Concept, Kind, TaxonomyModel

PERCENT: Final = "percentItemType"
FORMATTED: Final = "formattedExplanationItemType"
_LONG_TEXTS: Final = (FORMATTED, "string100000ItemType")
_LONG: Final = 100  # characters of a text that needs room of its own
_CURRENCY: Final = 3  # letters of a currency
_BOOLEANS: Final = {"true": "render.yes", "1": "render.yes", "false": "render.no", "0": "render.no"}


@dataclass(frozen=True, slots=True)
class AccountWords:
    """Labels and values in one language."""

    model: TaxonomyModel
    messages: Messages

    @property
    def lang(self) -> str:
        """The language."""
        return self.messages.lang

    def label(self, name: QName, preferred: str = "label") -> str:
        """Return what a concept, a heading or a member is called, without the "[title]" that marks some."""
        element = self.model.element(name)
        return _bare(element.label(self.lang, preferred)) if element is not None else name.local

    def member(self, dimension: Dimension) -> str:
        """Return a member in words; that of a typed axis is its own text."""
        return dimension.member.local if dimension.typed else self.label(dimension.member)

    def node(self, node: LayoutNode, values: Values) -> tuple[str, bool]:
        """Return what a node is called, and whether that came from the report; nothing for what only filters."""
        for lang in (self.lang, "nl", ""):
            told = (values.filled(text, _shown) for tongue, text in node.messages if tongue.startswith(lang))
            found = next((text for text in told if text is not None), None)
            if found is not None:
                return found, True
        own = _bare(node.label(self.lang))
        if own:
            return own, False
        concept = next((rules.concept for rules in node.rules if rules.concept), None)
        if concept is not None:
            return self.label(concept, node.preferred), False
        members = [rule for rules in node.rules for rule in rules.members if rule.member is not None]
        if members and not node.abstract:
            return self.member(Dimension(members[-1].axis, members[-1].member or QName("", ""))), False
        return "", False

    def concept(self, fact: ReadFact) -> Concept | None:
        """Return the concept of a fact."""
        return self.model.concepts.get(fact.concept)

    def is_long(self, fact: ReadFact) -> bool:
        """Tell whether a fact is a text that stands below its title (SCP-23.5)."""
        concept = self.concept(fact)
        if concept is None or concept.kind is not Kind.TEXT:
            return False
        return _type(concept) in _LONG_TEXTS or len(fact.text) > _LONG or "\n" in fact.text

    def is_formatted(self, fact: ReadFact) -> bool:
        """Tell whether a fact holds escaped HTML (SCP-28)."""
        concept = self.concept(fact)
        return concept is not None and _type(concept) == FORMATTED and "<" in fact.text

    def number(self, fact: ReadFact) -> Decimal | None:
        """Return the number that a fact is, as a reader sees it: 0.25 as 25 where that is a percentage."""
        concept = self.concept(fact)
        if (concept is not None and not concept.numeric) or fact.key is None or fact.key.unit is None:
            return None
        value = read_amount(fact.text)
        return value.scaleb(2) if value is not None and self.is_percent(fact) else value

    def is_percent(self, fact: ReadFact) -> bool:
        """Tell whether a number is a part of one, that is shown as a percentage."""
        concept = self.concept(fact)
        return concept is not None and _type(concept) == PERCENT and _unit(fact) == "pure"

    def unit(self, fact: ReadFact) -> str:
        """Return the unit of a number in words; nothing for a plain number (SCP-12 to 14)."""
        unit = _unit(fact)
        if self.is_percent(fact):
            return "%"
        if not unit or unit == "pure":
            return ""
        return self.messages.text("render.shares") if unit == "shares" else unit

    def value(self, fact: ReadFact) -> str:
        """Return what is not a number in words: a date, a code, a text."""
        concept = self.concept(fact)
        if fact.nil:
            return self.messages.text("render.nil")
        if concept is None:
            return fact.text
        if concept.kind is Kind.CODE:
            return self._code(concept, fact.text)
        if concept.kind is Kind.DATE:
            return _as_day(fact.text)
        return fact.text

    def _code(self, concept: Concept, text: str) -> str:
        codes = {code.value: code for code in self.model.codes_of(concept)}
        if text in codes and codes[text].labels:
            return codes[text].label(self.lang)
        return self.messages.text(_BOOLEANS[text]) if text in _BOOLEANS else text

    def period(self, period: Period) -> str:
        """Return a period as the norm has it: a year where it is one, else its days (SCP-21 and 23)."""
        if period.start is None:
            return day(period.end)
        if (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31) and (
            period.start.year == period.end.year
        ):
            return str(period.end.year)
        return f"{day(period.start)} \N{EN DASH} {day(period.end)}"

    def figure(self, value: Decimal) -> str:
        """Return a number with its separators (SCP-18 to 20)."""
        return amount(value, self.lang)


def is_currency(unit: str) -> bool:
    """Tell whether a unit is a currency."""
    return len(unit) == _CURRENCY and unit.isupper()


def _type(concept: Concept) -> str:
    return concept.type.local if concept.type is not None else ""


def _unit(fact: ReadFact) -> str:
    return (fact.key.unit or "") if fact.key is not None else ""


def _bare(label: str) -> str:
    return label.partition(" [")[0]


def _as_day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _shown(value: Value) -> str:
    return day(value) if isinstance(value, date) else str(value)
