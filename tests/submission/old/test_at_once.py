"""Processes that do the same thing at the same moment."""

from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

from tests.submission.dossiers import ALICE, NOW, give_role, make_dossier
from xbrl_pipeline.submission.database import open_database
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.queue import add, items

PROCESSES = 4
Answer = tuple[str, bool]


def _open_and_add(start: Barrier, answers: "Queue[Answer]", database: Path, dossier: Path) -> None:
    start.wait(60)
    opened = open_database(database)
    give_role(opened)
    item = add(opened, dossier, ALICE, now=datetime.now(UTC))
    answers.put((str(item.id), item.already))


def test_adding_at_once_to_a_database_that_is_not_there_yet_gives_one_item(tmp_path: Path) -> None:
    spawn = get_context("spawn")
    start, answers = spawn.Barrier(PROCESSES), spawn.Queue()
    database, dossier = tmp_path / "home" / "queue.db", make_dossier(tmp_path / "dossier")
    workers = [spawn.Process(target=_open_and_add, args=(start, answers, database, dossier)) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()
    got = [answers.get(timeout=120) for _ in workers]
    for worker in workers:
        worker.join(60)

    (item,) = items(open_database(database), ALICE, now=NOW)
    assert sorted(got) == sorted([(str(item.id), False)] + [(str(item.id), True)] * (PROCESSES - 1))
    actions = [event.action for event in events(open_database(database))]
    assert (actions.count("queue.add"), actions.count("role.grant")) == (1, PROCESSES)
    assert [entry.name for entry in database.parent.iterdir()] == ["queue.db"]
