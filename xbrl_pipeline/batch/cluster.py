"""Many files on many machines: parcels out over Dask, and back what a worker process here would have made of them.

The places of dossiers, the overview and the exit code are made by the run itself, as of workers on this machine, so
that a machine that is lost, or does something twice, leaves nothing behind.
"""

import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final
from uuid import uuid4

from distributed import Client, Future
from distributed.scheduler import KilledWorker

from xbrl_pipeline.base.program import identity
from xbrl_pipeline.batch.dask_setup import DEAD_AFTER, configure
from xbrl_pipeline.batch.dossiers import is_untouched, stage_files
from xbrl_pipeline.batch.incidents import record_incident
from xbrl_pipeline.batch.node import DONE, LACKS, bring_package, check_parcel, resource_name
from xbrl_pipeline.batch.options import ClusterChoice, RunOptions
from xbrl_pipeline.batch.order import taxonomy_groups
from xbrl_pipeline.batch.outcome import Made
from xbrl_pipeline.batch.parcels import InputParcel, SentInput, SentPackage, Setup, read_answers
from xbrl_pipeline.batch.pool import Lost
from xbrl_pipeline.batch.task import CheckTask, Dossiers, check_guarded, lost_input
from xbrl_pipeline.boards.store import pack_register
from xbrl_pipeline.dossier.files import read_report_file
from xbrl_pipeline.dossier.names import REPORT
from xbrl_pipeline.engine import Engine, EngineSettings, engine_version
from xbrl_pipeline.inputs.forms import form_kind
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.model.gist import gist_of
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.packages import RECORD
from xbrl_pipeline.taxonomy.store import packages

_LARGEST: Final = 64 << 20  # bytes of an input that travels; larger ones are checked where they are
_MOST: Final = 8  # inputs in a parcel
_AHEAD: Final = 2  # parcels on their way for each checker
_LOOK_UP: Final = 1.0  # seconds between looks at the cluster
_NEIGHBOURS: Final = "instance.taxonomy_missing"  # what is said of it depends on what lies beside the file


def check_on_cluster(
    inputs: Sequence[Input],
    settings: EngineSettings,
    options: RunOptions,
    choice: ClusterChoice,
    kept: Dossiers | None,
) -> Iterator[tuple[Input, Made]]:
    """Give each input with what a machine of the cluster made of it, in the order in which they are ready.

    No scheduler, no machine with this program, and all machines lost are PipelineErrors; what was ready stays.
    """
    if options.beside.choice.place is not None:
        raise PipelineError("cluster.taxonomy_elsewhere", ExitCode.USAGE)
    configure()
    run = _ClusterRun(inputs, settings, options, choice, kept, _connect(choice.address))
    try:
        yield from run.outcomes()
    finally:
        run.client.close()


def _connect(address: str) -> Client:
    try:
        return Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        raise PipelineError("cluster.no_scheduler", ExitCode.NOT_VALIDATED, address=address) from error


@dataclass
class _ClusterRun:
    inputs: Sequence[Input]
    settings: EngineSettings
    options: RunOptions
    choice: ClusterChoice
    kept: Dossiers | None
    client: Client
    waiting: deque[tuple[int, ...]] = field(default_factory=deque)
    away: dict[Future[Any], tuple[int, ...]] = field(default_factory=dict)
    ready: SimpleQueue[Future[Any]] = field(default_factory=SimpleQueue)
    anew: set[int] = field(default_factory=set)  # whose earlier dossier was touched by somebody

    def outcomes(self) -> Iterator[tuple[Input, Made]]:
        checkers, seen = self._checkers(), time.monotonic()
        if not checkers:
            raise PipelineError(
                "cluster.no_machine", ExitCode.NOT_VALIDATED, address=self.choice.address, program=identity()
            )
        here = [number for number, item in enumerate(self.inputs) if not self._can_travel(item)]
        self._divide(set(here), checkers)
        for number in here:
            yield self.inputs[number], self._check_here(self.inputs[number])
        while self.waiting or self.away:
            while self.waiting and len(self.away) < _AHEAD * checkers:
                yield from self._send(self.waiting.popleft())
            try:
                future = self.ready.get(timeout=_LOOK_UP)
            except Empty:
                found = self._checkers()
                checkers = found or checkers
                if found:
                    seen = time.monotonic()
                elif time.monotonic() - seen > DEAD_AFTER:
                    raise PipelineError("cluster.gone", ExitCode.NOT_VALIDATED, n=self._left()) from None
                continue
            seen = time.monotonic()
            yield from self._taken(future, self.away.pop(future, ()))

    @cached_property
    def _resource(self) -> str:
        return resource_name(identity(), engine_version())

    def _left(self) -> int:
        return sum(map(len, (*self.waiting, *self.away.values())))

    def _checkers(self) -> int:
        """Return how many inputs machines with this program check at a time; 0 too where the scheduler is away."""
        if self.client.status != "running":
            if self.client.status in ("closed", "closing", "newly-created"):
                with suppress(PipelineError):
                    self.client = _connect(self.choice.address)
                    self.waiting.extend(self.away.values())
                    self.away.clear()
            return 0
        try:
            machines = self.client.scheduler_info(n_workers=-1)["workers"].values()
        except OSError:
            return 0
        return int(sum(machine["resources"].get(self._resource, 0) for machine in machines))

    def _divide(self, here: set[int], checkers: int) -> None:
        """Make parcels of the inputs of one taxonomy: small enough for all machines to have a share."""
        size = max(1, min(_MOST, len(self.inputs) // (checkers * 2 * _AHEAD)))
        for group in taxonomy_groups(self.inputs):
            away = [number for number in group if number not in here]
            self.waiting.extend(tuple(away[place : place + size]) for place in range(0, len(away), size))

    def _can_travel(self, item: Input) -> bool:
        """Tell whether a file is all there is to an input; what cannot be read is said of where it is."""
        try:
            item.mapping_path()
            if self.choice.shared:
                return True
            return not form_kind(item.path) and item.path.is_file() and item.path.stat().st_size <= _LARGEST
        except (OSError, PipelineError):
            return False

    def _check_here(self, item: Input) -> Made:
        options = self.options
        task = CheckTask(self.settings, options.messages.lang, options.strict, options.beside, self.kept)
        with Engine(settings=self.settings) as engine:
            return check_guarded(task, engine, item)

    @cached_property
    def _setup(self) -> Setup:
        beside, choice = self.options.beside, self.options.beside.choice
        added = [each for each in packages() if not each.shipped]
        return Setup(
            lang=self.options.messages.lang,
            strict=self.options.strict,
            keep=self.kept is not None,
            cached=self.settings.results is not None,
            time_limit=self.settings.time_limit,
            memory_limit=self.settings.memory_limit,
            taxonomy=choice.taxonomy,
            filing_rules=choice.filing_rules,
            calculations=choice.calculations,
            whole_set=choice.whole_set,
            rules=beside.rules.data if beside.rules else None,
            rules_name=beside.rules.path.name if beside.rules else "-",
            previous=beside.previous.data if beside.previous else None,
            previous_name=beside.previous.name if beside.previous else "-",
            boards=pack_register(beside.boards) if beside.boards else None,
            packages=tuple(
                SentPackage(id=each.id, sha256=each.sha256, record=(each.path.parent / RECORD).read_bytes())
                for each in added
            ),
            staging=str(self.kept.staging.resolve()) if self.choice.shared and self.kept else "",
        )

    @cached_property
    def _finished_of(self) -> dict[str, list[str]]:
        """The fingerprints of dossiers of earlier runs by the SHA-256 of what is in them."""
        found: dict[str, list[str]] = {}
        for fingerprint, dossier in (self.kept.finished if self.kept else {}).items():
            for each in dossier.manifest.files.values():
                found.setdefault(each, []).append(fingerprint)
        return found

    def _sent(self, number: int) -> SentInput:
        item = self.inputs[number]
        data, mapping = item.path.read_bytes(), item.mapping_path()
        earlier = () if number in self.anew else tuple(self._finished_of.get(sha256(data).hexdigest(), ()))
        path, shared = item.path.resolve() if self.choice.shared else item.path, self.choice.shared
        return SentInput(
            number=number,
            path=str(path),
            name=item.name,
            file=item.path.name,
            data=None if shared else data,
            mapping=None if shared or mapping is None else mapping.read_bytes(),
            mapping_name=None if mapping is None else mapping.name,
            mapping_path=None if mapping is None else str(mapping.resolve()),
            finished=earlier,
        )

    def _send(self, numbers: tuple[int, ...]) -> Iterator[tuple[Input, Made]]:
        """Put a parcel on its way; an input that went away meanwhile is told here."""
        sent = []
        for number in numbers:
            try:
                sent.append(self._sent(number))
            except (OSError, PipelineError):
                yield self.inputs[number], self._check_here(self.inputs[number])
        if not sent:
            return
        parcel = InputParcel(program=identity(), engine=engine_version(), setup=self._setup, inputs=tuple(sent))
        future = self.client.submit(
            check_parcel, parcel.packed(), key=f"xbrl-{uuid4().hex}", resources={self._resource: 1}, pure=False
        )
        self.away[future] = tuple(each.number for each in sent)
        future.add_done_callback(self.ready.put)

    def _taken(self, future: Future[Any], numbers: tuple[int, ...]) -> Iterator[tuple[Input, Made]]:
        if not numbers:  # of a scheduler that is no more
            return
        if future.status in ("cancelled", "lost"):
            self.waiting.append(numbers)
            return
        if future.status == "error":
            yield from self._failed(future.exception(), numbers)
            return
        try:
            answer: Any = future.result(timeout=DEAD_AFTER)
        except (OSError, TimeoutError):  # the machine went away with it
            self.waiting.append(numbers)
            return
        future.release()
        if answer.startswith(LACKS):
            self._bring(answer.removeprefix(LACKS).decode().split())
            self.waiting.appendleft(numbers)
        elif answer.startswith(DONE):
            found = read_answers(answer.removeprefix(DONE))
            for number in numbers:
                yield from self._received(number, *found[number])
        else:
            yield from self._failed(RuntimeError(answer.decode()), numbers)

    def _failed(self, error: BaseException | None, numbers: tuple[int, ...]) -> Iterator[tuple[Input, Made]]:
        """Take each input by itself where machines were lost with a parcel, so that one costs the others nothing."""
        if isinstance(error, KilledWorker) and len(numbers) > 1:
            self.waiting.extend((number,) for number in numbers)
            return
        for number in numbers:
            item = self.inputs[number]
            if isinstance(error, KilledWorker):
                yield item, lost_input(item, Lost("died"))
            else:
                yield item, Made(error=record_incident(error or RuntimeError()))

    def _received(self, number: int, made: Made, files: dict[str, bytes]) -> Iterator[tuple[Input, Made]]:
        item = self.inputs[number]
        if made.error is not None and made.error.code == _NEIGHBOURS and not self.choice.shared:
            yield item, self._check_here(item)
            return
        if made.unchanged and self.kept is not None:
            dossier = self.kept.finished[made.unchanged]
            if not is_untouched(dossier):
                self.anew.add(number)
                self.waiting.append((number,))
                return
            report = read_report_file((dossier.folder / REPORT).read_bytes())
            made = replace(made, earlier=dossier, gist=gist_of(report), unchanged="")
        if made.staged is not None and files and self.kept is not None:
            try:
                place = stage_files(self.kept.staging, {Path(name).name: data for name, data in files.items()})
                made = replace(made, staged=replace(made.staged, place=place))
            except PipelineError as error:
                made = Made(error=error, seconds=made.seconds)
        yield item, made

    def _bring(self, lacking: Sequence[str]) -> None:
        """Send packages to the machines; each keeps them by the hash of their bytes."""
        machines = list(self.client.scheduler_info(n_workers=-1)["workers"])
        for package in packages():
            if package.sha256 in lacking:
                data = package.path.read_bytes()
                sent = [
                    self.client.submit(bring_package, package.sha256, data, workers=[each], pure=False)
                    for each in machines
                ]
                for future in sent:
                    with suppress(Exception):  # a machine that went away is asked again when it is back
                        future.result(timeout=DEAD_AFTER)
