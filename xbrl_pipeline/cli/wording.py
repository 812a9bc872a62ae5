"""The command line in the language of the user: our help texts, and what click says of itself.

A language may be asked for on the command line (``--lang``), when the commands with their help have long been made.
So help is kept as codes, and the formatter of a help page puts the sentences in. Click asks gettext for its own
sentences; here the catalogue answers, where the English message of a code ``click.*`` is what click asks for.
"""

import os
import re
from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache
from typing import Final

import click
from click import core, exceptions, formatting, parser, termui, types

from xbrl_pipeline.messages import LANGUAGES, messages
from xbrl_pipeline.messages.plain import visible

SPOKEN: Final[ContextVar[str]] = ContextVar("spoken", default="")
CLICK: Final = (core, exceptions, formatting, parser, termui, types)  # its modules that say something
_LANG_VARIABLE: Final = "XBRL_PIPELINE_LANG"
_CODE: Final = re.compile(r"<<([\w.-]+)>>")
_NAME: Final = re.compile(r"\b[A-Z]{3,}\b")


def default_lang() -> str:
    """Return the language that was asked for, else that of the environment; Dutch unless it says otherwise."""
    lang = SPOKEN.get() or os.environ.get(_LANG_VARIABLE, "nl")
    return lang if lang in LANGUAGES else "nl"


def words(code: str) -> str:
    """Return what stands for a help text until the language is known."""
    return f"<<cli.{code}>>"


def show_usage_error(error: click.ClickException) -> None:
    """Print how a command is used, where to read more, and what is wrong with what was typed, on standard error."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        click.echo(context.get_usage(), err=True)
        more = _translated("Try '{command} {option}' for help.").format(command=context.command_path, option="--help")
        click.echo(f"{more}\n", err=True)
    told = _named(visible(error.format_message()))
    click.echo(_translated("Error: {message}").format(message=told), err=True)


class _Formatter(click.HelpFormatter):
    """Writes a help page in the language of the user."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _named(args), prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(_said(heading))

    def write_text(self, text: str) -> None:
        super().write_text(_said(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([_row(*row) for row in rows], col_max, col_spacing)


def _row(name: str, told: str) -> tuple[str, str]:
    """Return an option with all that is said of it, or a command with the first sentence.

    What click says of ``--help`` it keeps from one run to the next, so that is put into words here.
    """
    if name.startswith("-"):
        return _named(name), _translated(_said(told))
    return name, re.split(r"(?<=\.)\s", _said(told))[0].removesuffix(".")


def _said(text: str) -> str:
    texts = messages(default_lang())
    return _CODE.sub(lambda found: texts.text(found[1]), text)


def _named(text: str) -> str:
    """Put names of arguments and of kinds of values in the language of the user."""
    names = _names(default_lang())
    plain = text.replace(" RANGE", "").replace("%Y-%m-%d", messages(default_lang()).text("cli.day"))
    return _NAME.sub(lambda found: names.get(found[0], found[0]), plain)


@cache
def _names(lang: str) -> dict[str, str]:
    """Return by click's own name (``FILES``) what to call an argument."""
    found = messages(lang).text("cli.names").split()
    return dict(zip(messages("en").text("cli.names").split(), found, strict=True))


@cache
def _sentences(lang: str) -> dict[str, str]:
    """Return what click says by its English words."""
    dutch, english = messages(lang).sentences, messages("en").sentences
    return {told.message: dutch[code].message for code, told in english.items() if code.startswith("click.")}


def _translated(text: str) -> str:
    return _sentences(default_lang()).get(text, text)


def _translated_number(one: str, many: str, number: int) -> str:
    return _translated(one if number == 1 else many)


for _module in CLICK:
    vars(_module).update({"_": _translated, "ngettext": _translated_number})
click.Context.formatter_class = _Formatter
