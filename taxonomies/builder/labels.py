"""Label and reference linkbases: one file for each kind and language."""

import re
from collections.abc import Iterable

from taxonomies.builder.dictionary import code_id, domain_titles
from taxonomies.builder.places import FILES, HYPERCUBE, LINE_ITEMS, Places
from taxonomies.builder.tables import LANGUAGES, Concept, Lang, Tables
from taxonomies.builder.xml import Linkbase, child

ROLES = {
    "": "http://www.xbrl.org/2003/role/label",
    "terse": "http://www.xbrl.org/2003/role/terseLabel",
    "total": "http://www.xbrl.org/2003/role/totalLabel",
    "periodstart": "http://www.xbrl.org/2003/role/periodStartLabel",
    "periodend": "http://www.xbrl.org/2003/role/periodEndLabel",
    "documentation": "http://www.xbrl.org/2003/role/documentation",
}
CONCEPT_LABEL = "http://www.xbrl.org/2003/arcrole/concept-label"
CONCEPT_REFERENCE = "http://www.xbrl.org/2003/arcrole/concept-reference"
ELEMENT_LABEL = "http://xbrl.org/arcrole/2008/element-label"
GENERIC_LINK = "http://www.xbrl.org/2008/role/link"
GENERIC_LABEL = "http://www.xbrl.org/2008/role/label"
LABEL_REF = "http://www.xbrl.org/2003/role/labelLinkbaseRef"
REFERENCE_REF = "http://www.xbrl.org/2003/role/referenceLinkbaseRef"
STANDARD_LINK = "http://www.xbrl.org/2003/role/link"
PATTERNS = {
    ("total", "nl"): "Totaal van {}",
    ("total", "en"): "Total of {}",
    ("periodstart", "nl"): "{} aan het begin van de periode",
    ("periodstart", "en"): "{} at the beginning of the period",
    ("periodend", "nl"): "{} aan het einde van de periode",
    ("periodend", "en"): "{} at the end of the period",
}
CONTAINER = {
    "ow-tab": {
        LINE_ITEMS: ("Validatieregels [regels]", "Validation line items [line items]"),
        HYPERCUBE: ("Validatietabel [tabel]", "Validation table [table]"),
    }
}

Pairs = list[tuple[str, str]]


def build_labels(tables: Tables, places: Places) -> dict[str, dict[str, bytes]]:
    """Return the linkbases that each of our schemas refers to, by path."""
    built: dict[str, dict[str, bytes]] = {}
    for prefix, kind, lang, pairs in _label_files(tables):
        if pairs:
            name = "-".join(part for part in (_stem(prefix), kind, "lab", lang) if part)
            built.setdefault(prefix, {})[f"{_folder(prefix)}/{name}.xml"] = _labels(pairs, kind, lang, places)
    for lang in LANGUAGES:
        for prefix, anchors in (("ow-lr", _role_texts(tables, lang)), ("ow-codes", _code_texts(tables, lang))):
            path = f"dictionary/{_stem(prefix)}-generic-lab-{lang}.xml"
            built.setdefault(prefix, {})[path] = generic_labels(anchors, lang)
    built["ow-i"]["dictionary/ow-data-ref.xml"] = _references(tables, places)
    return built


def linkbase_role(path: str) -> str:
    """Return the linkbaseRef role of a linkbase; generic linkbases have none."""
    if "-generic-" in path:
        return ""
    return REFERENCE_REF if path.endswith("-ref.xml") else LABEL_REF


def _stem(prefix: str) -> str:
    return FILES[prefix].rpartition("/")[2].removesuffix(".xsd")


def _folder(prefix: str) -> str:
    return FILES[prefix].partition("/")[0]


def _label_files(tables: Tables) -> Iterable[tuple[str, str, Lang, Pairs]]:
    for lang in LANGUAGES:
        yield "ow-i", "", lang, [(each.name, each.label(lang)) for each in tables.concepts.values()]
        yield "ow-abstr", "", lang, [(each.name, each.label(lang)) for each in tables.abstracts.values()]
        yield "ow-tab", "", lang, [(name, texts[lang == "en"]) for name, texts in CONTAINER["ow-tab"].items()]
        yield from _member_files(tables, lang)
        for kind in ("total", "periodstart", "periodend"):
            yield "ow-i", kind, lang, _preferred(tables, kind, lang)
        terse = [(each.name, each.terse(lang)) for each in tables.concepts.values()]
        yield "ow-i", "terse", lang, [pair for pair in terse if pair[1]]
        documented = [(each.name, each.nl if lang == "nl" else each.en) for each in tables.documentation]
        yield "ow-i", "documentation", lang, documented


def _member_files(tables: Tables, lang: Lang) -> Iterable[tuple[str, str, Lang, Pairs]]:
    for prefix, kind in (("ow-dim", "axis"), ("ow-dm", "member")):
        chosen = [member for member in tables.members.values() if member.kind == kind]
        if prefix == "ow-dm":
            chosen += tables.heads.values()
        yield prefix, "", lang, [(member.name, member.label(lang)) for member in chosen]
        terse = [(member.name, member.terse(lang)) for member in chosen]
        yield prefix, "terse", lang, terse


def _preferred(tables: Tables, kind: str, lang: Lang) -> Pairs:
    wanted = dict.fromkeys(line.item for line in tables.lines if line.preferred.lower() == kind)
    return [(name, in_pattern(tables.concepts[name], kind, lang)) for name in wanted]


def in_pattern(concept: Concept, kind: str, lang: Lang) -> str:
    """Return the label of an item as a total, or at the start or end of a period."""
    pattern, label = PATTERNS[kind, lang], concept.label(lang)
    return pattern.format(label if pattern.startswith("{") else label[0].lower() + label[1:])


def _labels(pairs: Pairs, kind: str, lang: Lang, places: Places) -> bytes:
    linkbase = Linkbase()
    link = linkbase.link("link:labelLink", STANDARD_LINK)
    for name, text in sorted(pairs):
        label = f"{places.id(name)}_{kind or 'label'}_{lang}"
        link.arc("link:labelArc", CONCEPT_LABEL, (link.locate(places.href(name)), label))
        link.resource("link:label", label, {"xlink:role": ROLES[kind], "xml:lang": lang}, text)
    return linkbase.to_bytes()


def generic_labels(anchors: Pairs, lang: Lang) -> bytes:
    """Return a generic label linkbase for these addresses."""
    linkbase = Linkbase("gen", "label")
    linkbase.declare_role(GENERIC_LINK, "http://www.xbrl.org/2008/generic-link.xsd#standard-link-role")
    linkbase.declare_role(GENERIC_LABEL, "http://www.xbrl.org/2008/generic-label.xsd#standard-label")
    linkbase.declare_arcrole(ELEMENT_LABEL, "http://www.xbrl.org/2008/generic-label.xsd#element-label")
    link = linkbase.link("gen:link", GENERIC_LINK)
    for href, text in anchors:
        label = f"{href.rpartition('#')[2]}_label_{lang}"
        link.arc("gen:arc", ELEMENT_LABEL, (link.locate(href), label))
        link.resource("label:label", label, {"xlink:role": GENERIC_LABEL, "xml:lang": lang}, text)
    return linkbase.to_bytes()


def _role_texts(tables: Tables, lang: Lang) -> Pairs:
    file = f"../{FILES['ow-lr']}"
    sections = [(f"{file}#ow-lr_{each.role}", each.label(lang)) for each in tables.sections.values()]
    domains = [(f"{file}#ow-lr_{role}", each.terse(lang)) for role, each in domain_titles(tables).items()]
    return sections + domains


def _code_texts(tables: Tables, lang: Lang) -> Pairs:
    return [(f"../{FILES['ow-codes']}#{code_id(code)}", code.label(lang)) for code in tables.codes]


def _references(tables: Tables, places: Places) -> bytes:
    linkbase = Linkbase("ref")
    link = linkbase.link("link:referenceLink", STANDARD_LINK)
    for concept in sorted(tables.concepts.values(), key=lambda each: each.name):
        for number, parts in enumerate(_parts(concept), 1):
            label = f"{places.id(concept.name)}_ref{number}"
            link.arc("link:referenceArc", CONCEPT_REFERENCE, (link.locate(places.href(concept.name)), label))
            resource = link.resource("link:reference", label, {"xlink:role": "http://www.xbrl.org/2003/role/reference"})
            for name, value in parts.items():
                child(resource, f"ref:{name}", text=value)
    return linkbase.to_bytes()


def _parts(concept: Concept) -> list[dict[str, str]]:
    parts = [
        {"Name": "RJ", "Chapter": chapter, "Paragraph": paragraph}
        for chapter, paragraph in re.findall(r"RJ (\d+)\.(\w+)", concept.references)
    ]
    for article, paragraph in re.findall(r"BW2 (\w+)(?:\.(\w+))?", concept.references):
        parts.append(
            {"Name": "Burgerlijk Wetboek Boek 2", "Article": article} | ({"Paragraph": paragraph} if paragraph else {})
        )
    for name, article in re.findall(r"(WNT|RJO|WHW) (\w+(?:\.\w+)*)", concept.references):
        parts.append({"Name": name, "Article": article})
    if concept.nr:
        parts.append({"Name": "Richtlijn Jaarverslag Onderwijs", "Chapter": "8", "Subparagraph": concept.nr})
    return parts
