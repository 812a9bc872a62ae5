"""Which instances a loaded DTS can judge: those that bring nothing of their own along."""

from pathlib import Path
from typing import Final

from lxml import etree

_XBRLI: Final = "{http://www.xbrl.org/2003/instance}"
_LINK: Final = "{http://www.xbrl.org/2003/linkbase}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_LOCATED: Final = etree.XPath("boolean(//@*[contains(local-name(), 'chemaLocation')])")


def is_plain(path: Path, entry_point: str) -> bool:
    """Tell whether an instance names this entry point and nothing else that could bring documents along.

    No linkbases or footnotes, no schema locations, no DOCTYPE, and well-formed: all else is for a cold run to judge.
    """
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        tree = etree.parse(str(path), parser)
    except (etree.XMLSyntaxError, OSError):
        return False
    root = tree.getroot()
    links = list(root.iter(f"{_LINK}*"))
    named = [element.get(_HREF) for element in links if element.tag == f"{_LINK}schemaRef"]
    plain = root.tag == f"{_XBRLI}xbrl" and tree.docinfo.internalDTD is None and not _LOCATED(tree)
    return plain and len(links) == 1 and named == [entry_point]
