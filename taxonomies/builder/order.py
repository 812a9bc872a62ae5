"""The order of the sections of a report, as a linkbase: presentation links alone have none."""

from taxonomies.builder.dictionary import Schema
from taxonomies.builder.labels import GENERIC_LINK
from taxonomies.builder.places import FILES, Places
from taxonomies.builder.tables import Report, Tables
from taxonomies.builder.xml import Linkbase, child

GENERIC_ROLE = "http://www.xbrl.org/2008/generic-link.xsd#standard-link-role"


def build_order(tables: Tables, places: Places) -> dict[str, bytes]:
    """Return the schema of the order resource, and the order of each report, by path."""
    built = {order_path(report): _order(tables, report, places) for report in tables.reports.values()}
    return built | {FILES["ow-order"]: _schema(places)}


def order_path(report: Report) -> str:
    """Return where the order of a report stands."""
    return f"presentation/ow-generic-linkrole-order-{report.name}.xml"


def _arcrole(places: Places) -> str:
    return f"{places.base}/arcrole/linkrole-order"


def _role(places: Places) -> str:
    return f"{places.base}/role/linkrole-info"


def _schema(places: Places) -> bytes:
    schema = Schema(places, places.namespace("ow-order"), ("link", "gen", "xl"), ("ow-order",))
    role = child(schema.appinfo, "link:roleType", {"id": "ow-order_linkrole-info", "roleURI": _role(places)})
    child(role, "link:usedOn", text="ow-order:linkroleOrder")
    attributes = {"id": "ow-order_linkrole-order", "arcroleURI": _arcrole(places), "cyclesAllowed": "none"}
    arcrole = child(schema.appinfo, "link:arcroleType", attributes)
    child(arcrole, "link:definition", text="Gives a linkrole its place in a report")
    child(arcrole, "link:usedOn", text="gen:arc")
    element = child(schema.root, "xs:element", {"name": "linkroleOrder", "substitutionGroup": "xl:resource"})
    content = child(child(element, "xs:complexType", {"mixed": "true"}), "xs:complexContent", {"mixed": "true"})
    child(content, "xs:extension", {"base": "xl:resourceType"})
    return schema.to_bytes()


def _order(tables: Tables, report: Report, places: Places) -> bytes:
    linkbase = Linkbase("gen", extra=places.namespaces("ow-order"))
    linkbase.declare_role(_role(places), f"../{FILES['ow-order']}#ow-order_linkrole-info")
    linkbase.declare_role(GENERIC_LINK, GENERIC_ROLE)
    linkbase.declare_arcrole(_arcrole(places), f"../{FILES['ow-order']}#ow-order_linkrole-order")
    link = linkbase.link("gen:link", GENERIC_LINK)
    tag = f"{{{places.namespace('ow-order')}}}linkroleOrder"
    for number, section in enumerate(tables.sections_of(report.name), 1):
        label = f"ow-lr_{section.role}_order"
        link.arc("gen:arc", _arcrole(places), (link.locate(places.role_href(section.role)), label))
        link.resource(tag, label, {"xlink:role": _role(places)}, str(number))
    return linkbase.to_bytes()
