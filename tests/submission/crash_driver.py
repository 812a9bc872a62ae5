"""Kills a process at every point where it writes, syncs, renames or commits, over the whole life of an item.

Run as ``python -m tests.submission.crash_driver sqlite|postgresql [EVERY [WORKERS]]``: every ``EVERY``-th point is
tried. For each point a child goes through the life of an item, the making of the database included, and is killed there
(SIGKILL); then the life is taken up again as a person would, and everything is looked at. The last line says how many
points there are and how many were tried.

On PostgreSQL there are two series: one in an empty database, as far as the making of its tables goes, and one in copies
of a database that has them.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from tests.submission.dossiers import instance, make_dossier
from tests.submission.offices import ALICE, BEA, BOB, NOW, office_in, visible_items
from tests.submission.servers import Server, postgresql
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.actions import Action, Role
from xbrl_pipeline.submission.approvals import approve
from xbrl_pipeline.submission.channels.folder import Folder
from xbrl_pipeline.submission.channels.portal import Portal
from xbrl_pipeline.submission.confirmation import Confirmation, confirm
from xbrl_pipeline.submission.deadlines import worklist
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.handover import handover
from xbrl_pipeline.submission.identity import Scope
from xbrl_pipeline.submission.proof import examine
from xbrl_pipeline.submission.queue import IntakeRequest, add
from xbrl_pipeline.submission.roles import Grant, bootstrap, grant
from xbrl_pipeline.submission.stocktaking import verify_queue
from xbrl_pipeline.submission.tokens import create

BOARD = "99041"
SCOPE = Scope(frozenset({Action.QUEUE_LIST}), frozenset({BOARD}))
CALLS = ("write", "fsync", "rename", "replace", "mkdir", "link", "unlink")


class Fuse:
    """Counts the points that a process passes, and kills it at one of them."""

    def __init__(self, last: int) -> None:
        self.passed = 0
        self.last = last

    def point(self) -> None:
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
            self.point()
            given = call(*arguments, **named)
            self.point()
            return given

        return wrapped

    def lay(self) -> None:
        """Stop before and after every call that changes files, before every statement, and around every commit."""
        for name in CALLS:
            setattr(os, name, self.wrap(getattr(os, name)))
        event.listen(Engine, "before_cursor_execute", lambda *_: self.point())
        dialect: Any = DefaultDialect
        dialect.do_commit = self.wrap(dialect.do_commit)


class Life:
    """The whole life of an item, step by step; each step may be taken again after a crash."""

    def __init__(self, work: Path, place: Path | str) -> None:
        self.work = work
        self.place = place
        self.now = NOW
        self.office = office_in(place, work / "home")

    def steps(self) -> tuple[Callable[[], object], ...]:
        return (
            self._first_beheerder,
            lambda: self._grant("alice"),
            lambda: self._grant("bob"),
            lambda: create(
                self.office, ALICE, Scope(frozenset({Action.QUEUE_LIST}), frozenset({BOARD})), 5, now=self.now
            ),
            lambda: add(self.office, self.work / "first", ALICE, now=self.now),
            lambda: self._approve("first"),
            lambda: self._hand_over("first", Portal(self.work / "out", messages("nl"))),
            lambda: self._confirm("first", "ingediend"),
            lambda: self._confirm("first", "correctie-gevraagd"),
            lambda: add(
                self.office,
                self.work / "second",
                ALICE,
                now=self.now,
                wish=IntakeRequest(corrects=self._number("first")),
            ),
            lambda: self._approve("second"),
            lambda: self._hand_over("second", Folder(self.work / "drop", 0)),
            lambda: self._confirm("second", "ingediend"),
            lambda: self._confirm("second", "goedgekeurd"),
        )

    def live(self, done: Callable[[str], None] = lambda _: None) -> None:
        """Go through all steps; tell of each that it is done and what stands in the queue then."""
        for number, step in enumerate(self.steps()):
            step()
            done(json.dumps([number, self.states()]))

    def states(self) -> dict[str, str]:
        return {item.id: item.state.value for item in visible_items(self.office, ALICE, now=self.now)}

    def _first_beheerder(self) -> None:
        self._unless("bootstrap_done", lambda: bootstrap(self.office, BEA, "bea", [BOARD], now=self.now))

    def _grant(self, name: str) -> None:
        grant(self.office, BEA, Grant(name, Role.MEDEWERKER_VERANTWOORDING, BOARD, NOW.date()), now=self.now)

    def _correct(self) -> None:
        wish = IntakeRequest(corrects=self._number("first"))
        add(self.office, self.work / "second", ALICE, now=self.now, wish=wish)

    def _number(self, which: str) -> str:
        folder = str((self.work / which).resolve())
        return next(row.id for row in visible_items(self.office, ALICE, now=self.now) if row.folder == folder)

    def _approve(self, which: str) -> None:
        self._unless("not_possible", lambda: approve(self.office, BOB, self._number(which), now=self.now))

    def _hand_over(self, which: str, channel: Portal | Folder) -> None:
        """A lost answer is no failure here: the receiver of these tests answers nothing."""
        self._unless(
            "not_possible answer_lost not_resent",
            lambda: handover(self.office, ALICE, self._number(which), channel, now=self.now),
        )

    def _confirm(self, which: str, outcome: str) -> None:
        seen = Confirmation(outcome, self.work / "shot.png", "gezien")
        self._unless("not_possible", lambda: confirm(self.office, ALICE, self._number(which), seen, now=self.now))

    def _unless(self, codes: str, do: Callable[[], object]) -> None:
        """Do something; that it was done before the crash already is no failure."""
        try:
            do()
        except PipelineError as refusal:
            if refusal.code.removeprefix("submission.") not in codes.split():
                raise


def prepare(work: Path) -> None:
    make_dossier(work / "first")
    make_dossier(work / "second", xbrl=instance() + "<!-- corrected -->")
    (work / "shot.png").write_bytes(b"\x89PNG not really")
    (work / "drop").mkdir()


def child(work: Path, place: Path | str, fuse: Fuse) -> NoReturn:
    """Live until the fuse blows; the diary is what the outside world has been told."""
    diary = (work / "diary").open("a")
    fuse.lay()
    life = Life(work, place)
    with (work / "opened").open("w") as note:
        note.write(str(fuse.passed))

    def tell(line: str) -> None:
        diary.write(line + "\n")
        diary.flush()

    life.live(tell)
    with (work / "passed").open("w") as note:
        note.write(str(fuse.passed))
    os._exit(0)


def one(work: Path, place: Path | str, last: int) -> bool:
    """Try one point; say whether the child was killed there."""
    prepare(work)
    pid = os.fork()
    if pid == 0:
        try:
            child(work, place, Fuse(last))
        finally:
            os._exit(3)
    _, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status):
        check(os.WEXITSTATUS(status) == 0, f"the child failed by itself at {last}")
        return False
    check(os.WTERMSIG(status) == signal.SIGKILL, f"killed by {os.WTERMSIG(status)}")
    look(work, place, last)
    return True


def look(work: Path, place: Path | str, last: int) -> None:
    """After a restart: nothing lost, nothing doubled, the chain whole; and then the life goes on to its end."""
    diary = (work / "diary").read_text().splitlines()
    life = Life(work, place)
    check(examine(life.office).flaws == (), f"{last}: {examine(life.office).flaws}")
    told: tuple[int, dict[str, str]] = json.loads(diary[-1]) if diary else (-1, {})
    now = life.states()
    for number, state in told[1].items():
        check(number in now, f"{last}: lost {number} ({state})")
    life.now = later(NOW)
    resume(life, told[0])
    check(sorted(life.states().values()) == ["correctie-gevraagd", "duo-goedgekeurd"], f"{last}: {life.states()}")
    rows = worklist(life.office, ALICE, now=life.now)
    check(len(rows) == 2, f"{last}: {len(rows)} rows")
    check(len(list((work / "out").iterdir())) == 1, f"{last}: packages {list((work / 'out').iterdir())}")
    sent = [path for path in (work / "drop").iterdir() if path.suffix == ".xbrl"]
    check(len(sent) <= 1, f"{last}: sent {sent}")
    left = [path for folder in ("drop", "out") for path in (work / folder).glob(".*")]
    check(not left, f"{last}: left behind {left}")
    check(examine(life.office).flaws == (), f"{last}: {examine(life.office).flaws}")
    check(verify_queue(life.office, ALICE, now=life.now).flaws == (), f"{last}: store")
    happened = [each.detail.get("step") for each in events(life.office.database) if not each.refused]
    check(happened.count("take-in") == happened.count("handover") == 2, f"{last}: {happened}")


def resume(life: Life, done: int) -> None:
    """Take the life up after the last step that the outside world was told of."""
    for step in life.steps()[done + 1 :]:
        step()


def later(moment: datetime) -> datetime:
    return moment + timedelta(minutes=10)


def check(holds: bool, message: str) -> None:
    if not holds:
        sys.exit(f"CRASH TEST: {message}")


@dataclass(frozen=True)
class Series:
    """The points of one kind of life, shared out among workers."""

    folder: Path
    server: Server | None
    empty: bool  # begin without tables, and end where they are made
    every: int
    workers: int

    def tried(self, worker: int) -> tuple[int, int]:
        """Try every point that falls to a worker; return how many were tried, and how many there are in all."""
        for turn in count():
            last = 1 + (worker + turn * self.workers) * self.every
            whole = self._whole(last)
            if whole is not None:
                return turn, whole
        raise AssertionError

    def _whole(self, last: int) -> int | None:
        """Try one point; return how many there are when it lay behind the last."""
        work = self.folder / f"{int(self.empty)}-{last}"
        work.mkdir()
        place = self.server.fresh(empty=self.empty) if self.server else work / "home" / "queue.sqlite"
        killed = one(work, place, last)
        end = work / ("opened" if self.empty else "passed")
        whole = int(end.read_text() or 0) if end.exists() else 0
        if self.server:
            self.server.drop(str(place))
        shutil.rmtree(work)
        return None if killed and not whole else whole


def shared_out(series: Series) -> tuple[int, int]:
    """Try the points of a series in several processes at once."""
    with get_context("fork").Pool(series.workers) as pool:
        done = pool.map(series.tried, range(series.workers), chunksize=1)
    (whole,) = {each for _, each in done}
    return sum(tried for tried, _ in done), whole


def run(backend: str, every: int = 1, workers: int = 1) -> None:
    with TemporaryDirectory(prefix="queue-crash-") as folder, _server(backend) as server:
        kinds = (True, False) if server else (False,)
        done = [shared_out(Series(Path(folder), server, empty, every, workers)) for empty in kinds]
    tried, whole = (sum(each) for each in zip(*done, strict=True))
    print(f"crash points on {backend}: {tried} of {whole} tried, nothing lost, nothing doubled, chain whole")  # noqa: T201


def _server(backend: str) -> Any:  # noqa: ANN401
    none: Server | None = None
    return postgresql() if backend == "postgresql" else nullcontext(none)


if __name__ == "__main__":
    run(sys.argv[1], *map(int, sys.argv[2:]))
