"""The one XML parser of the program: no entities, no DTD, no network, and libxml2's own limits on depth and length.

The text of an element is what XML, XBRL and the engine take it for: a comment or an instruction in the middle of a
text is no part of it and does not end it, CDATA is text like any other.
"""

from collections.abc import Iterator, Sequence
from typing import IO, Any, Final

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


def parse(data: bytes) -> Element:
    """Read a document as a whole; ill-formed XML raises ``SYNTAX``."""
    return etree.fromstring(data, etree.XMLParser(**_SAFE))


def repair(data: bytes) -> Element | None:
    """Read what can be read of a document that may be ill-formed; None where nothing is left."""
    return etree.fromstring(data, etree.XMLParser(**_SAFE, recover=True))


def stream(source: IO[bytes], tags: Sequence[str], opening: Sequence[str] = ()) -> Iterator[tuple[str, Element]]:
    """Give elements by name as ``("end", element)`` and forget each before the next; ``opening`` also at their start.

    Ill-formed XML raises ``SYNTAX``.
    """
    events = ("start", "end") if opening else ("end",)
    wanted = {("end", tag) for tag in tags} | {("start", tag) for tag in opening}
    for event, element in etree.iterparse(source, events=events, tag=[*tags, *opening], **_SAFE):
        if not opening or (event, element.tag) in wanted:
            yield event, element
        if event == "end":
            _forget(element)


def _forget(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]


def text_of(element: Element) -> str:
    """Return the whole text of an element, without that of elements in it."""
    return "".join((element.text or "", *(child.tail or "" for child in element)))


def all_text_of(element: Element) -> str:
    """Return the text of an element and of all elements in it, words one space apart."""
    return " ".join("".join(map(str, element.itertext())).split())


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
