"""What all HTML pages share: Jinja2 with escaping on, the style sheet and its place in the security policy."""

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from xbrl_pipeline.messages import Messages, amount
from xbrl_pipeline.reporting.text import printable


def render(template: str, messages: Messages, *, script: str = "", **values: object) -> bytes:
    """Fill a template; the page needs nothing from elsewhere and may run nothing but the script that is named."""
    page = _environment().get_template(template)
    css, code = _file("page.css"), _file(script) if script else ""
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


def source_hash(source: str) -> str:
    """Return the hash of an inline source as a Content-Security-Policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"


def _counter(messages: Messages) -> Callable[[str, int], str]:
    return lambda code, number: messages.text(f"{code}.{'one' if number == 1 else 'many'}", n=number)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("xbrl_pipeline.reporting"),
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
def _file(name: str) -> str:
    return files("xbrl_pipeline.reporting").joinpath(f"templates/{name}").read_text("utf-8")
