"""A machine of a cluster: Dask hands it parcels, and processes of our own check what is in them.

Dask's process only passes on. A workbook that takes its checker down, or never lets go of it, costs that one input; the
processes that know a taxonomy are shared by all checkers of the machine.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import LifoQueue
from threading import Lock
from typing import Final

from xbrl_pipeline.base.files import write_whole
from xbrl_pipeline.base.program import identity
from xbrl_pipeline.base.sharing import make_folder
from xbrl_pipeline.batch.incidents import record_incident
from xbrl_pipeline.batch.outcome import Made
from xbrl_pipeline.batch.parcels import InputParcel, SentInput, Setup, pack_answers
from xbrl_pipeline.batch.pool import Lost, Seat
from xbrl_pipeline.batch.task import PATIENCE, CheckTask, Dossiers, check_guarded, lost_input
from xbrl_pipeline.boards.store import read_register
from xbrl_pipeline.engine import Engine, EngineSettings, engine_version
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.inputs.sources import SideInputs, TaxonomyChoice
from xbrl_pipeline.instance.reader import read_instance
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy.packages import PACKED, RECORD
from xbrl_pipeline.taxonomy.store import home
from xbrl_pipeline.validation.rulebook import load_rules

OTHER_PROGRAM: Final = b"other program"
LACKS: Final = b"lacks "
DONE: Final = b"done "
FAILED: Final = b"failed "
_HOMES: Final = "cluster"


def resource_name(program: str, engine: str) -> str:
    """Return the Dask resource of machines with one program and engine; only these get its parcels."""
    return f"{program}/{engine}"


@dataclass(frozen=True, slots=True)
class _NodeTask:
    """What a checker of one run needs to know; the state folder has the packages of that run and no others."""

    engine: EngineSettings
    setup: Setup
    home: Path

    @contextmanager
    def open(self) -> Iterator[Callable[[SentInput], tuple[Made, dict[str, bytes]]]]:
        """Give the function for one input."""
        os.environ["XBRL_PIPELINE_HOME"] = str(self.home)
        with tempfile.TemporaryDirectory(prefix="xbrl-node-") as name, Engine(settings=self.engine) as engine:
            yield partial(_check_sent, self, engine, _side_inputs(self.setup, Path(name)))


class ClusterNode:
    """What one machine keeps between parcels: checkers that are free, packages, and servers with a taxonomy."""

    def __init__(self, checkers: int) -> None:
        self._free = LifoQueue[tuple[Setup, Seat[SentInput, tuple[Made, dict[str, bytes]]]] | None]()
        for _ in range(checkers):
            self._free.put(None)
        self._engine = Engine()  # owns the servers that all checkers share
        self._lock = Lock()

    def check(self, data: bytes) -> bytes:
        """Check what is in a parcel, and say which packages are missing where that cannot be done."""
        parcel = InputParcel.unpacked(data)
        if (parcel.program, parcel.engine) != (identity(), engine_version()):
            return OTHER_PROGRAM
        with self._lock:
            lacking = [each.sha256 for each in parcel.setup.packages if not _blob(each.sha256).is_file()]
            if not lacking:
                _lay_out(parcel.setup)
        if lacking:
            return LACKS + " ".join(lacking).encode()
        held = self._free.get()
        try:
            if held is None or held[0] != parcel.setup:
                if held is not None:
                    held[1].end()
                held = (parcel.setup, Seat(self._task(parcel.setup), PATIENCE * parcel.setup.time_limit))
            answers = {each.number: _answered(held[1].ask(each), each) for each in parcel.inputs}
        finally:
            self._free.put(held)
        return DONE + pack_answers(answers)

    def end(self) -> None:
        """End all processes."""
        while not self._free.empty():
            held = self._free.get()
            if held is not None:
                held[1].end()
        self._engine.__exit__(None, None, None)

    def _task(self, setup: Setup) -> _NodeTask:
        with self._lock:
            meeting = self._engine.shared().meeting
        place = _home_of(setup)
        results = place / "results" if setup.cached else None
        settings = EngineSettings(setup.time_limit, setup.memory_limit, meeting=meeting, results=results)
        return _NodeTask(settings, setup, place)


def take_package(sha256: str, data: bytes) -> None:
    """Keep the bytes of a package; which ones they are is worked out here."""
    from hashlib import sha256 as hashed  # noqa: PLC0415 - beside a name of the same kind

    if hashed(data).hexdigest() == sha256:
        make_folder(_blob(sha256).parent)
        write_whole(_blob(sha256), data)


def _blob(sha256: str) -> Path:
    return home() / _HOMES / "packages" / sha256


def _home_of(setup: Setup) -> Path:
    return home() / _HOMES / f"state-{setup.home_key}"


def _lay_out(setup: Setup) -> None:
    """Make the state folder with the packages of a run."""
    for package in setup.packages:
        folder = _home_of(setup) / "packages" / f"{package.id}-{package.sha256[:16]}"
        if not (folder / RECORD).is_file():
            make_folder(folder)
            write_whole(folder / PACKED, _blob(package.sha256).read_bytes())
            write_whole(folder / RECORD, package.record)


def _side_inputs(setup: Setup, place: Path) -> SideInputs:
    rules, previous = place / f"rules-{setup.rules_name}", place / f"previous-{setup.previous_name}"
    choice = TaxonomyChoice(setup.taxonomy, None, setup.filing_rules, setup.calculations, setup.whole_set)
    found = SideInputs(choice=choice)
    if setup.rules is not None:
        rules.write_bytes(setup.rules)
        found = replace(found, rules=load_rules(rules))
    if setup.previous is not None:
        previous.write_bytes(setup.previous)
        found = replace(found, previous=replace(read_instance(previous), name=setup.previous_name))
    if setup.boards is not None:
        found = replace(found, boards=read_register(setup.boards, place))
    return found


def _check_sent(task: _NodeTask, engine: Engine, beside: SideInputs, sent: SentInput) -> tuple[Made, dict[str, bytes]]:
    """Check one input where it lies, or lay it in a folder of its own; the files of its dossier come along then."""
    setup = task.setup
    with tempfile.TemporaryDirectory(prefix="xbrl-node-") as name:
        # with a space in its name where it had one: an advice quotes the file then
        place = Path(name) / ("an input" if " " in str(Path(sent.path).parent) else "input")
        staging = Path(setup.staging or name)
        place.mkdir()
        item = _laid_down(sent, place)
        kept = Dossiers(staging, {}, frozenset(sent.finished)) if setup.keep else None
        check = CheckTask(engine.settings, setup.lang, setup.strict, beside, kept)
        made = check_guarded(check, engine, item)
        if made.error is not None:
            made = replace(made, error=_as_the_run_knows(made.error, item, sent))
        if made.staged is None or setup.staging:
            return made, {}
        files = {file.name: file.read_bytes() for file in made.staged.place.iterdir()}
        return replace(made, staged=replace(made.staged, place=Path())), files


def _laid_down(sent: SentInput, place: Path) -> Input:
    if sent.data is None:
        return Input(Path(sent.path), None if sent.mapping_path is None else Path(sent.mapping_path), sent.name)
    (place / sent.file).write_bytes(sent.data)
    mapping = None
    if sent.mapping_name is not None:
        mapping = place / sent.mapping_name
        if sent.mapping is not None:
            mapping.write_bytes(sent.mapping)
    return Input(place / sent.file, mapping, sent.name)


def _as_the_run_knows(error: PipelineError, item: Input, sent: SentInput) -> PipelineError:
    """Have an error speak of the file by the name that it has where it came from."""
    here, there = f"{item.path.parent}{os.sep}", f"{Path(sent.path).parent}{os.sep}"

    def renamed(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(renamed, value))
        return type(value)(value.replace(here, there)) if isinstance(value, str) else value

    params = {name: renamed(value) for name, value in error.params.items()}
    return PipelineError(error.code, error.exit_code, **params)


def _answered(answer: tuple[Made, dict[str, bytes]] | Lost, sent: SentInput) -> tuple[Made, dict[str, bytes]]:
    if isinstance(answer, Lost):
        return lost_input(Input(Path(sent.path)), answer), {}
    return answer


_NODES: Final[list[ClusterNode]] = []


def settle_in(node: ClusterNode) -> None:
    """Let the functions below reach the node of this process."""
    _NODES.append(node)


def check_parcel(data: bytes) -> bytes:
    """Check a parcel on the machine where Dask has put it: the first of two functions that run there."""
    try:
        return _NODES[0].check(data)
    except Exception as error:  # noqa: BLE001 - Dask would write down all that it was called with
        return FAILED + str(record_incident(error).params.get("number", "")).encode()


def bring_package(sha256: str, data: bytes) -> None:
    """Keep a package on the machine where Dask has put this: the second one."""
    with suppress(OSError, PipelineError):  # it is asked for again
        take_package(sha256, data)
