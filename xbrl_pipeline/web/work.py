"""What a worker process does with one file: the same recipe as ``run``, in a folder of its own."""

import json
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.files import write_whole
from xbrl_pipeline.batch.checking import check_all
from xbrl_pipeline.batch.incidents import record_incident
from xbrl_pipeline.batch.options import Keep, RunOptions
from xbrl_pipeline.batch.outcome import FileOutcome
from xbrl_pipeline.batch.overview import rows_of
from xbrl_pipeline.comparing import NamedReport, compare
from xbrl_pipeline.engine import Engine, EngineSettings
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.inputs.sources import read_side_inputs
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.model.findings import PhaseName
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.web.asking import agree, ask
from xbrl_pipeline.web.jobs import CHANGES, OUT, FileStage, FileState, Work

_LOOK: Final = 0.5  # seconds between looks at the server
_OPEN: Final = ("question.", "input.no_mapping")
_STAGES: Final = {
    PhaseName.READ: FileStage.READING,
    PhaseName.MAP: FileStage.MAPPING,
    PhaseName.XBRL: FileStage.CHECKING,
}
Told = Callable[[FileStage], None]


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One file and what to do with it. ``before``: the dossier of the file that it takes the place of."""

    work: Work
    place: Path
    path: Path
    shown: str
    lang: str
    before: Path | None = None


def serve(pipe: Connection, settings: EngineSettings, server: int) -> None:
    """Do one item after another, and say how far each is; end when the server does, whatever is at hand."""
    threading.Thread(target=_watch, args=(server,), daemon=True).start()
    with suppress(EOFError, ConnectionError), Engine(settings=settings) as engine:
        while True:
            item = pipe.recv()
            pipe.send(do(item, engine, pipe.send))


def _watch(server: int) -> None:
    """End this process when its server is gone: another one takes the work up, and it is not to be done twice."""
    while os.getppid() == server:
        time.sleep(_LOOK)
    os._exit(1)


def do(item: WorkItem, engine: Engine, told: Told) -> FileState:
    """Do one item, and return what came of it."""
    texts = messages(item.lang)
    try:
        match item.work:
            case Work.CHECK:
                return _check(item, engine, texts, told)
            case Work.ASK:
                told(FileStage.READING)
                ask(item.place, item.path, engine, texts)
                return FileState(work=Work.ASK, stage=FileStage.DONE, asks=True)
            case Work.AGREE:
                told(FileStage.READING)
                agree(item.place, item.path, engine, texts)
                return _check(item, engine, texts, told)
    except PipelineError as error:
        return _refused(error, item, texts)
    except Exception as error:  # noqa: BLE001 - the boundary of one file: others go on
        return _refused(record_incident(error), item, texts)


def _check(item: WorkItem, engine: Engine, texts: Messages, told: Told) -> FileState:
    out = item.place / OUT

    def reached(_path: Path, phase: PhaseName) -> None:
        if phase in _STAGES:
            told(_STAGES[phase])

    options = RunOptions(
        texts,
        beside=read_side_inputs(None, None),
        told=lambda error: _by_name(error, item),
        shown=lambda _: Path(item.shown),
        keep=Keep(out),
        reached=reached,
    )
    *_, outcome = check_all([Input(item.path, None, item.shown)], engine, options)
    state = _state_of(outcome, out)
    if outcome.dossier is not None and item.before is not None:
        _tell_changes(item, outcome.dossier.folder, engine, texts)
    return state


def _state_of(outcome: FileOutcome, out: Path) -> FileState:
    (row,) = rows_of([outcome], out)
    codes = [rule.code for rule in row.rules] + ([outcome.error.code] if outcome.error else [])
    return FileState(
        stage=FileStage.DONE if row.dossier else FileStage.REFUSED,
        verdict=row.verdict,
        name=row.name,
        board=row.bestuursnummer,
        year=row.verslagjaar,
        report=row.report,
        errors=row.counts.error,
        warnings=row.counts.warning,
        facts=row.facts,
        problem=row.problem,
        dossier=row.dossier,
        asks=any(code.startswith(_OPEN) for code in codes),
        seconds=row.seconds,
    )


def _refused(error: PipelineError, item: WorkItem, texts: Messages) -> FileState:
    named = _by_name(error, item)
    told = f"{texts.text(named.code, **named.params)} {texts.advice(named.code, **named.params)}".strip()
    return FileState(work=item.work, stage=FileStage.REFUSED, problem=told)


def _by_name(error: PipelineError, item: WorkItem) -> PipelineError:
    """Name the file in an error as the person knows it, never where it lies on the server."""
    gaps = {name: _named(gap, item) for name, gap in error.params.items()}
    return PipelineError(error.code, error.exit_code, **gaps)


def _named(gap: object, item: WorkItem) -> object:
    if isinstance(gap, tuple):
        return tuple(_named(each, item) for each in gap)
    return gap.replace(f"{item.path.parent}{os.sep}", "") if type(gap) is str else gap


def _tell_changes(item: WorkItem, dossier: Path, engine: Engine, texts: Messages) -> None:
    """Keep what the better file mended, what it brought, and what stays; where that cannot be said, nothing."""
    if item.before is None:
        return
    try:
        before, after = (NamedReport(each, None, item.shown) for each in (item.before, dossier))
        found = compare(before, after, engine, texts, other_board=True)
    except PipelineError:
        return
    told = {
        "solved": [{"message": each.message, "cells": list(map(str, each.cells[:1]))} for each in found.solved],
        "new": [{"message": each.message, "cells": list(map(str, each.cells[:1]))} for each in found.new],
        "remaining": found.remaining,
        "changed": len(found.differences),
        "same": found.after.tally.same,
    }
    write_whole(item.place / CHANGES, json.dumps(told, ensure_ascii=False).encode())
