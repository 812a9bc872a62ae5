"""The whole package: dictionary, linkbases, entry point and package metadata."""

from pathlib import Path

from taxonomies.builder.changes import to_json
from taxonomies.builder.dictionary import LINKBASE_ARCROLE, STANDARD, build_dictionary
from taxonomies.builder.formulas import build_formulas
from taxonomies.builder.labels import build_labels, linkbase_role
from taxonomies.builder.layout import PARAMETERS, build_layout, table_path
from taxonomies.builder.order import build_order, order_path
from taxonomies.builder.places import FILES, Places
from taxonomies.builder.structure import build_structure, domains
from taxonomies.builder.tables import Report, Tables
from taxonomies.builder.xml import NAMESPACES, child, prefixes, root, to_bytes

REF_ROLES = {
    "-pre.xml": "http://www.xbrl.org/2003/role/presentationLinkbaseRef",
    "-def.xml": "http://www.xbrl.org/2003/role/definitionLinkbaseRef",
}


def build_package(tables: Tables) -> dict[str, bytes]:
    """Return every file of the package by its path inside it."""
    places = Places(tables)
    labels = build_labels(tables, places)
    references = {prefix: {_sibling(path): linkbase_role(path) for path in files} for prefix, files in labels.items()}
    files = build_dictionary(tables, places, references)
    for linkbases in labels.values():
        files |= linkbases
    ordering = build_order(tables, places)
    linked = build_structure(tables, places) | build_formulas(tables, places) | ordering
    linked |= build_layout(tables, places)
    files |= linked
    for report in tables.reports.values():
        chosen = sorted(path for path in linked if path in _paths_of(tables, report))
        files[f"entrypoints/{report.entry_point}.xsd"] = _entry_point(report, places, chosen)
    host = places.base.removeprefix("http://")
    inside = {f"{host}/{path}": content for path, content in files.items()}
    about = {"META-INF/catalog.xml": _catalog(tables), "META-INF/taxonomyPackage.xml": _metadata(tables)}
    if tables.changes:
        about["META-INF/changes.json"] = to_json(tables.package["id"], tables.package["based_on"], tables.changes)
    return inside | about


def read_package(folder: Path) -> dict[str, bytes]:
    """Return the files that are there now, in the form of `build_package`."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def write_package(files: dict[str, bytes], folder: Path) -> None:
    """Make the folder hold exactly these files."""
    for stale in set(read_package(folder)) - set(files):
        (folder / stale).unlink()
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def entry_point_url(tables: Tables, report: str = "jaarverantwoording") -> str:
    """Return the address that an instance refers to."""
    return f"{tables.package['base']}/entrypoints/{tables.reports[report].entry_point}.xsd"


def _paths_of(tables: Tables, report: Report) -> set[str]:
    sections = tables.sections_of(report.name)
    paths = {f"presentation/ow-{section.role}-pre.xml" for section in sections}
    paths |= {PARAMETERS, *map(table_path, sections)}
    roles = {section.role for section in sections}
    roles |= {role for section in sections for _axis, role in domains(tables, section)}
    endings = ("def", "for", "for-generic-msg-unsatisfied-nl", "for-generic-msg-unsatisfied-en")
    paths.add(order_path(report))
    return paths | {f"validation/ow-{role}-{ending}.xml" for role in roles for ending in endings}


def _sibling(path: str) -> str:
    return path.rpartition("/")[2]


def _entry_point(report: Report, places: Places, linkbases: list[str]) -> bytes:
    target = f"{places.base}/entrypoints/{report.entry_point}"
    made = root("xs:schema", prefixes("xs", "link", "xlink"), {"targetNamespace": target})
    appinfo = child(child(made, "xs:annotation"), "xs:appinfo")
    for path in linkbases:
        role = REF_ROLES.get(path[-8:], "")
        attributes = {"xlink:type": "simple", "xlink:arcrole": LINKBASE_ARCROLE, "xlink:href": f"../{path}"}
        child(appinfo, "link:linkbaseRef", attributes | {"xlink:role": role})
    child(made, "xs:import", {"namespace": NAMESPACES["xbrli"], "schemaLocation": STANDARD["xbrli"]})
    for prefix in ("ow-i", "ow-dim", "ow-dm", "ow-tab", "ow-abstr", "ow-order"):
        location = f"../{FILES[prefix]}"
        child(made, "xs:import", {"namespace": places.namespace(prefix), "schemaLocation": location})
    return to_bytes(made)


def _catalog(tables: Tables) -> bytes:
    base = tables.package["base"]
    made = root("er:catalog", prefixes("er"))
    rewrite = {"uriStartString": f"{base}/", "rewritePrefix": f"../{base.removeprefix('http://')}/"}
    child(made, "er:rewriteURI", rewrite)
    return to_bytes(made)


def _metadata(tables: Tables) -> bytes:
    about = tables.package
    made = root("tp:taxonomyPackage", prefixes("tp"), {"xml:lang": "nl"})
    child(made, "tp:identifier", text=about["base"])
    for key in ("name", "description"):
        for lang in ("nl", "en"):
            child(made, f"tp:{key}", {"xml:lang": lang}, about[f"{key}_{lang}"])
    child(made, "tp:version", text=about["version"])
    listed = child(made, "tp:entryPoints")
    for report in tables.reports.values():
        entry = child(listed, "tp:entryPoint")
        child(entry, "tp:name", {"xml:lang": "nl"}, report.name_nl)
        child(entry, "tp:name", {"xml:lang": "en"}, report.name_en)
        for lang in ("nl", "en"):
            child(entry, "tp:description", {"xml:lang": lang}, about[f"description_{lang}"])
        child(entry, "tp:entryPointDocument", {"href": entry_point_url(tables, report.name)})
    return to_bytes(made)
