"""Running Arelle over reports, in a process that keeps each taxonomy loaded and judges every report in a fork.

Loading is what takes the time. That a loaded taxonomy judges as a fresh session does is shown by ``tests/engine``, over
these reports too.
"""

import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, TypeVar

from xbrl_pipeline.base.child import Child
from xbrl_pipeline.base.system import lead_group
from xbrl_pipeline.engine import ValidateJob
from xbrl_pipeline.engine.worker import settle_down

_PATIENCE: Final = 900.0  # seconds for all documents of one question
AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True)
class Said:
    """One thing that Arelle said."""

    code: str
    level: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """What Arelle said of one document: counts of each assertion, errors of any other kind, and all of it in words."""

    satisfied: dict[str, int]
    unsatisfied: dict[str, int]
    codes: tuple[str, ...]
    said: tuple[Said, ...]

    def above_info(self) -> list[str]:
        """Return the codes of what is at least a warning."""
        return [each.code for each in self.said if each.level not in {"info", "debug"}]


@dataclass(frozen=True)
class Table:
    """A table with the facts of a report in it: titles from left to right, and of each cell the places of its facts."""

    role: str
    title: str
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Layout:
    """The tables of a report, and all that Arelle said while it laid them out."""

    tables: tuple[Table, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class _Question:
    package: Path
    entry: str
    documents: tuple[Path, ...] | None = None  # without any the taxonomy itself is validated, in full
    lay_out: bool = False


class Runner:
    """Asks Arelle, in a process of its own."""

    def __init__(self) -> None:
        self._child = Child(_serve)

    def validate(self, package: Path, entry: str) -> Outcome:
        """Validate a taxonomy in full, offline."""
        return self._ask(_Question(package, entry), Outcome)

    def judge(self, package: Path, entry: str, documents: Sequence[Path]) -> dict[str, Outcome]:
        """Validate documents with formulas, offline; outcomes by the name of the document."""
        outcomes = self._ask(_Question(package, entry, tuple(documents)), list)
        return {path.name: outcome for path, outcome in zip(documents, outcomes, strict=True)}

    def lay_out(self, package: Path, entry: str, document: Path) -> Layout:
        """Lay a document out in the tables of its taxonomy, with Dutch titles, offline."""
        return self._ask(_Question(package, entry, (document,), lay_out=True), Layout)

    def stop(self) -> None:
        """End the process."""
        self._child.stop()

    def _ask(self, question: _Question, kind: type[AnswerT]) -> AnswerT:
        answer = self._child.ask(question, _PATIENCE)
        assert isinstance(answer, kind), answer
        return answer


def zip_package(folder: Path, target: Path) -> Path:
    """Zip a package folder as a user would."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, Path(folder.name) / path.relative_to(folder))
    return target


def _serve(connection: Connection) -> None:
    loaded: dict[tuple[Path, str], Any] = {}
    with tempfile.TemporaryDirectory(prefix="xbrl-engine-") as scratch:
        lead_group()  # whatever is forked ends together with this process
        settle_down(scratch)
        while True:
            try:
                question = connection.recv()
            except EOFError:
                return
            try:
                connection.send(_answer(question, loaded, Path(scratch)))
            except Exception as error:  # noqa: BLE001 - the test that asked must hear of it
                connection.send(repr(error))


def _answer(question: _Question, loaded: dict[tuple[Path, str], Any], scratch: Path) -> object:
    if question.documents is None:
        return _in_fork(partial(_validate, question))  # what it loads goes with the fork
    if question.lay_out:
        return _in_fork(partial(_lay_out, question.package, question.documents[0]))
    from xbrl_pipeline.engine.warm import load_warm  # noqa: PLC0415 - Arelle is loaded in the child only

    place = (question.package, question.entry)
    if place not in loaded:
        loaded[place] = load_warm(_job(question, Path()), scratch)
    return [_in_fork(partial(_judge, loaded[place], _job(question, path))) for path in question.documents]


def _job(question: _Question, document: Path) -> ValidateJob:
    return ValidateJob(document, (question.package,), None, question.entry)


def _in_fork(work: Callable[[], object]) -> object:
    ours, theirs = Pipe(duplex=False)
    child = os.fork()
    if child == 0:
        try:
            theirs.send(work())
        except BaseException as error:  # noqa: BLE001 - told where it is missed
            theirs.send(repr(error))
        finally:
            os._exit(0)
    theirs.close()
    answer = ours.recv()
    os.waitpid(child, 0)
    if isinstance(answer, str):
        raise RuntimeError(answer)  # noqa: TRY004 - what went wrong in the fork
    return answer


def _judge(warm: Any, job: ValidateJob) -> Outcome:  # noqa: ANN401 - of the engine, which is imported in the child only
    warm.take_up()
    if warm.judge(job) is None:
        message = f"{job.instance.name} cannot be judged by a loaded taxonomy"
        raise RuntimeError(message)
    said = tuple(Said(code, level, text) for code, level, text, _ in warm.steps.collector.records)
    return _outcome(warm.model.errors, said)


def _validate(question: _Question) -> Outcome:
    from arelle.api.Session import Session  # noqa: PLC0415 - likewise
    from arelle.RuntimeOptions import RuntimeOptions  # noqa: PLC0415

    options = RuntimeOptions(
        entrypointFile=question.entry,
        packages=[str(question.package)],
        workOffline=True,
        keepOpen=True,
        validate=True,
        disablePersistentConfig=True,
        logFile="logToStructuredMessage",
    )
    with Session() as session:
        session.run(options)
        records = json.loads(session.get_logs("json"))["log"]
        (model,) = session.get_models()
        said = tuple(Said(each["code"], each["level"], each["message"]["text"]) for each in records)
        return _outcome(model.errors, said)


def _lay_out(package: Path, document: Path) -> Layout:
    from arelle.api.Session import Session  # noqa: PLC0415 - likewise
    from arelle.rendering import RenderingEvaluator  # noqa: PLC0415
    from arelle.rendering.RenderingLayout import layoutTable  # noqa: PLC0415
    from arelle.RuntimeOptions import RuntimeOptions  # noqa: PLC0415
    from arelle.ViewFileRenderedLayout import ViewRenderedLayout  # noqa: PLC0415

    options = RuntimeOptions(
        entrypointFile=str(document),
        packages=[str(package)],
        workOffline=True,
        keepOpen=True,
        disablePersistentConfig=True,
        logFile="logToStructuredMessage",
    )
    with Session() as session:
        session.run(options)
        (model,) = session.get_models()
        RenderingEvaluator.init(model)
        view = ViewRenderedLayout(model, None, "nl", "")
        layoutTable(view)
        places = {fact.objectIndex: place for place, fact in enumerate(model.facts)}
        tables = tuple(_table(table_set, places) for table_set in view.lytMdlTblMdl.lytMdlTableSets)
        records = json.loads(session.get_logs("json"))["log"]
        return Layout(tables, tuple(Said(each["code"], each["level"], each["message"]["text"]) for each in records))


def _table(table_set: Any, places: dict[int, int]) -> Table:  # noqa: ANN401 - of Arelle, imported in the child only
    (table,) = table_set.lytMdlTables
    headers = [each for headers in table.lytMdlHeaders if headers.axis == "x" for each in headers.lytMdlGroups]
    rows = [row for group in headers for row in group.lytMdlHeaders]
    columns = tuple(cell.labels[0][0] for row in rows for cell in row.lytMdlCells if cell.labels)
    cells = tuple(tuple(places[fact.objectIndex] for fact, *_ in cell.facts) for cell in _cells(table))
    return Table(table_set.srcLinkrole, table_set.label, columns, cells)


def _cells(part: Any) -> Iterator[Any]:  # noqa: ANN401 - likewise
    for each in part.lytMdlBodyChildren:
        if hasattr(each, "facts"):
            yield each
        else:
            yield from _cells(each)


def _outcome(errors: list[Any], said: tuple[Said, ...]) -> Outcome:
    satisfied: dict[str, int] = {}
    unsatisfied: dict[str, int] = {}
    for error in errors:
        if isinstance(error, dict):
            satisfied |= {name: counts[0] for name, counts in error.items()}
            unsatisfied |= {name: counts[1] for name, counts in error.items()}
    codes = tuple(error for error in errors if isinstance(error, str) and not error.startswith("message:"))
    return Outcome(satisfied, unsatisfied, codes, said)
