"""What an assertion says in each of its languages: Arelle fills in one message, whose language is a matter of order.

Relies on arelle-release 2.47.3: ``FormulaEvaluator`` asks an assertion for its ``message`` and that for its text. The
text of the others goes behind it, marked so that ``split`` finds it again; the first stays what Arelle says.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from arelle import XbrlConst
from arelle.ModelFormulaObject import ModelVariableSetAssertion

_BEGIN: Final = "\x1e"  # no character of XML, so of no message
_OF: Final = "\x1f"
_INSTALLED: Final = "_message_in_one_language"


class _InAllLanguages:
    """Stands for the message that Arelle takes, and is evaluated with its translations."""

    def __init__(self, message: Any, others: list[Any]) -> None:
        self._message, self._others = message, others

    def __getattr__(self, name: str) -> Any:
        return getattr(self._message, name)

    def evaluate(self, *arguments: Any, **named: Any) -> str:
        """Fill in the message, and each translation that can be filled in."""
        texts = [str(self._message.evaluate(*arguments, **named))]
        for other in self._others:
            with suppress(Exception):  # a translation that cannot be filled in costs nobody anything
                texts.append(f"{_BEGIN}{other.xmlLang[:2].lower()}{_OF}{other.evaluate(*arguments, **named)}")
        return "".join(texts)


def install() -> None:
    """Have assertions speak all their languages, in this process from now on."""
    if hasattr(ModelVariableSetAssertion, _INSTALLED):
        return
    original = ModelVariableSetAssertion.message
    setattr(ModelVariableSetAssertion, _INSTALLED, original)
    ModelVariableSetAssertion.message = _with_translations(original)


def _with_translations(original: Callable[..., Any]) -> Callable[..., Any]:
    def message(self: Any, satisfied: bool, *more: Any, **named: Any) -> Any:
        found = original(self, satisfied, *more, **named)
        if found is None or more or named:
            return found
        arcrole = XbrlConst.assertionSatisfiedMessage if satisfied else XbrlConst.assertionUnsatisfiedMessage
        every = [relation.toModelObject for relation in self.modelXbrl.relationshipSet(arcrole).fromModelObject(self)]
        others = [each for each in every if each.xmlLang and each.xmlLang != found.xmlLang]
        return _InAllLanguages(found, others) if others else found

    return message


def split(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return what Arelle said, and the same in other languages: ``(("nl", "…"),)``."""
    first, *others = text.split(_BEGIN)
    found = (other.partition(_OF) for other in others)
    return first, tuple((lang, told) for lang, _, told in found)
