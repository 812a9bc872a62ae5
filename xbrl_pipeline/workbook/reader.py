"""Reading a workbook: its non-empty cells as decimals, dates, texts, yes/no or errors.

The file is read by a child process that has little memory, little time and no network. The child is kept for the next
file, so that a batch pays for its start once; one that hangs, dies or grows is replaced and costs its file a refusal.
"""

import gc
import hashlib
import json
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.child import Child
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.sheets import LISTING
from xbrl_pipeline.workbook.cells import FileNote, SheetCells, Workbook
from xbrl_pipeline.workbook.child import serve
from xbrl_pipeline.workbook.gate import Admitted, admit
from xbrl_pipeline.workbook.raw import RefusalError
from xbrl_pipeline.workbook.sums import check_sums
from xbrl_pipeline.workbook.wire import LONGEST, LastWordError, Received, receive

_LIFE: Final = 500  # files, after which a child makes way for a fresh one
_ODD: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What reading one file may cost: seconds on the clock and of a processor, and bytes of address space."""

    wall: float = 120.0
    processor: int = 90
    memory: int = 2 * 1024**3


class Reader:
    """Reads one file after the other in a child process."""

    def __init__(self, limits: ReadingLimits | None = None) -> None:
        self._limits = limits or ReadingLimits()
        self._child = Child(serve, self._limits.memory, self._limits.processor)
        self._lock = threading.Lock()
        self._files = 0

    def read(self, file: Admitted) -> Workbook:
        """Read every non-empty cell; a file that is unsafe, damaged or no workbook is a PipelineError."""
        with self._lock, _without_collecting():
            received = self._receive(file)
            sums = check_sums(received.sheets, received.formulas)
        digest = hashlib.sha256(file.data).hexdigest()
        listings = [sheet for sheet in received.sheets if _is_listing(sheet)]
        notes = (*received.notes, *(FileNote("workbook.note.listing", {"sheet": sheet.name}) for sheet in listings))
        sheets = tuple(sheet for sheet in received.sheets if sheet not in listings)
        return Workbook(sheets, digest, notes, sums, received.untyped)

    def stop(self) -> None:
        """End the child."""
        self._child.stop()

    @property
    def pid(self) -> int | None:
        """The process id of the child while it runs."""
        return self._child.pid

    def _receive(self, file: Admitted) -> Received:
        path = str(file.path)
        self._files += 1
        if self._files % _LIFE == 0:
            self.stop()
        answers = self._child.converse(_question(file), self._limits.wall, LONGEST)
        try:
            return receive(answers)
        except LastWordError as refused:
            raise refused.about(path) from refused
        except RefusalError as refused:
            self.stop()  # it is still reading
            raise refused.about(path) from refused
        except TimeoutError as error:
            raise PipelineError("workbook.too_slow", path=path) from error
        except EOFError as error:
            raise PipelineError("workbook.too_heavy", path=path) from error
        except _ODD as error:
            self.stop()  # it says what no reading child of ours would
            raise PipelineError("workbook.unreadable", path=path) from error


def _is_listing(sheet: SheetCells) -> bool:
    """Tell whether a sheet is the list of findings of an annotated workbook; one with more than texts is not."""
    corner = sheet.at(1, 1)
    ours = corner is not None and corner.value == LISTING
    return ours and all(isinstance(cell.value, str) for cell in sheet.cells)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Spare Python its search for cycles: there are hundreds of thousands of cells, and not one cycle among them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _question(file: Admitted) -> Iterable[bytes]:
    path = file.path
    header = {"stem": path.stem, "suffix": path.suffix.lower(), "container": file.container.value}
    return json.dumps(header).encode("ascii"), file.data


_readers: dict[int, Reader] = {}  # by process: a fork may not share its parent's child


def read_admitted(file: Admitted) -> Workbook:
    """Read a file that passed the gate, with the child of this process."""
    reader = _readers.get(os.getpid())
    if reader is None:
        _readers.clear()
        reader = _readers[os.getpid()] = Reader()
    return reader.read(file)


def read_workbook(path: Path) -> Workbook:
    """Read every non-empty cell of a file; one that is unsafe, damaged or no workbook is a PipelineError."""
    return read_admitted(admit(path))
