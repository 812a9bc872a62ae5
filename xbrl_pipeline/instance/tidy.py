"""An instance as the filing rules of the NT want one, made of what a loader of other forms gives: the same facts."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from xbrl_pipeline.base.markup import Element, parse

_XBRLI: Final = "{http://www.xbrl.org/2003/instance}"
_LINK: Final = "{http://www.xbrl.org/2003/linkbase}"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIX: Final = re.compile(r"\s*([A-Za-z_][\w.-]*):[A-Za-z_]")
_HREF: Final = "{http://www.w3.org/1999/xlink}href"


def tidy(data: bytes, lang: str) -> bytes:
    """Return an instance in the language of its report, in the order of FG-NL-04, without ids and names not used."""
    root = parse(data)
    root.set(_LANG, root.get(_LANG) or lang)
    pointed = {each.get(_HREF, "").removeprefix("#") for each in root.iter(f"{_LINK}loc")}
    for fact in root.iter():
        if fact.get("contextRef") is not None and fact.get("id", "") not in {"", *pointed}:
            del fact.attrib["id"]
        if fact is not root and fact.get(_LANG) == root.get(_LANG):
            del fact.attrib[_LANG]
    root[:] = sorted(root, key=_order)
    etree.cleanup_namespaces(root, keep_ns_prefixes=sorted(set(_prefixes(root))))
    etree.indent(root, "  ")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _order(element: Element) -> int:
    """Put references before contexts, these before units, these before facts, and footnotes last."""
    if element.tag in (f"{_XBRLI}context", f"{_XBRLI}unit"):
        return 1 if element.tag == f"{_XBRLI}context" else 2
    if str(element.tag).startswith(_LINK):
        return 4 if element.tag == f"{_LINK}footnoteLink" else 0
    return 3


def _prefixes(root: Element) -> Iterator[str]:
    """Give the prefixes that texts and attributes use: names of members, axes and measures."""
    for element in root.iter():
        for text in (element.text or "", *map(str, element.attrib.values())):
            if found := _PREFIX.match(text):
                yield found[1]
