"""Presentation and definition linkbases: the trees, and what may be reported with which members."""

from taxonomies.builder.places import HYPERCUBE, LINE_ITEMS, Places
from taxonomies.builder.tables import Line, Section, Tables
from taxonomies.builder.xml import Linkbase

DIMENSIONS = "http://xbrl.org/int/dim/arcrole/"
PARENT_CHILD = "http://www.xbrl.org/2003/arcrole/parent-child"
STANDARD_ROLE = "http://www.xbrl.org/2003/role/"


def build_structure(tables: Tables, places: Places) -> dict[str, bytes]:
    """Return the presentation and definition linkbases by path."""
    built = {}
    for section in tables.sections.values():
        built[f"presentation/ow-{section.role}-pre.xml"] = _presentation(tables, section, places)
        built[f"validation/ow-{section.role}-def.xml"] = _definition(tables, section, places)
    for axis, role in domains(tables):
        built[f"validation/ow-{role}-def.xml"] = _domain(tables, axis, role, places)
    return built


def domains(tables: Tables, section: Section | None = None) -> list[tuple[str, str]]:
    """Return the axes with the linkroles of their members: all, or those that a section uses."""
    if section is None:
        return list(dict.fromkeys((each.axis, each.role) for each in tables.members.values() if each.role))
    single = [tables.members[name] for name in section.members.split()]
    open_axes = [tables.members_of(axis)[:1] for axis in section.axes.split()]
    return [(each.axis, each.role) for each in (*single, *(each for found in open_axes for each in found))]


def parents(lines: list[Line]) -> list[tuple[str, Line, int]]:
    """Return each line below a heading or total with its parent and its place among its siblings."""
    found, path, counts = [], list[str](), dict[str, int]()
    for line in lines:
        del path[int(line.level) :]
        if path:
            counts[path[-1]] = counts.get(path[-1], 0) + 1
            found.append((path[-1], line, counts[path[-1]]))
        path.append(line.item)
    return found


def _presentation(tables: Tables, section: Section, places: Places) -> bytes:
    linkbase = Linkbase()
    linkbase.declare_role(places.role(section.role), places.role_href(section.role))
    link = linkbase.link("link:presentationLink", places.role(section.role))
    for parent, line, order in parents(tables.lines_of(section)):
        ends = link.locate(places.href(parent)), link.locate(places.href(line.item), line.preferred)
        preferred = f"{STANDARD_ROLE}{line.preferred}Label" if line.preferred else ""
        attributes = {"order": str(order)} | ({"preferredLabel": preferred} if preferred else {})
        link.arc("link:presentationArc", PARENT_CHILD, ends, attributes)
    return linkbase.to_bytes()


def _definition(tables: Tables, section: Section, places: Places) -> bytes:
    linkbase = Linkbase("xbrldt")
    used = domains(tables, section)
    typed = [axis for axis in section.axes.split() if tables.typed_of(axis)]
    for role in (section.role, *(role for _axis, role in used)):
        linkbase.declare_role(places.role(role), places.role_href(role))
    _declare_arcroles(linkbase, "all", *(["hypercube-dimension"] if used or typed else []), "domain-member")
    link = linkbase.link("link:definitionLink", places.role(section.role))
    items, cube = link.locate(places.href(LINE_ITEMS)), link.locate(places.href(HYPERCUBE))
    closed = {"xbrldt:closed": "true", "xbrldt:contextElement": "scenario", "order": "1"}
    link.arc("link:definitionArc", f"{DIMENSIONS}all", (items, cube), closed)
    targets = [(axis, {"xbrldt:targetRole": places.role(role)}) for axis, role in used]
    for order, (axis, target) in enumerate([*targets, *((axis, {}) for axis in typed)], 1):
        ends = cube, link.locate(places.href(axis))
        link.arc("link:definitionArc", f"{DIMENSIONS}hypercube-dimension", ends, target | {"order": str(order)})
    for order, concept in enumerate(tables.items_of(section), 1):
        ends = items, link.locate(places.href(concept.name))
        link.arc("link:definitionArc", f"{DIMENSIONS}domain-member", ends, {"order": str(order)})
    return linkbase.to_bytes()


def _domain(tables: Tables, axis: str, role: str, places: Places) -> bytes:
    linkbase = Linkbase("xbrldt")
    linkbase.declare_role(places.role(role), places.role_href(role))
    head = tables.heads.get(role)
    _declare_arcroles(linkbase, "dimension-domain", *(["domain-member"] if head else []))
    link = linkbase.link("link:definitionLink", places.role(role))
    above, arcrole = link.locate(places.href(axis)), "dimension-domain"
    if head:
        ends = above, link.locate(places.href(head.name))
        link.arc("link:definitionArc", f"{DIMENSIONS}{arcrole}", ends, {"xbrldt:usable": "false", "order": "1"})
        above, arcrole = ends[1], "domain-member"
    members = [each for each in tables.members_of(axis) if each.role == role]
    for order, member in enumerate(members, 1):
        ends = above, link.locate(places.href(member.name))
        link.arc("link:definitionArc", f"{DIMENSIONS}{arcrole}", ends, {"order": str(order)})
    return linkbase.to_bytes()


def _declare_arcroles(linkbase: Linkbase, *names: str) -> None:
    for name in names:
        linkbase.declare_arcrole(f"{DIMENSIONS}{name}", f"http://www.xbrl.org/2005/xbrldt-2005.xsd#{name}")
