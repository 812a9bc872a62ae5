"""What all HTML pages share: Jinja2 with escaping on, the style sheet and its place in the security policy."""

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from xbrl_pipeline.messages import Messages, amount
from xbrl_pipeline.messages.plain import printable

_ROOM = "xbrl_pipeline.reporting"
_SCRIPTS = ("report.js", "overview.js")
_FETCHING = frozenset({"iframe", "object", "embed", "base", "link", "frame", "applet"})
_LEADING = frozenset({"href", "src", "xlink:href", "action", "data", "background", "poster", "srcset"})
_WITHIN = ("#", "data:image/png;base64,", "data:image/svg+xml;base64,")


def render(
    template: str, messages: Messages, *, script: str = "", style: str = "page.css", room: str = _ROOM, **values: object
) -> bytes:
    """Fill a template of a room; the page needs nothing from elsewhere and may run nothing but the script named."""
    page = _environment(room).get_template(template)
    css, code = _file(style, room), _file(script, room) if script else ""
    allowed = f"script-src '{source_hash(code)}'; " if code else ""
    return page.render(
        t=messages.text,
        advice=messages.advice,
        lang=messages.lang,
        count=_counter(messages),
        n=lambda number: amount(number, messages.lang),
        css=Markup(css),  # noqa: S704 our own style sheet, not a user's text
        script=Markup(code),  # noqa: S704 our own script: it takes nothing from the report but what is shown
        csp=f"default-src 'none'; {allowed}style-src '{source_hash(css)}'; base-uri 'none'; form-action 'none'",
        **values,
    ).encode()


def refuse_strange_scripts(page: bytes) -> None:
    """Refuse a page that can run or fetch anything but what stands in our own files: ValueError."""
    reader = _Runnable()
    reader.feed(page.decode("utf-8"))
    reader.close()
    ours = {_file(name) for name in _SCRIPTS}
    strange = [*reader.dangers, *(source[:40] for source in reader.scripts if source not in ours)]
    if strange:
        message = f"a page of ours would run or fetch: {strange[0]}"
        raise ValueError(message)


class _Runnable(HTMLParser):
    """Collects what a browser would run or fetch."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.dangers: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element and its attributes."""
        self._inside = tag == "script"
        if self._inside:
            self.scripts.append("")
        if tag in _FETCHING or (tag == "script" and attrs):
            self.dangers.append(f"<{tag}>")
        self.dangers += [f"{tag} {name}" for name, value in attrs if _is_danger(name, value or "")]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the interface
        """Leave a script at its end."""
        self._inside = False

    def handle_data(self, data: str) -> None:
        """Keep what stands in a script."""
        if self._inside:
            self.scripts[-1] += data


def _is_danger(name: str, value: str) -> bool:
    """Tell whether an attribute runs something, or leads out of the page."""
    leads = name in _LEADING and not value.startswith(_WITHIN)
    return name.startswith("on") or name in {"srcdoc", "formaction"} or leads


def source_hash(source: str) -> str:
    """Return the hash of an inline source as a Content-Security-Policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"


def _counter(messages: Messages) -> Callable[[str, int], str]:
    return lambda code, number: messages.text(f"{code}.{'one' if number == 1 else 'many'}", n=number)


@cache
def _environment(room: str) -> Environment:
    return Environment(
        loader=PackageLoader(room),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )


def _finalize(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _file(name: str, room: str = _ROOM) -> str:
    return files(room).joinpath(f"templates/{name}").read_text("utf-8")
