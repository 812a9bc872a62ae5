"""The catalogue: TOML files per language and room, ``[code]`` with ``message`` and ``advice``.

A code may end in ``*``: it then serves every code that starts so (for families such as the codes of the schema
validator). The longest match wins.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from xbrl_pipeline.base.plugins import MESSAGES, plugins_of
from xbrl_pipeline.messages.notation import amount, day, enumerate_names
from xbrl_pipeline.messages.plain import visible
from xbrl_pipeline.model.cells import CellRef, cells_text
from xbrl_pipeline.model.outcome import Phrase

LANGUAGES: Final = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is wrong and what to do about it, with gaps as in ``str.format``."""

    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Messages:
    """The sentences of one language."""

    lang: str
    sentences: Mapping[str, Sentence]

    def find(self, code: str) -> Sentence | None:
        """Return the sentence for a code, by its own name or the longest family it belongs to."""
        key = self.key(code)
        return None if key is None else self.sentences[key]

    def key(self, code: str) -> str | None:
        """Return the name under which the sentence for a code stands: its own, or that of the longest family."""
        if code in self.sentences:
            return code
        families = [key for key in self.sentences if key.endswith("*") and code.startswith(key[:-1])]
        return max(families, key=len) if families else None

    def has(self, code: str) -> bool:
        """Tell whether a code has a sentence by its own name."""
        return code in self.sentences

    def text(self, code: str, /, **params: object) -> str:
        """Return the filled message of a code; a code without a sentence is a programming error (KeyError)."""
        return self._fill(self._get(code).message, params)

    def advice(self, code: str, /, **params: object) -> str:
        """Return the filled advice of a code, empty where there is none."""
        return self._fill(self._get(code).advice, params)

    def _get(self, code: str) -> Sentence:
        sentence = self.find(code)
        if sentence is None:
            raise KeyError(code)
        return sentence

    def _fill(self, template: str, params: Mapping[str, object]) -> str:
        return template.format_map({name: self.show(value) for name, value in params.items()})

    def show(self, value: object) -> str:
        """Write a value as it stands in a sentence; a phrase is its own sentence."""
        match value:
            case Phrase():
                return self.text(value)
            case Decimal() | int() if not isinstance(value, bool):
                return amount(value, self.lang)
            case date():
                return day(value)
            case tuple() | list():
                return self._show_all(value)
            case _:
                return visible(str(value))

    def _show_all(self, values: Sequence[object]) -> str:
        cells = [value for value in values if isinstance(value, CellRef)]
        return cells_text(cells) if cells and len(cells) == len(values) else enumerate_names(map(self.show, values))


@cache
def messages(lang: str) -> Messages:
    """Load the catalogue of a language, with the sentences of plugins; a code defined twice raises ValueError."""
    sentences: dict[str, Sentence] = {}
    packages = (__package__, *(plugin.entry_point.value for plugin in plugins_of(MESSAGES)))
    for file in (each for package in packages for each in _files(package, lang)):
        for code, entry in tomllib.loads(file.read_text("utf-8")).items():
            if code in sentences:
                msg = f"{file.name}: {code} is defined twice"
                raise ValueError(msg)
            sentences[code] = Sentence(**entry)
    return Messages(lang, sentences)


def _files(package: str, lang: str) -> list[Traversable]:
    return sorted(files(package).joinpath(lang).iterdir(), key=lambda entry: entry.name)
