"""The one XML parser for instances, and what the text of an element is: as XML, XBRL and the engine have it.

A comment or an instruction in the middle of a text is no part of it and does not end it, CDATA is text like any other.
"""

from typing import Any, Final

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml has no public name for it
SYNTAX: Final = etree.XMLSyntaxError
# huge_tree off: at most 256 levels and 10 million bytes in one text; comments and instructions would split texts
_SAFE: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parse(data: bytes, *, recover: bool = False) -> Element | None:
    """Read a document; ill-formed XML raises ``SYNTAX``, or is repaired with ``recover`` (None: nothing is left)."""
    return etree.fromstring(data, etree.XMLParser(**_SAFE, recover=recover))


def text_of(element: Element) -> str:
    """Return the whole text of an element, without that of elements in it."""
    return "".join((element.text or "", *(child.tail or "" for child in element)))


def all_text_of(element: Element) -> str:
    """Return the text of an element and of all elements in it, words one space apart."""
    return " ".join("".join(map(str, element.itertext())).split())


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
