"""Where everything lives: namespaces, file names and addresses of a built taxonomy."""

from taxonomies.builder.tables import Tables

FILES = {
    "ow-i": "dictionary/ow-data.xsd",
    "ow-dim": "dictionary/ow-axes.xsd",
    "ow-dm": "dictionary/ow-domains.xsd",
    "ow-tab": "dictionary/ow-tables.xsd",
    "ow-types": "dictionary/ow-types.xsd",
    "ow-codes": "dictionary/ow-codes.xsd",
    "ow-lr": "dictionary/ow-linkroles.xsd",
    "ow-order": "dictionary/ow-order.xsd",
    "ow-abstr": "presentation/ow-abstracts.xsd",
}
LINE_ITEMS = "ValidationLineItems"
HYPERCUBE = "ValidationTable"


class Places:
    """Addresses for one taxonomy; every linkbase sits one folder below the base."""

    def __init__(self, tables: Tables) -> None:
        self.base = tables.package["base"]
        self.urn = tables.package["urn"]
        self._prefixes = self._index(tables)

    def namespace(self, prefix: str) -> str:
        """Return the namespace of one of our prefixes."""
        return f"{self.base}/{FILES[prefix].removesuffix('.xsd')}"

    def namespaces(self, *wanted: str) -> dict[str, str]:
        """Return declarations for our prefixes."""
        return {prefix: self.namespace(prefix) for prefix in wanted}

    def id(self, name: str) -> str:
        """Return the element id of a concept, heading, axis or member: prefix and local name."""
        return f"{self._prefixes[name]}_{name}"

    def qname(self, name: str) -> str:
        """Return the prefixed name."""
        return f"{self._prefixes[name]}:{name}"

    def href(self, name: str) -> str:
        """Return the address of an element, seen from any folder of the taxonomy."""
        return f"../{FILES[self._prefixes[name]]}#{self.id(name)}"

    def role(self, name: str) -> str:
        """Return a linkrole URI."""
        return f"{self.urn}{name}"

    def role_href(self, name: str) -> str:
        """Return the address of a linkrole definition."""
        return f"../{FILES['ow-lr']}#ow-lr_{name}"

    @staticmethod
    def _index(tables: Tables) -> dict[str, str]:
        kinds = {"axis": "ow-dim", "member": "ow-dm", "typed": "ow-dm"}
        return (
            dict.fromkeys(tables.concepts, "ow-i")
            | dict.fromkeys(tables.abstracts, "ow-abstr")
            | {member.name: kinds[member.kind] for member in tables.members.values()}
            | {head.name: "ow-dm" for head in tables.heads.values()}
            | {LINE_ITEMS: "ow-tab", HYPERCUBE: "ow-tab"}
        )
