"""Presentation and definition linkbases: the trees, and what may be reported with which members."""

from taxonomies.builder.places import HYPERCUBE, LINE_ITEMS, Places
from taxonomies.builder.tables import Line, Member, Section, Tables
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
    for member in tables.members.values():
        if member.role:
            built[f"validation/ow-{member.role}-def.xml"] = _domain(member, places)
    return built


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
    members = [tables.members[name] for name in section.members.split()]
    for role in (section.role, *(member.role for member in members)):
        linkbase.declare_role(places.role(role), places.role_href(role))
    for name in ("all", *(["hypercube-dimension"] if members else []), "domain-member"):
        linkbase.declare_arcrole(f"{DIMENSIONS}{name}", f"http://www.xbrl.org/2005/xbrldt-2005.xsd#{name}")
    link = linkbase.link("link:definitionLink", places.role(section.role))
    items, cube = link.locate(places.href(LINE_ITEMS)), link.locate(places.href(HYPERCUBE))
    closed = {"xbrldt:closed": "true", "xbrldt:contextElement": "scenario", "order": "1"}
    link.arc("link:definitionArc", f"{DIMENSIONS}all", (items, cube), closed)
    for order, member in enumerate(members, 1):
        target = {"xbrldt:targetRole": places.role(member.role), "order": str(order)}
        ends = cube, link.locate(places.href(member.axis))
        link.arc("link:definitionArc", f"{DIMENSIONS}hypercube-dimension", ends, target)
    for order, concept in enumerate(tables.items_of(section), 1):
        ends = items, link.locate(places.href(concept.name))
        link.arc("link:definitionArc", f"{DIMENSIONS}domain-member", ends, {"order": str(order)})
    return linkbase.to_bytes()


def _domain(member: Member, places: Places) -> bytes:
    linkbase = Linkbase("xbrldt")
    linkbase.declare_role(places.role(member.role), places.role_href(member.role))
    linkbase.declare_arcrole(
        f"{DIMENSIONS}dimension-domain", "http://www.xbrl.org/2005/xbrldt-2005.xsd#dimension-domain"
    )
    link = linkbase.link("link:definitionLink", places.role(member.role))
    ends = link.locate(places.href(member.axis)), link.locate(places.href(member.name))
    link.arc("link:definitionArc", f"{DIMENSIONS}dimension-domain", ends, {"order": "1"})
    return linkbase.to_bytes()
