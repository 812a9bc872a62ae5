"""Dask as it runs here: only our own functions, and nothing unpickled but the parts that Dask's own messages need.

Dask sends functions and values as pickles, and whoever can reach a port could have a machine run anything. Here a
pickle may name the two functions of ``node`` and a few classes of Dask; whatever else it names is refused, and the ways
by which Dask takes code are closed.
"""

import asyncio
import builtins
import io
import logging
import pickle
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, Final

import dask
from distributed import Scheduler, Worker
from distributed.protocol import pickle as dask_pickle

from xbrl_pipeline.base.program import identity
from xbrl_pipeline.batch import node as ours
from xbrl_pipeline.batch.node import ClusterNode, resource_name, settle_in
from xbrl_pipeline.engine import engine_version
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

_NO_PAGES: Final = "127.0.0.1:0"  # Dask opens a port for its pages also where it has none
DEAD_AFTER: Final = 60.0  # seconds without a sign of life, after which others take over what a machine had
_FUNCTIONS: Final = {(ours.__name__, "check_parcel"), (ours.__name__, "bring_package")}
# what the messages of Dask itself are made of, found by listening to them; an error of ours never travels as one
_PARTS: Final = {
    ("dask._expr", "Expr._reconstruct"),
    ("dask._expr", "LLGExpr"),
    ("dask._task_spec", "Task"),
    ("distributed.shuffle._worker_plugin", "ShuffleWorkerPlugin"),
    ("tblib", "Code"),
    ("tblib", "Frame"),
    ("tblib", "Traceback"),
    ("tblib.pickling_support", "unpickle_exception_with_attrs"),
    ("tblib.pickling_support", "unpickle_traceback"),
    ("distributed.scheduler", "KilledWorker"),
    ("distributed.worker_state_machine", "WorkerState"),
    ("builtins", "bytes"),
    ("builtins", "type"),
}
_WAYS_IN: Final = {  # of Dask's worker and scheduler, by which they run what others send
    "actor_attribute",
    "actor_execute",
    "dump_cluster_state_to_url",
    "feed",
    "plugin-add",
    "plugin-remove",
    "register_nanny",
    "register_nanny_plugin",
    "register_scheduler_plugin",
    "register_worker_plugin",
    "run",
    "run_coroutine",
    "run_function",
    "upload_file",
}


class RefusedPickle(pickle.UnpicklingError):
    """A pickle names something that has no business here."""


class _DaskUnpickler(pickle.Unpickler):  # noqa: S301 - this is what makes it safe
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as pickle has it
        """Give what Dask's own messages are made of, errors, and our two functions."""
        error = getattr(builtins, name, None) if module == "builtins" else None
        failing = isinstance(error, type) and issubclass(error, Exception)
        if failing or (module, name) in _FUNCTIONS or (module, name) in _PARTS:
            return super().find_class(module, name)
        raise RefusedPickle(f"{module}.{name}")


def load_guarded(data: bytes, *, buffers: Any = ()) -> Any:  # noqa: ANN401 - as pickle has it
    """Unpickle a message of Dask."""
    return _DaskUnpickler(io.BytesIO(bytes(data)), buffers=buffers or None).load()


def guard_pickles() -> None:
    """Have everything of Dask in this process unpickle with the guard."""
    known = {name: getattr(pickle, name) for name in dir(pickle) if not name.startswith("__")}
    setattr(dask_pickle, "pickle", SimpleNamespace(**known | {"loads": load_guarded}))  # noqa: B010 - not ours to see


def configure() -> None:
    """Set what holds for each part of a cluster, unless the user's environment says otherwise, as Dask has it."""
    guard_pickles()
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it writes down what it was sent, figures too
    own = {
        "logging.distributed": "critical",
        "distributed.scheduler.http.routes": [],  # its pages about work
        "distributed.worker.http.routes": [],
        "distributed.scheduler.worker-ttl": f"{DEAD_AFTER:g}s",
        "distributed.scheduler.allowed-failures": 3,
        "distributed.scheduler.work-stealing": True,
        "distributed.worker.daemon": False,
        "distributed.admin.large-graph-warning-threshold": "1GB",
        "distributed.comm.retry.count": 3,
    }
    dask.config.set(own)
    dask.config.update(dask.config.config, dask.config.collect_env())


def run_scheduler(address: str, told: Callable[[str], None]) -> None:
    """Hand out work at an address until the process is ended; ``told`` hears where."""
    configure()

    async def serve() -> None:
        async with Scheduler(host=address, dashboard=False, dashboard_address=_NO_PAGES) as scheduler:
            _close_ways_in(scheduler)
            told(scheduler.address)
            await scheduler.finished()

    _run(serve(), address)


def run_worker(address: str, checkers: int, told: Callable[[str], None]) -> None:
    """Work for a scheduler until it or this process ends; ``told`` hears when it begins."""
    configure()
    node = ClusterNode(checkers)
    settle_in(node)

    async def serve() -> None:
        can_do = {resource_name(identity(), engine_version()): float(checkers)}
        async with Worker(
            address,
            nthreads=checkers,
            resources=can_do,
            dashboard=False,
            dashboard_address=_NO_PAGES,
            memory_limit=0,
            death_timeout=DEAD_AFTER,
        ) as worker:
            _close_ways_in(worker)
            told(worker.address)
            await worker.finished()

    try:
        _run(serve(), address)
    finally:
        node.end()


def _close_ways_in(part: Scheduler | Worker) -> None:
    for name in _WAYS_IN:
        part.handlers.pop(name, None)


def _run(work: Any, address: str) -> None:  # noqa: ANN401 - a coroutine
    with suppress(asyncio.CancelledError):
        try:
            asyncio.run(work)
        except (OSError, ValueError, TimeoutError) as error:
            raise PipelineError("cluster.no_scheduler", ExitCode.NOT_VALIDATED, address=address) from error
