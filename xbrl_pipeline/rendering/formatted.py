"""Escaped HTML in a text of a report: what of it may be shown. All else is shown as the text that it holds."""

from collections.abc import Iterator
from typing import Final

from lxml import etree, html
from markupsafe import Markup, escape

from xbrl_pipeline.messages.plain import printable

_KEPT: Final = frozenset(
    {
        *("p", "br", "div", "span", "strong", "b", "em", "i", "u", "sub", "sup", "ul", "ol", "li"),
        *("table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"),
    }
)
_AS: Final = {"h1": "p", "h2": "p", "h3": "p", "h4": "p", "h5": "p", "h6": "p", "b": "strong", "i": "em"}
_UNSHOWN: Final = frozenset({"script", "style", "head", "title", "template"})
_MOST: Final = 200  # elements within each other


def as_markup(text: str) -> Markup:
    """Return the markup in a text without attributes, scripts and what leads elsewhere."""
    try:
        pieces = html.fragments_fromstring(text)
    except (etree.ParserError, ValueError):
        return escape(printable(text))
    return Markup("".join(part for piece in pieces for part in _parts(piece, 0)))  # noqa: S704 - made of escaped text


def _parts(piece: "str | html.HtmlElement", depth: int) -> Iterator[str]:
    if isinstance(piece, str):
        yield escape(printable(piece))
        return
    tag = piece.tag if isinstance(piece.tag, str) else ""
    name = _AS.get(tag, tag)
    if tag and tag not in _UNSHOWN and depth < _MOST:
        yield f"<{name}>" if tag in _KEPT and tag != "br" else "<br/>" if tag == "br" else ""
        yield escape(printable(piece.text or ""))
        for child in piece:
            yield from _parts(child, depth + 1)
        yield f"</{name}>" if tag in _KEPT and tag != "br" else ""
    yield escape(printable(piece.tail or ""))
