"""The schemas of the dictionary: items, axes, members, headings, hypercubes, types, codes and linkroles."""

from collections.abc import Iterable, Mapping

from lxml import etree

from taxonomies.builder.places import FILES, HYPERCUBE, LINE_ITEMS, Places
from taxonomies.builder.tables import Code, Concept, Member, Tables, Type
from taxonomies.builder.xml import child, prefixes, root, to_bytes

STANDARD = {
    "xbrli": "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    "link": "http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd",
    "xbrldt": "http://www.xbrl.org/2005/xbrldt-2005.xsd",
    "gen": "http://www.xbrl.org/2008/generic-link.xsd",
    "xl": "http://www.xbrl.org/2003/xl-2003-12-31.xsd",
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
        "ow-dim": _axes(tables, places),
        "ow-dm": _domains(tables, places),
        "ow-abstr": _headings(tables, places),
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


def _headings(tables: Tables, places: Places) -> Schema:
    schema = Schema(places, places.namespace("ow-abstr"), ("xbrli",), ("ow-abstr",))
    for name in sorted(tables.abstracts):
        _abstract(schema.root, places, name, "xbrli:item")
    return schema


def _axes(tables: Tables, places: Places) -> Schema:
    schema = Schema(places, places.namespace("ow-dim"), ("xbrli", "xbrldt"), ("ow-dim",))
    for name in sorted(_names(tables, "axis")):
        typed = tables.typed_of(name)
        reference = {"xbrldt:typedDomainRef": places.href(typed.name)} if typed else {}
        _abstract(schema.root, places, name, "xbrldt:dimensionItem", reference)
    return schema


def _domains(tables: Tables, places: Places) -> Schema:
    schema = Schema(places, places.namespace("ow-dm"), ("xbrli",), ("ow-dm", "ow-types"))
    for name in sorted([*_names(tables, "member"), *(head.name for head in tables.heads.values())]):
        _abstract(schema.root, places, name, "xbrli:item")
    for name in sorted(_names(tables, "typed")):
        attributes = {"name": name, "id": places.id(name), "type": "ow-types:string255", "nillable": "false"}
        child(schema.root, "xs:element", attributes)
    return schema


def _abstract(
    parent: etree._Element, places: Places, name: str, group: str, extra: Mapping[str, str] | None = None
) -> None:
    attributes = {"name": name, "id": places.id(name), "substitutionGroup": group} | ABSTRACT
    child(parent, "xs:element", attributes | dict(extra or {}))


def _hypercubes(places: Places) -> Schema:
    schema = Schema(places, places.namespace("ow-tab"), ("xbrli", "xbrldt"), ("ow-tab",))
    _abstract(schema.root, places, LINE_ITEMS, "xbrli:item")
    _abstract(schema.root, places, HYPERCUBE, "xbrldt:hypercubeItem")
    return schema


def _types(tables: Tables, places: Places) -> Schema:
    schema = Schema(places, places.namespace("ow-types"), ("xbrli",), ("ow-types",))
    for each in tables.types:
        make = _simple if each.base.startswith("xs:") else _restriction
        restriction = make(schema.root, f"ow-types_{each.name}", each.name, each.base)
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


def _simple(parent: etree._Element, element_id: str, name: str, base: str) -> etree._Element:
    return child(child(parent, "xs:simpleType", {"id": element_id, "name": name}), "xs:restriction", {"base": base})


def _linkroles(tables: Tables, places: Places) -> Schema:
    schema = Schema(places, places.namespace("ow-lr"), ("link", "gen"), ("ow-lr",))
    for section in tables.sections.values():
        _role(schema, places, section.role, section.label_nl, SECTION_USAGE)
    for role, each in domain_titles(tables).items():
        _role(schema, places, role, each.terse_nl, ("link:definitionLink",))
    return schema


def domain_titles(tables: Tables) -> dict[str, Member]:
    """Return what names each linkrole of members: its one member, or the axis of several."""
    found = dict[str, list[Member]]()
    for member in tables.members.values():
        if member.role:
            found.setdefault(member.role, []).append(member)
    return {role: each[0] if len(each) == 1 else tables.members[each[0].axis] for role, each in found.items()}


def _role(schema: Schema, places: Places, name: str, definition: str, usage: Iterable[str]) -> None:
    made = child(schema.appinfo, "link:roleType", {"id": f"ow-lr_{name}", "roleURI": places.role(name)})
    child(made, "link:definition", text=definition)
    for each in usage:
        child(made, "link:usedOn", text=each)
