"""Processes that do the same things at the same moment: each item is handed over once."""

import os
from collections import Counter
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.submission.dossiers import make_dossier
from tests.submission.offices import ALICE, BOB, NOW, office_in, staff, visible_items
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.approvals import approve
from xbrl_pipeline.submission.channels.folder import Folder
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.handover import handover
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.proof import examine
from xbrl_pipeline.submission.queue import add

Answers = Counter[str]


def _work(start: Barrier, answers: "Queue[Answers]", place: Path | str, folder: Path, numbers: list[str]) -> None:
    """Add, approve and hand over every item, in an order of one's own; count what came of it."""
    office = office_in(place, folder / "home")
    counted: Answers = Counter()
    Random(os.getpid()).shuffle(numbers)  # noqa: S311 - an order, no secret
    start.wait(120)
    for number in numbers:
        counted.update(_one(office, folder, number))
    answers.put(counted)


def _one(office: Office, folder: Path, number: str) -> list[str]:
    item = add(office, folder / "dossiers" / number, ALICE, now=NOW).item
    said = [_said(lambda: approve(office, BOB, item.id, now=NOW), "approved")]
    channel = Folder(folder / "drop", 0)
    return [*said, _said(lambda: handover(office, ALICE, item.id, channel, now=NOW), "handed over")]


def _said(do: Any, done: str) -> str:  # noqa: ANN401
    """The receiver answers nothing: that an answer was lost means that it was sent."""
    try:
        do()
    except PipelineError as refusal:
        code = refusal.code.removeprefix("submission.")
        return "handed over" if code == "answer_lost" else code
    return done


def _race(place: Path | str, folder: Path, processes: int, count: int) -> None:
    numbers = [f"9{number:04}" for number in range(count)]
    office = staff(office_in(place, folder / "home"), *numbers)
    for number in numbers:
        make_dossier(folder / "dossiers" / number, board=number)
    (folder / "drop").mkdir()
    counted = _started(place, folder, processes, numbers)
    assert (counted["approved"], counted["handed over"]) == (count, count)
    assert len(list((folder / "drop").glob("*.xbrl"))) == count
    items = visible_items(office, ALICE, now=NOW)
    assert [(item.bestuursnummer, item.state) for item in items] == [(number, "onbekend") for number in numbers]
    steps = Counter(event.detail.get("step") for event in events(office.database) if not event.refused)
    assert (steps["take-in"], steps["approve"], steps["handover"], steps["lost"]) == (count,) * 4
    refused = sum(event.refused for event in events(office.database))
    assert refused == 2 * processes * count - 2 * count + count  # a lost answer is told as a refusal too
    assert examine(office).flaws == ()


def _started(place: Path | str, folder: Path, processes: int, numbers: list[str]) -> Answers:
    spawn = get_context("spawn")
    start, answers = spawn.Barrier(processes), spawn.Queue()
    given = (start, answers, place, folder, numbers)
    workers = [spawn.Process(target=_work, args=given) for _ in range(processes)]
    for worker in workers:
        worker.start()
    counted = sum((answers.get(timeout=1500) for _ in workers), Counter[str]())
    for worker in workers:
        worker.join(60)
    return counted


def test_some_processes_at_once(place: Path | str, tmp_path: Path) -> None:
    _race(place, tmp_path, 3, 6)


@pytest.mark.slow
def test_eight_processes_with_two_hundred_items_at_once(
    place: Path | str,
    tmp_path: Path,
    record_property: Any,  # noqa: ANN401
) -> None:
    _race(place, tmp_path, 8, 200)
    kind = "sqlite" if isinstance(place, Path) else "postgresql"
    record_property("proof", f"8 processes x 200 items on {kind}: each handed over exactly once")


def _open(start: Barrier, answers: "Queue[str]", path: Path) -> None:
    start.wait(60)
    office = office_in(path, path.parent)
    answers.put(events(office.database)[0].detail["ledger"])


def test_processes_that_open_a_database_that_is_not_there_yet_make_one(tmp_path: Path) -> None:
    spawn = get_context("spawn")
    start, answers = spawn.Barrier(4), spawn.Queue()
    path = tmp_path / "home" / "queue.sqlite"
    workers = [spawn.Process(target=_open, args=(start, answers, path)) for _ in range(4)]
    for worker in workers:
        worker.start()
    assert len({answers.get(timeout=120) for _ in workers}) == 1
    for worker in workers:
        worker.join(60)
    assert path in list(path.parent.iterdir())
