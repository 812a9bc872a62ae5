"""Writing XML and extended links, the same bytes every time."""

from collections.abc import Mapping

from lxml import etree

NAMESPACES = {
    "xs": "http://www.w3.org/2001/XMLSchema",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "xlink": "http://www.w3.org/1999/xlink",
    "link": "http://www.xbrl.org/2003/linkbase",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "xl": "http://www.xbrl.org/2003/XLink",
    "xbrldt": "http://xbrl.org/2005/xbrldt",
    "ref": "http://www.xbrl.org/2006/ref",
    "gen": "http://xbrl.org/2008/generic",
    "label": "http://xbrl.org/2008/label",
    "variable": "http://xbrl.org/2008/variable",
    "va": "http://xbrl.org/2008/assertion/value",
    "bf": "http://xbrl.org/2008/filter/boolean",
    "cf": "http://xbrl.org/2008/filter/concept",
    "df": "http://xbrl.org/2008/filter/dimension",
    "gf": "http://xbrl.org/2008/filter/general",
    "pf": "http://xbrl.org/2008/filter/period",
    "acf": "http://xbrl.org/2010/filter/aspect-cover",
    "msg": "http://xbrl.org/2010/message",
    "formula": "http://xbrl.org/2008/formula",
    "table": "http://xbrl.org/2014/table",
    "xfi": "http://www.xbrl.org/2008/function/instance",
    "tp": "http://xbrl.org/2016/taxonomy-package",
    "er": "urn:oasis:names:tc:entity:xmlns:xml:catalog",
}

SCHEMAS = {
    "ref": "http://www.xbrl.org/2006/ref-2006-02-27.xsd",
    "gen": "http://www.xbrl.org/2008/generic-link.xsd",
    "label": "http://www.xbrl.org/2008/generic-label.xsd",
    "variable": "http://www.xbrl.org/2008/variable.xsd",
    "va": "http://www.xbrl.org/2008/value-assertion.xsd",
    "bf": "http://www.xbrl.org/2008/boolean-filter.xsd",
    "cf": "http://www.xbrl.org/2008/concept-filter.xsd",
    "df": "http://www.xbrl.org/2008/dimension-filter.xsd",
    "gf": "http://www.xbrl.org/2008/general-filter.xsd",
    "pf": "http://www.xbrl.org/2008/period-filter.xsd",
    "acf": "http://www.xbrl.org/2010/aspect-cover-filter.xsd",
    "msg": "http://www.xbrl.org/2010/generic-message.xsd",
    "formula": "http://www.xbrl.org/2008/formula.xsd",
    "table": "http://www.xbrl.org/2014/table.xsd",
}

Attributes = Mapping[str, str]


def qualified(name: str) -> str:
    """Turn `prefix:local` into the Clark name; a bare name or a Clark name stays as it is."""
    if name.startswith("{"):
        return name
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def root(name: str, prefixes: Mapping[str, str], attributes: Attributes | None = None) -> etree._Element:
    """Make a root element that declares these prefixes."""
    made = etree.Element(qualified(name), nsmap=dict(sorted(prefixes.items())))
    return _with_attributes(made, attributes)


def child(parent: etree._Element, name: str, attributes: Attributes | None = None, text: str = "") -> etree._Element:
    """Add an element with attributes and text."""
    made = _with_attributes(etree.SubElement(parent, qualified(name)), attributes)
    made.text = text or None
    return made


def to_bytes(element: etree._Element) -> bytes:
    """Serialize with indentation, in UTF-8."""
    etree.indent(element, "  ")
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8") + b"\n"


def _with_attributes(element: etree._Element, attributes: Attributes | None) -> etree._Element:
    for name, value in (attributes or {}).items():
        if value:
            element.set(qualified(name), value)
    return element


def prefixes(*names: str) -> dict[str, str]:
    """Pick namespace declarations by prefix."""
    return {name: NAMESPACES[name] for name in names}


class Linkbase:
    """A linkbase file; role and arcrole references are declared once."""

    def __init__(self, *names: str, extra: Mapping[str, str] | None = None) -> None:
        generic = [name for name in names if name in SCHEMAS]
        declared = prefixes("link", "xlink", *names) | dict(extra or {})
        if generic:
            declared |= prefixes("xsi")
        self.root = root("link:linkbase", declared)
        if generic:
            pairs = (f"{NAMESPACES[name]} {SCHEMAS[name]}" for name in sorted(generic))
            self.root.set(qualified("xsi:schemaLocation"), " ".join(pairs))
        self._declared: set[str] = set()

    def declare_role(self, uri: str, href: str) -> None:
        """Add a roleRef."""
        self._declare("link:roleRef", "roleURI", uri, href)

    def declare_arcrole(self, uri: str, href: str) -> None:
        """Add an arcroleRef."""
        self._declare("link:arcroleRef", "arcroleURI", uri, href)

    def link(self, tag: str, role: str) -> "Link":
        """Start an extended link."""
        return Link(child(self.root, tag, {"xlink:type": "extended", "xlink:role": role}))

    def to_bytes(self) -> bytes:
        """Serialize the file."""
        return to_bytes(self.root)

    def _declare(self, tag: str, attribute: str, uri: str, href: str) -> None:
        if uri not in self._declared:
            self._declared.add(uri)
            child(self.root, tag, {"xlink:type": "simple", attribute: uri, "xlink:href": href})


class Link:
    """One extended link: locators are made once for each address."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self._locators: set[str] = set()

    def locate(self, href: str, use: str = "") -> str:
        """Return the label of the locator of an address; another use of the same address has its own."""
        label = "_".join(part for part in (href.rpartition("#")[2], use, "loc") if part)
        if label not in self._locators:
            self._locators.add(label)
            child(self.element, "link:loc", {"xlink:type": "locator", "xlink:href": href, "xlink:label": label})
        return label

    def resource(self, tag: str, label: str, attributes: Attributes | None = None, text: str = "") -> etree._Element:
        """Add a resource."""
        return child(self.element, tag, {"xlink:type": "resource", "xlink:label": label, **(attributes or {})}, text)

    def arc(self, tag: str, arcrole: str, ends: tuple[str, str], attributes: Attributes | None = None) -> None:
        """Add an arc between two labels."""
        own = {"xlink:type": "arc", "xlink:arcrole": arcrole, "xlink:from": ends[0], "xlink:to": ends[1]}
        child(self.element, tag, own | dict(attributes or {}))
