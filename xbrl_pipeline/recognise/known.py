"""What people answered before: kept per board and layout in the state folder, and looked up for the next workbook."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.model.questions import Topic
from xbrl_pipeline.recognise.layout import ALIKE, Layout
from xbrl_pipeline.taxonomy.home import home, keep_whole, not_readable, not_writable

_FOLDER: Final = "known"
_PRIVATE: Final = 0o700  # who answered what about which board is nobody else's business
# never taken from another board: what is about it, and what would make all of its amounts a thousand times too large
_OF_ONE_BOARD: Final = (Topic.ENTITY, Topic.SCALE)
_MOST_BYTES: Final = 2 * 1024 * 1024
_NAME: Final = re.compile(r"[0-9a-f]{12}-[0-9]{5}")
Text = Annotated[str, Field(max_length=4000)]


class KnownAnswer(BaseModel):
    """One answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: Text = Field(description="The id of the question: topic and words, never amounts")
    topic: Topic
    asked: Text = Field(description="The question as a person saw it")
    value: Text = Field(description="What the answer says to the program")
    shown: Text = Field(description="The answer as a person saw it")
    personal: bool = Field(default=False, description="About one board and one year: used for no other")


class KnownFile(BaseModel):
    """known/<layout>-<bestuursnummer>.json: what was answered about the workbooks of one board with one layout."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="Known answers")

    version: Literal[1] = 1
    layout: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$", description="Fingerprint of the words of the workbook")]
    marks: list[Annotated[str, Field(pattern=r"^[0-9a-f]{10}$")]] = Field(
        description="The words themselves, as the first digits of their SHA-256"
    )
    bestuursnummer: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    workbook: Text = Field(description="Name of the workbook that was answered about last")
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="Of that workbook")]
    verslagjaar: int
    learned: datetime
    answers: list[KnownAnswer]

    @property
    def name(self) -> str:
        """What the file is called in commands."""
        return f"{self.layout}-{self.bestuursnummer}"

    @property
    def words(self) -> Layout:
        """The layout, to compare with."""
        return Layout(frozenset(self.marks))


@dataclass(frozen=True, slots=True)
class Memory:
    """An answer from before, and of whom."""

    answer: KnownAnswer
    board: str
    learned: datetime


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is known for a workbook. ``torn`` are questions that other boards answered in different ways."""

    memories: Mapping[str, Memory] = field(default_factory=dict)
    torn: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()  # names of files that could not be read


@dataclass(frozen=True, slots=True)
class WorkbookTraits:
    """What is known of the workbook that answers are for; empty or None where it does not say."""

    layout: Layout
    sha256: str
    board: str
    year: int | None

    def is_of(self, file: KnownFile) -> bool:
        """Tell whether answers are of the same board: what is about a board is never taken from another."""
        return file.sha256 == self.sha256 or file.bestuursnummer == self.board

    def is_same(self, file: KnownFile) -> bool:
        """Tell whether answers are about the very same accounts."""
        return file.sha256 == self.sha256 or (file.bestuursnummer == self.board and file.verslagjaar == self.year)


def recall(about: WorkbookTraits) -> Recalled:
    """Return the answers to workbooks with this layout: those of the board itself, else what all other boards said."""
    files, damaged = _alike(about.layout)
    own = [file for file in files if about.is_of(file)]
    memories = {
        memory.answer.question: memory
        for file in reversed(own)
        for memory in _memories([file])
        if about.is_same(file) or not memory.answer.personal
    }
    others: dict[str, list[Memory]] = {}
    for memory in _memories(file for file in files if file not in own):
        answer = memory.answer
        if answer.topic not in _OF_ONE_BOARD and not answer.personal and answer.question not in memories:
            others.setdefault(memory.answer.question, []).append(memory)
    torn = tuple(question for question, said in others.items() if len({each.answer.value for each in said}) > 1)
    memories.update({question: said[0] for question, said in others.items() if question not in torn})
    return Recalled(memories, torn, damaged)


def learn(about: WorkbookTraits, workbook: str, answers: Iterable[KnownAnswer]) -> KnownFile | None:
    """Keep answers; a newer answer takes the place of an older one. Returns what is known now, if anything."""
    layout, year = about.layout, about.year
    old = [file for file in _alike(layout)[0] if file.bestuursnummer == about.board]
    known = {answer.question: answer for file in reversed(old) for answer in file.answers if not answer.personal}
    known.update({answer.question: answer for answer in answers})
    if not known or year is None or not about.board:
        return None
    file = KnownFile(
        layout=layout.name,
        marks=sorted(layout.marks),
        bestuursnummer=about.board,
        workbook=workbook,
        sha256=about.sha256,
        verslagjaar=year,
        learned=datetime.now(UTC).replace(microsecond=0),
        answers=list(known.values()),
    )
    _make_folder()
    keep_whole(_path(file.name), (file.model_dump_json(indent=2) + "\n").encode())
    for other in old:
        if other.name != file.name:
            _path(other.name).unlink(missing_ok=True)
    return file


def list_known() -> tuple[list[KnownFile], tuple[str, ...]]:
    """Return everything that is known, the newest first, and the names of files that cannot be read."""
    found, damaged = [], []
    for path in _paths():
        try:
            found.append(_read(path))
        except PipelineError:
            damaged.append(path.stem)
    return sorted(found, key=lambda file: (file.learned, file.name), reverse=True), tuple(damaged)


def find_known(name: str) -> KnownFile:
    """Return one of the known layouts; by the start of its name where only one begins so."""
    return _read(_path(_whole(name)))


def forget(name: str, question: str = "") -> None:
    """Throw away all answers of a layout and board, or the answer to one question."""
    whole = _whole(name)
    if not question:
        _unlink(_path(whole))
        return
    file = _read(_path(whole))
    left = [answer for answer in file.answers if answer.question != question]
    if len(left) == len(file.answers):
        raise PipelineError("known.no_question", ExitCode.USAGE, name=whole, question=question)
    if left:
        kept = file.model_copy(update={"answers": left})
        keep_whole(_path(whole), (kept.model_dump_json(indent=2) + "\n").encode())
    else:
        _unlink(_path(whole))


def forget_all() -> int:
    """Throw everything away, damaged files too; returns how many files there were."""
    paths = _paths()
    for path in paths:
        _unlink(path)
    return len(paths)


def _alike(layout: Layout) -> tuple[list[KnownFile], tuple[str, ...]]:
    files, damaged = list_known()
    return [file for file in files if file.words.likeness(layout) >= ALIKE], damaged


def _memories(files: Iterable[KnownFile]) -> Iterator[Memory]:
    return (Memory(answer, file.bestuursnummer, file.learned) for file in files for answer in file.answers)


def _whole(name: str) -> str:
    names = [path.stem for path in _paths()]
    found = [each for each in names if each == name] or [each for each in names if name and each.startswith(name)]
    if len(found) != 1:
        raise PipelineError("known.two" if found else "known.none", ExitCode.USAGE, name=name, known=tuple(found))
    return found[0]


def _paths() -> list[Path]:
    try:
        return sorted(path for path in (home() / _FOLDER).glob("*.json") if _NAME.fullmatch(path.stem))
    except OSError as error:
        raise not_readable(error) from error


def _path(name: str) -> Path:
    return home() / _FOLDER / f"{name}.json"


def _make_folder() -> None:
    folder = home() / _FOLDER
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=_PRIVATE, exist_ok=True)
    except OSError as error:
        raise not_writable(folder, error) from error


def _read(path: Path) -> KnownFile:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
        file = KnownFile.model_validate_json(data[:_MOST_BYTES])
    except (OSError, ValidationError) as error:
        raise PipelineError("known.damaged", name=path.stem) from error
    if file.name != path.stem:
        raise PipelineError("known.damaged", name=path.stem)
    return file


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise not_writable(path.parent, error) from error
