"""The schemas of the dictionary: items, axes, members, headings, hypercubes, types, codes and linkroles."""

from collections.abc import Iterable, Mapping

from lxml import etree

from taxonomies.builder.places import FILES, HYPERCUBE, LINE_ITEMS, Places
from taxonomies.builder.tables import Code, Concept, Tables, Type
from taxonomies.builder.xml import child, prefixes, root, to_bytes

STANDARD = {
    "xbrli": "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    "link": "http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd",
    "xbrldt": "http://www.xbrl.org/2005/xbrldt-2005.xsd",
    "gen": "http://www.xbrl.org/2008/generic-link.xsd",
}
LINKBASE_ARCROLE = "http://www.w3.org/1999/xlink/properties/linkbase"
SECTION_USAGE = ("gen:link", "link:definitionLink", "link:presentationLink")
ABSTRACT = {"type": "xbrli:stringItemType", "abstract": "true", "nillable": "false", "xbrli:periodType": "duration"}


class Schema:
    """A schema file under construction."""

    def __init__(self, places: Places, target: str, imports: Iterable[str], own: Iterable[str] = ()) -> None:
        imports, own = tuple(imports), tuple(own)
        declared = prefixes("xs", "link", "xlink", *imports) | places.namespaces(*own)
        attributes = {"targetNamespace": target, "elementFormDefault": "qualified"}
        self.root = root("xs:schema", declared, attributes)
        annotation = child(self.root, "xs:annotation")
        self.appinfo = child(annotation, "xs:appinfo")
        for prefix in imports:
            self.import_schema(prefixes(prefix)[prefix], STANDARD[prefix])
        for prefix in own:
            if places.namespace(prefix) != target:
                self.import_schema(places.namespace(prefix), f"../{FILES[prefix]}")

    def import_schema(self, namespace: str, location: str) -> None:
        """Import another schema."""
        child(self.root, "xs:import", {"namespace": namespace, "schemaLocation": location})

    def refer(self, hrefs: Mapping[str, str]) -> None:
        """Refer to linkbases: address to linkbaseRef role (empty for generic linkbases)."""
        for href, role in sorted(hrefs.items()):
            attributes = {"xlink:type": "simple", "xlink:arcrole": LINKBASE_ARCROLE, "xlink:href": href}
            child(self.appinfo, "link:linkbaseRef", attributes | {"xlink:role": role})

    def to_bytes(self) -> bytes:
        """Serialize, without an empty annotation."""
        if not len(self.appinfo):
            self.root.remove(self.root[0])
        return to_bytes(self.root)


def build_dictionary(tables: Tables, places: Places, linkbases: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    """Return every schema by path; `linkbases` gives the linkbase references of each prefix."""
    schemas = {
        "ow-i": _items(tables, places),
        "ow-dim": _elements(places, "ow-dim", _names(tables, "axis"), "xbrldt:dimensionItem"),
        "ow-dm": _elements(places, "ow-dm", _names(tables, "member"), "xbrli:item"),
        "ow-abstr": _elements(places, "ow-abstr", tables.abstracts, "xbrli:item"),
        "ow-tab": _hypercubes(places),
        "ow-types": _types(tables, places),
        "ow-codes": _codes(tables, places),
        "ow-lr": _linkroles(tables, places),
    }
    for prefix, schema in schemas.items():
        schema.refer(linkbases.get(prefix, {}))
    return {FILES[prefix]: schema.to_bytes() for prefix, schema in schemas.items()}


def _names(tables: Tables, kind: str) -> list[str]:
    return [member.name for member in tables.members.values() if member.kind == kind]


def _items(tables: Tables, places: Places) -> Schema:
    schema = Schema(places, places.namespace("ow-i"), ("xbrli",), ("ow-i", "ow-types", "ow-codes"))
    for concept in sorted(tables.concepts.values(), key=lambda each: each.name):
        child(schema.root, "xs:element", _item_attributes(concept, places))
    return schema


def _item_attributes(concept: Concept, places: Places) -> dict[str, str]:
    return {
        "name": concept.name,
        "id": places.id(concept.name),
        "type": concept.type,
        "substitutionGroup": "xbrli:item",
        "nillable": "false",
        "xbrli:periodType": concept.period,
        "xbrli:balance": concept.balance,
    }


def _elements(places: Places, prefix: str, names: Iterable[str], group: str) -> Schema:
    imports = ("xbrli", "xbrldt") if group.startswith("xbrldt") else ("xbrli",)
    schema = Schema(places, places.namespace(prefix), imports, (prefix,))
    for name in sorted(names):
        _abstract(schema.root, places, name, group)
    return schema


def _abstract(parent: etree._Element, places: Places, name: str, group: str) -> None:
    child(parent, "xs:element", {"name": name, "id": places.id(name), "substitutionGroup": group} | ABSTRACT)


def _hypercubes(places: Places) -> Schema:
    schema = Schema(places, places.namespace("ow-tab"), ("xbrli", "xbrldt"), ("ow-tab",))
    _abstract(schema.root, places, LINE_ITEMS, "xbrli:item")
    _abstract(schema.root, places, HYPERCUBE, "xbrldt:hypercubeItem")
    return schema


def _types(tables: Tables, places: Places) -> Schema:
    schema = Schema(places, places.namespace("ow-types"), ("xbrli",), ("ow-types",))
    for each in tables.types:
        restriction = _restriction(schema.root, f"ow-types_{each.name}", each.name, each.base)
        for name, value in _facets(each):
            child(restriction, f"xs:{name}", {"value": value})
    return schema


def _facets(each: Type) -> list[tuple[str, str]]:
    pairs = (facet.partition("=") for facet in each.facets.split())
    return [(name, value) for name, _, value in pairs]


def _codes(tables: Tables, places: Places) -> Schema:
    schema = Schema(places, places.namespace("ow-codes"), ("xbrli",), ("ow-codes",))
    for type_name in dict.fromkeys(code.type for code in tables.codes):
        restriction = _restriction(schema.root, f"ow-codes_{type_name}", type_name, "xbrli:stringItemType")
        for code in tables.codes:
            if code.type == type_name:
                child(restriction, "xs:enumeration", {"id": code_id(code), "value": code.value})
    return schema


def code_id(code: Code) -> str:
    """Return the id of an enumeration element."""
    return f"ow-codes_{code.type.removesuffix('ItemType')}_{code.id}"


def _restriction(parent: etree._Element, element_id: str, name: str, base: str) -> etree._Element:
    complex_type = child(parent, "xs:complexType", {"id": element_id, "name": name})
    return child(child(complex_type, "xs:simpleContent"), "xs:restriction", {"base": base})


def _linkroles(tables: Tables, places: Places) -> Schema:
    schema = Schema(places, places.namespace("ow-lr"), ("link", "gen"), ("ow-lr",))
    for section in tables.sections.values():
        _role(schema, places, section.role, section.label_nl, SECTION_USAGE)
    for member in tables.members.values():
        if member.role:
            _role(schema, places, member.role, member.terse_nl, ("link:definitionLink",))
    return schema


def _role(schema: Schema, places: Places, name: str, definition: str, usage: Iterable[str]) -> None:
    made = child(schema.appinfo, "link:roleType", {"id": f"ow-lr_{name}", "roleURI": places.role(name)})
    child(made, "link:definition", text=definition)
    for each in usage:
        child(made, "link:usedOn", text=each)
