"""A small taxonomy of no authority we know: another layout, English only, and the features the NT does not use.

It has a calculation link, a tuple, a typed and an explicit axis, an extensible enumeration, generic labels, two
catalogs of which one goes on with the other, and a space in a file name.
"""

import io
import zipfile
from pathlib import Path
from typing import Final

HOST: Final = "http://taxonomy.example/acc/2024/"
ENTRY: Final = f"{HOST}full%20report.xsd"
Files = dict[str, str]

_NAMESPACES: Final = f"""xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:xbrldt="http://xbrl.org/2005/xbrldt" xmlns:enum2="http://xbrl.org/2020/extensible-enumerations-2.0"
 xmlns:acc="{HOST}core" """

CORE: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<xs:schema {_NAMESPACES} targetNamespace="{HOST}core" elementFormDefault="qualified">
 <xs:annotation><xs:appinfo>
  <link:linkbaseRef xlink:type="simple" xlink:href="links.xml"
   xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>
  <link:linkbaseRef xlink:type="simple" xlink:href="generic.xml"
   xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>
  <link:roleType roleURI="{HOST}role/statement" id="statement">
   <link:definition>[100] Statement</link:definition>
   <link:usedOn>link:presentationLink</link:usedOn><link:usedOn>link:calculationLink</link:usedOn>
   <link:usedOn>link:definitionLink</link:usedOn>
  </link:roleType>
  <link:roleType roleURI="{HOST}role/countries" id="countries">
   <link:definition>[900] Countries</link:definition><link:usedOn>link:definitionLink</link:usedOn>
  </link:roleType>
 </xs:appinfo></xs:annotation>
 <xs:import namespace="http://www.xbrl.org/2003/instance"
  schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
 <xs:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>
 <xs:import namespace="http://xbrl.org/2020/extensible-enumerations-2.0"
  schemaLocation="https://www.xbrl.org/2020/extensible-enumerations-2.0.xsd"/>
 <xs:element name="Statement" id="Statement" substitutionGroup="xbrli:item" type="xbrli:stringItemType"
  abstract="true" xbrli:periodType="duration"/>
 <xs:element name="Profit" id="Profit" substitutionGroup="xbrli:item" type="xbrli:monetaryItemType"
  xbrli:periodType="duration" xbrli:balance="credit"/>
 <xs:element name="Sales" id="Sales" substitutionGroup="xbrli:item" type="xbrli:monetaryItemType"
  xbrli:periodType="duration" xbrli:balance="credit"/>
 <xs:element name="Costs" id="Costs" substitutionGroup="xbrli:item" type="xbrli:monetaryItemType"
  xbrli:periodType="duration" xbrli:balance="debit"/>
 <xs:element name="Home" id="Home" substitutionGroup="xbrli:item" type="enum2:enumerationItemType"
  xbrli:periodType="duration" enum2:domain="acc:Countries" enum2:linkrole="{HOST}role/countries"/>
 <xs:element name="Countries" id="Countries" substitutionGroup="xbrli:item" type="xbrli:stringItemType"
  abstract="true" xbrli:periodType="duration"/>
 <xs:element name="Ireland" id="Ireland" substitutionGroup="xbrli:item" type="xbrli:stringItemType"
  abstract="true" xbrli:periodType="duration"/>
 <xs:element name="Malta" id="Malta" substitutionGroup="xbrli:item" type="xbrli:stringItemType"
  abstract="true" xbrli:periodType="duration"/>
 <xs:element name="CountryAxis" id="CountryAxis" substitutionGroup="xbrldt:dimensionItem" type="xbrli:stringItemType"
  abstract="true" xbrli:periodType="duration"/>
 <xs:element name="PersonAxis" id="PersonAxis" substitutionGroup="xbrldt:dimensionItem" type="xbrli:stringItemType"
  abstract="true" xbrli:periodType="duration" xbrldt:typedDomainRef="#person"/>
 <xs:element name="person" id="person" type="xs:string"/>
 <xs:element name="Table" id="Table" substitutionGroup="xbrldt:hypercubeItem" type="xbrli:stringItemType"
  abstract="true" xbrli:periodType="duration"/>
 <xs:element name="Director" id="Director" substitutionGroup="xbrli:tuple">
  <xs:complexType><xs:complexContent><xs:restriction base="xs:anyType"><xs:sequence>
   <xs:element ref="acc:Sales" minOccurs="0"/>
  </xs:sequence></xs:restriction></xs:complexContent></xs:complexType>
 </xs:element>
</xs:schema>"""

ENTRY_SCHEMA: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<xs:schema {_NAMESPACES} targetNamespace="{HOST}full">
 <xs:import namespace="{HOST}core" schemaLocation="core.xsd"/>
</xs:schema>"""


_LABELLED: Final = "http://www.xbrl.org/2003/arcrole/concept-label"


def _loc(name: str) -> str:
    return f'<link:loc xlink:type="locator" xlink:href="core.xsd#{name}" xlink:label="{name}"/>'


def _arc(kind: str, arcrole: str, start: str, end: str, more: str = "") -> str:
    return f'<link:{kind}Arc xlink:type="arc" xlink:arcrole="{arcrole}" xlink:from="{start}" xlink:to="{end}" {more}/>'


def _link(kind: str, role: str, *parts: str) -> str:
    return f'<link:{kind}Link xlink:type="extended" xlink:role="{role}">{"".join(parts)}</link:{kind}Link>'


def _label(name: str, text: str, role: str = "label") -> str:
    return (
        f'<link:label xlink:type="resource" xlink:label="{name}_label" xml:lang="en"'
        f' xlink:role="http://www.xbrl.org/2003/role/{role}">{text}</link:label>'
        + (_arc("label", _LABELLED, name, f"{name}_label") if role == "label" else "")
    )


_ITEM: Final = "http://www.xbrl.org/2003/arcrole/summation-item"
_CHILD: Final = "http://www.xbrl.org/2003/arcrole/parent-child"
_DIM: Final = "http://xbrl.org/int/dim/arcrole"
_STATEMENT: Final = f"{HOST}role/statement"
_COUNTRIES: Final = f"{HOST}role/countries"
_TOTAL: Final = "http://www.xbrl.org/2003/role/totalLabel"
_ROLE_REFS: Final = "".join(
    f'<link:roleRef xlink:type="simple" roleURI="{HOST}role/{name}" xlink:href="core.xsd#{name}"/>'
    for name in ("statement", "countries")
)
_DIMENSION_REFS: Final = "".join(
    f'<link:arcroleRef xlink:type="simple" arcroleURI="{_DIM}/{name}"'
    f' xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#{name}"/>'
    for name in ("all", "hypercube-dimension", "dimension-domain", "domain-member")
)

LINKS: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<link:linkbase {_NAMESPACES}>{_ROLE_REFS}{_DIMENSION_REFS}""" + "".join(
    [
        _link(
            "label",
            "http://www.xbrl.org/2003/role/link",
            *map(_loc, ("Profit", "Sales", "Costs", "Ireland")),
            _label("Profit", "Profit"),
            _label("Profit", "Total profit", "totalLabel"),
            _label("Sales", "Sales"),
            _label("Costs", "Costs"),
            _label("Ireland", "Ireland"),
        ),
        _link(
            "presentation",
            _STATEMENT,
            *map(_loc, ("Statement", "Profit", "Sales", "Costs")),
            _arc("presentation", _CHILD, "Statement", "Profit", f'order="3" preferredLabel="{_TOTAL}"'),
            _arc("presentation", _CHILD, "Statement", "Costs", 'order="2"'),
            _arc("presentation", _CHILD, "Statement", "Sales", 'order="1"'),
        ),
        _link(
            "calculation",
            _STATEMENT,
            *map(_loc, ("Profit", "Sales", "Costs")),
            _arc("calculation", _ITEM, "Profit", "Sales", 'order="1" weight="1"'),
            _arc("calculation", _ITEM, "Profit", "Costs", 'order="2" weight="-1"'),
        ),
        _link(
            "definition",
            _STATEMENT,
            *map(_loc, ("Statement", "Sales", "Table", "CountryAxis", "PersonAxis", "Countries")),
            _arc("definition", f"{_DIM}/domain-member", "Statement", "Sales"),
            _arc(
                "definition",
                f"{_DIM}/all",
                "Statement",
                "Table",
                'xbrldt:closed="true" xbrldt:contextElement="segment"',
            ),
            _arc("definition", f"{_DIM}/hypercube-dimension", "Table", "CountryAxis", 'order="1"'),
            _arc("definition", f"{_DIM}/hypercube-dimension", "Table", "PersonAxis", 'order="2"'),
            _arc(
                "definition",
                f"{_DIM}/dimension-domain",
                "CountryAxis",
                "Countries",
                f'xbrldt:usable="false" xbrldt:targetRole="{_COUNTRIES}"',
            ),
        ),
        _link(
            "definition",
            _COUNTRIES,
            *map(_loc, ("Countries", "Ireland", "Malta")),
            _arc("definition", f"{_DIM}/domain-member", "Countries", "Ireland", 'order="1"'),
            _arc("definition", f"{_DIM}/domain-member", "Countries", "Malta", 'order="2"'),
        ),
        "</link:linkbase>",
    ]
)

GENERIC: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<link:linkbase {_NAMESPACES} xmlns:gen="http://xbrl.org/2008/generic" xmlns:label="http://xbrl.org/2008/label"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://xbrl.org/2008/generic http://www.xbrl.org/2008/generic-link.xsd
 http://xbrl.org/2008/label http://www.xbrl.org/2008/generic-label.xsd">
 <link:roleRef xlink:type="simple" roleURI="http://www.xbrl.org/2008/role/label"
  xlink:href="http://www.xbrl.org/2008/generic-label.xsd#standard-label"/>
 <link:roleRef xlink:type="simple" roleURI="http://www.xbrl.org/2008/role/link"
  xlink:href="http://www.xbrl.org/2008/generic-link.xsd#standard-link-role"/>
 <link:arcroleRef xlink:type="simple" arcroleURI="http://xbrl.org/arcrole/2008/element-label"
  xlink:href="http://www.xbrl.org/2008/generic-label.xsd#element-label"/>
 <gen:link xlink:type="extended" xlink:role="http://www.xbrl.org/2008/role/link">
  <link:loc xlink:type="locator" xlink:href="core.xsd#statement" xlink:label="role"/>
  <link:loc xlink:type="locator" xlink:href="core.xsd#Malta" xlink:label="malta"/>
  <label:label xlink:type="resource" xlink:label="role_label" xml:lang="en"
   xlink:role="http://www.xbrl.org/2008/role/label">Income statement</label:label>
  <label:label xlink:type="resource" xlink:label="malta_label" xml:lang="en-GB"
   xlink:role="http://www.xbrl.org/2008/role/label">Malta, the island</label:label>
  <gen:arc xlink:type="arc" xlink:arcrole="http://xbrl.org/arcrole/2008/element-label"
   xlink:from="role" xlink:to="role_label"/>
  <gen:arc xlink:type="arc" xlink:arcrole="http://xbrl.org/arcrole/2008/element-label"
   xlink:from="malta" xlink:to="malta_label"/>
 </gen:link>
</link:linkbase>"""

CATALOG: Final = (
    """<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><nextCatalog catalog="more.xml"/></catalog>"""
)
MORE: Final = f"""<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
<rewriteURI uriStartString="{HOST}" rewritePrefix="../our%20files/"/></catalog>"""
DESCRIPTION: Final = f"""<tp:taxonomyPackage xmlns:tp="http://xbrl.org/2016/taxonomy-package" xml:lang="en">
<tp:identifier>{HOST}</tp:identifier><tp:name>Accounts 2024</tp:name><tp:version>1</tp:version>
<tp:entryPoints><tp:entryPoint><tp:name>Full report</tp:name>
<tp:entryPointDocument href="{ENTRY}"/></tp:entryPoint></tp:entryPoints></tp:taxonomyPackage>"""


def package() -> Files:
    """Return the files of the package by name."""
    return {
        "accounts/META-INF/catalog.xml": CATALOG,
        "accounts/META-INF/more.xml": MORE,
        "accounts/META-INF/taxonomyPackage.xml": DESCRIPTION,
        "accounts/our files/core.xsd": CORE,
        "accounts/our files/full report.xsd": ENTRY_SCHEMA,
        "accounts/our files/links.xml": LINKS,
        "accounts/our files/generic.xml": GENERIC,
        "accounts/our files/readme.txt": "Read me.",
    }


def published() -> Files:
    """Return the same files as an authority publishes them: under its host, without META-INF."""
    host = "release/taxonomy.example/acc/2024"
    links = {f"{host}/{name}": text for name, text in (("links.xml", LINKS), ("generic.xml", GENERIC))}
    entry = ENTRY_SCHEMA.replace("core.xsd", "../core.xsd")
    return {**links, f"{host}/core.xsd": CORE, f"{host}/entrypoints/full.xsd": entry}


def write_zip(path: Path, files: Files) -> Path:
    """Write files as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    path.write_bytes(buffer.getvalue())
    return path


def write_folder(path: Path, files: Files) -> Path:
    """Write files in a folder."""
    for name, text in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return path
