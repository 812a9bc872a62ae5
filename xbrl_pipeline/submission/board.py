"""The bestuursnummer that stands in an instance."""

from typing import Final
from xml.parsers import expat

from xbrl_pipeline.model.outcome import PipelineError

CONCEPT: Final = "CompetentAuthorityNumber"


class _Values:
    """Collects the text of every element with the name of the concept, wherever it stands and in any namespace.

    All of them count, so that a second number cannot hide in a place where another reader would look first.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._depth = 0  # inside the concept

    def start(self, name: str, _attributes: object) -> None:
        if self._depth:
            self._depth += 1
        elif name.rpartition(" ")[2] == CONCEPT:
            self._depth = 1
            self.texts.append("")

    def end(self, _name: str) -> None:
        self._depth = max(self._depth - 1, 0)

    def text(self, data: str) -> None:
        if self._depth:
            self.texts[-1] += data


def bestuursnummer_in(instance: bytes) -> str:
    """Return the one bestuursnummer of an instance; PipelineError when there is none or more than one.

    The parser fetches nothing, and a DOCTYPE is refused where it starts, before any entity in it is known.
    """
    values = _Values()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = values.start
    parser.EndElementHandler = values.end
    parser.CharacterDataHandler = values.text
    try:
        parser.Parse(instance, True)
    except (expat.ExpatError, LookupError, ValueError) as problem:  # the last two: an encoding that is not known
        raise PipelineError("submission.instance_unreadable", line=str(parser.CurrentLineNumber)) from problem
    return _only(sorted({text.strip(" \t\r\n") for text in values.texts}))


def _refuse_doctype(*_: object) -> None:
    raise PipelineError("submission.instance_doctype")


def _only(numbers: list[str]) -> str:
    match numbers:
        case [] | [""]:
            raise PipelineError("submission.instance_no_board")
        case [number]:
            return number
        case _:
            raise PipelineError("submission.instance_boards", numbers=tuple(numbers))
