"""Reports in other forms made by hand from an instance: inline XBRL, and packages around any report."""

import io
import zipfile
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

PACKAGE_FILE = b'{"documentInfo": {"documentType": "https://xbrl.org/report-package/2023/%s"}}'
_XBRLI = "{http://www.xbrl.org/2003/instance}"
_LINK = "{http://www.xbrl.org/2003/linkbase}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def inline(instance: bytes) -> bytes:
    """Show every fact of an instance in a web page: amounts as accounts write them, in thousands apart."""
    root = etree.fromstring(instance)
    names = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    told = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in names.items())
    resources = [each for each in root if each.tag in (f"{_XBRLI}context", f"{_XBRLI}unit")]
    references = [each for each in root if each.tag == f"{_LINK}schemaRef"]
    facts = [each for each in root if each.get("contextRef")]
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"
 xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12"{told} xml:lang="nl">
<head><title>Verslag</title></head><body>
<div style="display:none"><ix:header><ix:references>{_xml(references)}</ix:references>
<ix:resources>{_xml(resources)}</ix:resources></ix:header></div>
{"".join(f"<p>{_shown(each)}</p>" for each in facts)}</body></html>
""".encode()


def _xml(elements: list[etree._Element]) -> str:
    return "".join(etree.tostring(each, encoding="unicode", with_tail=False) for each in elements)


def _shown(fact: etree._Element) -> str:
    name = f"{fact.prefix}:{etree.QName(fact).localname}"
    about = f'name="{name}" contextRef="{fact.get("contextRef")}"'
    if fact.get("unitRef") is None:
        return f"<ix:nonNumeric {about}>{escape(fact.text or '')}</ix:nonNumeric>"
    value = Decimal(fact.text or "0")
    sign = ' sign="-"' if value < 0 else ""
    form = f'unitRef="{fact.get("unitRef")}" decimals="{fact.get("decimals")}" format="ixt:num-dot-decimal"'
    return f"<ix:nonFraction {about} {form}{sign}>{abs(value):,f}</ix:nonFraction>"


def package(name: str, report: bytes, kind: str = "xbr", *, top: str = "verslag") -> bytes:
    """Put a report in a report package."""
    about = PACKAGE_FILE % kind.encode()
    return packed({f"{top}/META-INF/reportPackage.json": about, f"{top}/reports/{name}": report})


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()
