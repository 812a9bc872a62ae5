"""What the queue itself reads in an instance: whose report it is, and who answers questions about it."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit
from xml.parsers import expat

from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.outcome import PipelineError

_PRACTICE: Final = ".example"  # RFC 2606
BOARD: Final = "CompetentAuthorityNumber"
IDENTIFIER: Final = "identifier"  # of the entity, in every context
CONTACT: Final = ("FirstName", "FamilyName", "TelephoneNumber", "EmailAddressFull")
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_HINTS: Final = (f"{_XSI} schemaLocation", f"{_XSI} noNamespaceSchemaLocation")  # pairs with a namespace; places alone
_PUBLISHED: Final = ("http://", "https://")
_XML: Final = "1.0"  # in 1.1 other characters end a line and may be written
_LONGEST: Final = 300  # characters of what is shown of them


class _Values:
    """Collects the text of every element with one of the names, wherever it stands and in any namespace.

    All of them count, so that a second number cannot hide in a place where another reader would look first.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.texts: dict[str, list[str]] = {name: [] for name in names}
        self._inside: list[str] = []  # the element that is collected, once for each level inside it

    def start(self, name: str, _attributes: object) -> None:
        local = name.rpartition(" ")[2]
        if self._inside:
            self._inside.append(self._inside[0])
        elif local in self.texts:
            self._inside.append(local)
            self.texts[local].append("")

    def end(self, _name: str) -> None:
        if self._inside:
            self._inside.pop()

    def text(self, data: str) -> None:
        if self._inside:
            self.texts[self._inside[0]][-1] += data


def values_in(instance: bytes, names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the different texts of the elements with each name, sorted.

    The parser fetches nothing, and a DOCTYPE is refused where it starts, before any entity in it is known.
    """
    values = _Values(names)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = values.start
    parser.EndElementHandler = values.end
    parser.CharacterDataHandler = values.text
    try:
        parser.Parse(instance, True)
    except (expat.ExpatError, LookupError, ValueError) as problem:  # the last two: an encoding that is not known
        raise PipelineError("submission.instance_unreadable", line=str(parser.CurrentLineNumber)) from problem
    return {name: tuple(sorted({text.strip(" \t\r\n") for text in texts})) for name, texts in values.texts.items()}


def refuse_hidden(instance: bytes) -> None:
    """Refuse comments and processing instructions inside the value of a fact, schemas in places of its own, XML 1.1.

    XBRL allows most of them. But who looks at such a file sees another figure than a program that reads past them, and
    one that follows such a hint judges by another schema than one that does not. A queue takes nothing that two readers
    can read in two ways.
    """
    facts: list[bool] = []  # of each open element, whether it states a fact

    def start(_: str, attributes: Mapping[str, str]) -> None:
        facts.append("contextRef" in attributes)
        hints = [attributes.get(name, "").split() for name in _HINTS]
        if any(not place.startswith(_PUBLISHED) for place in (*hints[0][1::2], *hints[1])):
            raise PipelineError("submission.own_schema", line=str(parser.CurrentLineNumber))

    def declared(version: str, *_: object) -> None:
        if version != _XML:
            raise PipelineError("submission.xml_version", version=version)

    def refuse(*_: object) -> None:
        if any(facts):
            raise PipelineError("submission.hidden_in_fact", line=str(parser.CurrentLineNumber))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: facts.pop()
    parser.CommentHandler = parser.ProcessingInstructionHandler = refuse
    parser.XmlDeclHandler = declared
    try:
        parser.Parse(instance, True)
    except (expat.ExpatError, LookupError, ValueError) as problem:
        raise PipelineError("submission.instance_unreadable", line=str(parser.CurrentLineNumber)) from problem


def bestuursnummer_in(instance: bytes) -> str:
    """Return the one bestuursnummer of an instance; PipelineError when there is none or more than one."""
    return _only(values_in(instance, [BOARD])[BOARD])


def contact_in(instance: bytes) -> str:
    """Return the contact person of the report on one line; empty where the instance names none, or several."""
    found = values_in(instance, CONTACT)
    return one_line(" ".join(found[name][0] for name in CONTACT if len(found[name]) == 1 and found[name][0]), _LONGEST)


def is_practice(instance: bytes) -> bool:
    """Tell whether an instance names a taxonomy under the domain for examples: no receiver takes such a report."""
    found: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(" ")[2] == "schemaRef":
            found.extend(value for key, value in attributes.items() if key.rpartition(" ")[2] == "href")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    with suppress(expat.ExpatError, LookupError, ValueError):  # what is no XML is refused elsewhere
        parser.Parse(instance, True)
    return any((urlsplit(address).hostname or "").endswith(_PRACTICE) for address in found)


def _refuse_doctype(*_: object) -> None:
    raise PipelineError("submission.instance_doctype")


def _only(numbers: tuple[str, ...]) -> str:
    match numbers:
        case () | ("",):
            raise PipelineError("submission.instance_no_board")
        case (number,):
            return number
        case _:
            raise PipelineError("submission.instance_boards", numbers=numbers)
