"""The parts of an instance that defects are made in; any taxonomy's instance will do."""

import copy
import random
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from lxml import etree

XBRLI = "{http://www.xbrl.org/2003/instance}"
XBRLDI = "{http://xbrl.org/2006/xbrldi}"
LINK = "{http://www.xbrl.org/2003/linkbase}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"

Element = etree._Element
_NOT_FACTS = (XBRLI, LINK)


class Instance:
    """A parsed instance; the same seed chooses the same elements."""

    def __init__(self, data: bytes, seed: int = 0) -> None:
        self.root = etree.fromstring(data)
        self.chance = random.Random(seed)  # noqa: S311 - a choice that must come out the same again

    def bytes(self) -> bytes:
        """Write the instance."""
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")

    def facts(self, wanted: Callable[[Element], bool] = lambda _: True) -> list[Element]:
        """Return the facts that are wanted, in document order."""
        children = [child for child in self.root if isinstance(child.tag, str)]
        return [child for child in children if not child.tag.startswith(_NOT_FACTS) and wanted(child)]

    def fact(self, wanted: Callable[[Element], bool] = lambda _: True) -> Element:
        """Choose a fact."""
        return self.chance.choice(self.facts(wanted))

    def amount(self) -> Element:
        """Choose a fact with a unit and an amount that is not nought."""
        return self.fact(lambda fact: fact.get("unitRef") is not None and bool(number(fact)))

    def text(self) -> Element:
        """Choose a fact without a unit."""
        return self.fact(lambda fact: fact.get("unitRef") is None and bool(fact.text))

    def date(self) -> Element:
        """Choose a fact that holds a date."""
        return self.fact(lambda fact: (fact.text or "")[4:5] == "-" and len(fact.text or "") == len("2025-12-31"))

    def contexts(self) -> list[Element]:
        """Return the contexts."""
        return list(self.root.iterchildren(f"{XBRLI}context"))

    def context(self, below: str = "") -> Element:
        """Choose a context, or one that has an element ``below``."""
        wanted = [each for each in self.contexts() if not below or each.find(f".//{below}") is not None]
        return self.chance.choice(wanted)

    def used(self) -> Element:
        """Choose a context that a fact uses."""
        name = self.fact().get("contextRef")
        return next(each for each in self.contexts() if each.get("id") == name)

    def members(self) -> list[Element]:
        """Return the explicit members of one context, chosen among those that have some."""
        return list(self.context(f"{XBRLDI}explicitMember").iter(f"{XBRLDI}explicitMember"))

    def unit(self) -> Element:
        """Return the unit that most amounts have."""
        name = self.amount().get("unitRef")
        return next(each for each in self.root.iterchildren(f"{XBRLI}unit") if each.get("id") == name)

    def schema_ref(self) -> Element:
        """Return the reference to the entry point."""
        found = self.root.find(f"{LINK}schemaRef")
        if found is None:
            raise LookupError
        return found


def number(fact: Element) -> Decimal | None:
    """Return the amount of a fact."""
    try:
        return Decimal(fact.text or "")
    except InvalidOperation:
        return None


def shift(fact: Element, step: int) -> None:
    """Add to an amount."""
    fact.text = str((number(fact) or Decimal(0)) + step)


def twin(element: Element) -> Element:
    """Put a copy of an element behind it."""
    made = copy.deepcopy(element)
    element.addnext(made)
    return made


def remove(element: Element) -> None:
    """Take an element away."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def child(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element."""
    made = etree.SubElement(parent, tag, attributes)
    made.text = text or None
    return made


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return etree.QName(element).localname


def renamed(element: Element, name: str) -> None:
    """Give an element another name in its namespace."""
    element.tag = f"{{{etree.QName(element).namespace}}}{name}"
