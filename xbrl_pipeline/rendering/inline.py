"""The same page as Inline XBRL, in a report package: what is read in it by a machine is what the instance says.

Each fact is tagged where it is shown first; one that is shown in other words than the instance has (a code by its
label, a text with markup of its own, no value) stands in the hidden part. Contexts and units are those of the instance.
"""

import copy
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from markupsafe import Markup, escape

from xbrl_pipeline.base.markup import Element, parse, text_of
from xbrl_pipeline.instance.facts import ReadFact
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.rendering.account import make_account
from xbrl_pipeline.rendering.forms import OpenedReport, Rendered
from xbrl_pipeline.rendering.page import Writer, account_page
from xbrl_pipeline.rendering.words import AccountWords
from xbrl_pipeline.taxonomy.model import Kind

_XHTML: Final = "http://www.w3.org/1999/xhtml"
_IX: Final = "http://www.xbrl.org/2013/inlineXBRL"
_IXT: Final = "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12"
_XBRLI: Final = "http://www.xbrl.org/2003/instance"
_LINK: Final = "http://www.xbrl.org/2003/linkbase"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCUMENT_TYPE: Final = "https://xbrl.org/report-package/2023/xbri"
_NUMBERS: Final = {"nl": "num-comma-decimal", "en": "num-dot-decimal"}
_NEWER: Final = {
    "header": "div",
    "nav": "div",
    "main": "div",
    "section": "div",
    "dl": "div",
    "dt": "p",
    "dd": "p",
}  # than XHTML 1.1 knows
_UNKNOWN: Final = ("aria-label", "aria-labelledby", "role", "tabindex", "lang")
_WHEN: Final = (1980, 1, 1, 0, 0, 0)  # the same bytes each time


@dataclass
class InlineWriter(Writer):
    """Writes facts with their tags; what it could not tag where it is shown is ``hidden``."""

    elements: Mapping[int, Element] = field(default_factory=dict)
    tagged: set[int] = field(default_factory=set)

    def figure(self, fact: ReadFact, text: str) -> Markup:
        """Write the digits of a number, with its sign as an attribute."""
        element = self.elements[fact.place]
        if fact.place in self.tagged or element.get("unitRef") is None or not text[:1].isdigit() or "E" in text:
            return escape(text)
        self.tagged.add(fact.place)
        attributes = {**_common(element), "unitRef": element.get("unitRef", ""), **_accuracy(element)}
        attributes["format"] = f"ixt:{_NUMBERS[self.words.lang]}"
        if self.words.is_percent(fact):
            attributes["scale"] = "-2"
        number = self.words.number(fact)
        if number is not None and number < 0:
            attributes["sign"] = "-"
        return _tag("ix:nonFraction", attributes, text)

    def text(self, fact: ReadFact, text: str) -> Markup:
        """Write a value that is no number; only one that is shown as it stands in the instance can be tagged there."""
        element = self.elements[fact.place]
        concept = self.words.concept(fact)
        shown = super().text(fact, text)
        if fact.place in self.tagged or fact.nil or element.get("unitRef") is not None:
            return shown
        if concept is not None and concept.kind is Kind.DATE and text != fact.text:
            self.tagged.add(fact.place)
            return _tag(
                "ix:nonNumeric", {**_common(element), **_language(element), "format": "ixt:date-day-month-year"}, text
            )
        whole = text_of(element)
        if whole.strip() != text or len(element) or str(shown.unescape()) != text:
            return shown
        self.tagged.add(fact.place)
        return _tag("ix:nonNumeric", {**_common(element), **_language(element)}, whole)

    def hidden(self) -> Iterator[Element]:
        """Give the facts that are not tagged where they are shown."""
        for place, element in self.elements.items():
            if place not in self.tagged:
                yield _hidden(element)


def as_package(opened: OpenedReport, lang: str) -> Rendered:
    """Return a report package with an instance as Inline XBRL; facts within tuples are a PipelineError."""
    root = parse(opened.data)
    elements = [element for element in root.iter(etree.Element) if element.get("contextRef") is not None]
    if any(element.getparent() is not root for element in elements):
        raise PipelineError("render.nested", path=opened.name)
    words = AccountWords(opened.model, messages(lang))
    account = make_account(opened.data, opened.model, words.messages)
    writer = InlineWriter(words, elements=dict(enumerate(elements)))
    page = account_page(account, writer, opened.data, template="inline.html.j2")
    document = _document(page, root, writer)
    return Rendered(_package(opened.name, document), len(writer.written), len(account.facts))


def _common(element: Element) -> dict[str, str]:
    return {"name": _prefixed(element), "contextRef": element.get("contextRef", "")}


def _prefixed(element: Element) -> str:
    """Return the name of a fact with a prefix that the page declares."""
    name = etree.QName(element)
    return f"{_prefixes(element.getroottree().getroot())[name.namespace or '']}:{name.localname}"


def _prefixes(root: Element) -> dict[str, str]:
    """Return a prefix for each namespace of facts."""
    found = {uri: prefix for prefix, uri in root.nsmap.items() if prefix}
    for child in root:
        uri = etree.QName(child).namespace if isinstance(child.tag, str) else None
        if uri and uri not in found:
            found[uri] = f"f{len(found)}"
    return found


def _accuracy(element: Element) -> dict[str, str]:
    return {name: value for name in ("decimals", "precision") if (value := element.get(name)) is not None}


def _language(element: Element) -> dict[str, str]:
    languages = (each.get(_LANG) for each in (element, *element.iterancestors()))
    found = next((lang for lang in languages if lang), "")
    return {"xml:lang": found} if found else {}


def _tag(name: str, attributes: Mapping[str, str], text: str) -> Markup:
    written = Markup("").join(Markup(' {}="{}"').format(Markup(key), value) for key, value in attributes.items())  # noqa: S704 - our own names
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, text)  # noqa: S704 - our own name


def _hidden(element: Element) -> Element:
    numeric = element.get("unitRef") is not None
    made = etree.Element(f"{{{_IX}}}{'nonFraction' if numeric else 'nonNumeric'}")
    attributes = {**_common(element), **_accuracy(element)}
    if numeric:
        attributes["unitRef"] = element.get("unitRef", "")
    else:
        attributes |= _language(element)
    nil = element.get(f"{{{_XSI}}}nil", "").strip() in ("true", "1")
    text = text_of(element)
    if nil:
        attributes[f"{{{_XSI}}}nil"] = "true"
    elif numeric and text.strip().startswith("-"):
        attributes["sign"], text = "-", text.strip()[1:]
    for name, value in attributes.items():
        made.set(_LANG if name == "xml:lang" else name, value)
    made.text = None if nil else text
    return made


def _document(page: bytes, root: Element, writer: InlineWriter) -> bytes:
    """Make XHTML of the page, with a header of hidden facts, contexts and units."""
    declared = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    declared |= {prefix: uri for uri, prefix in _prefixes(root).items()}
    declared |= {"ix": _IX, "ixt": _IXT, "xbrli": _XBRLI, "link": _LINK, "xsi": _XSI}
    spaces = "".join(f' xmlns:{prefix}="{escape(uri)}"' for prefix, uri in declared.items())
    text = page.decode().replace("<html ", f"<html{spaces} ", 1)
    html = etree.fromstring(text.encode())
    _simplify(html)
    body = html.find(f"{{{_XHTML}}}body")
    if body is None:
        raise LookupError
    body.insert(0, _header(root, writer))
    body.tail = None
    return etree.tostring(html, xml_declaration=True, encoding="UTF-8")


def _simplify(html: Element) -> None:
    """Take elements and attributes for which Inline XBRL, which is of XHTML 1.1, has no rule."""
    for element in html.iter(f"{{{_XHTML}}}*"):
        name = etree.QName(element).localname
        if name in _NEWER:
            element.tag = f"{{{_XHTML}}}{_NEWER[name]}"
        for attribute in _UNKNOWN:
            element.attrib.pop(attribute, "")
        if name == "meta" and element.get("charset"):
            element.attrib.clear()
            element.set("http-equiv", "Content-Type")
            element.set("content", "application/xhtml+xml; charset=UTF-8")


def _header(root: Element, writer: InlineWriter) -> Element:
    made = etree.Element(f"{{{_XHTML}}}div", style="display:none")
    header = etree.SubElement(made, f"{{{_IX}}}header")
    hidden = list(writer.hidden())
    if hidden:
        etree.SubElement(header, f"{{{_IX}}}hidden").extend(hidden)
    references = etree.SubElement(header, f"{{{_IX}}}references")
    resources = etree.SubElement(header, f"{{{_IX}}}resources")
    for child in root:
        if child.tag in (f"{{{_LINK}}}schemaRef", f"{{{_LINK}}}linkbaseRef"):
            references.append(_copied(child))
        elif child.tag in (
            f"{{{_XBRLI}}}context",
            f"{{{_XBRLI}}}unit",
            f"{{{_LINK}}}roleRef",
            f"{{{_LINK}}}arcroleRef",
        ):
            resources.append(_copied(child))
    return made


def _copied(element: Element) -> Element:
    made = copy.deepcopy(element)
    made.tail = None
    return made


def _package(name: str, document: bytes) -> bytes:
    about = {"documentInfo": {"documentType": _DOCUMENT_TYPE}}
    files = {"META-INF/reportPackage.json": json.dumps(about).encode(), f"reports/{name}.xhtml": document}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for path, data in files.items():
            info = zipfile.ZipInfo(f"{name}/{path}", _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data)
    return buffer.getvalue()
