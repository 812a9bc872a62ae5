"""A run of which the order of sets is given: ``python -m tests.engine.corpus.again ORDER``, a request in, a result out.

Where a rule takes "the" fact from a set of several, Arelle takes the one that happens to lie first in memory: its
message, and even how far a rule gets before it breaks off, then differ from one cold run to the next. Here things are
ordered by where they stand in their document, shuffled by a number. With the same number two cold runs say the same,
and what is left to differ between warm and cold is a difference between warm and cold.
"""

import os
import pickle
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from xbrl_pipeline.engine import EngineResult, ValidateJob
from xbrl_pipeline.engine.guard import is_plain

ORDERS: Final = 4
_ROOT: Final = Path(__file__).resolve().parents[3]
_Thing = Any  # of Arelle's
_PLACE: Final = "_place_in_document"


def run(job: ValidateJob, order: int, *, warm: bool) -> EngineResult | None:
    """Judge an instance in a process of its own; None: warm says that this one needs a cold run."""
    command = [sys.executable, "-m", "tests.engine.corpus.again", str(order)]
    seeded = os.environ | {"PYTHONHASHSEED": str(order)}
    request = pickle.dumps((job, warm))
    done = subprocess.run(command, input=request, capture_output=True, check=True, cwd=_ROOT, env=seeded)
    answer = pickle.loads(done.stdout.rpartition(b"RESULT")[2])  # noqa: S301 - from our own process
    if not isinstance(answer, EngineResult | None):
        raise TypeError(type(answer))
    return answer


def main() -> None:
    """Put things in order, then judge."""
    job, warm = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
    _put_in_order(int(sys.argv[1]))
    with tempfile.TemporaryDirectory() as scratch:
        result = _warm(job, Path(scratch)) if warm else _cold(job, Path(scratch))
    sys.stdout.buffer.write(b"RESULT" + pickle.dumps(result))


def _cold(job: ValidateJob, scratch: Path) -> EngineResult:
    from xbrl_pipeline.engine import session  # noqa: PLC0415 - Arelle is in order first

    return session.validate(job, scratch)


def _warm(job: ValidateJob, scratch: Path) -> EngineResult | None:
    from xbrl_pipeline.engine.warm import load_warm  # noqa: PLC0415 - likewise

    if job.entry_point is None or not is_plain(job.instance, job.entry_point):
        return None
    warm = load_warm(job, scratch)
    if warm is None:
        return None
    warm.take_up()
    return warm.judge(job)


def _put_in_order(order: int) -> None:
    """Give everything that Arelle keeps in sets a hash by what it is, not by where it lies in memory."""
    from arelle.ModelValue import QName  # noqa: PLC0415 - before anything of Arelle's keeps names in a dictionary

    QName.__hash__ = _name
    from arelle.ModelDocument import ModelDocument  # noqa: PLC0415 - in a process of its own only
    from arelle.ModelDtsObject import ModelRelationship  # noqa: PLC0415
    from arelle.ModelObject import ModelObject  # noqa: PLC0415

    for kind, place in ((ModelObject, _element), (ModelDocument, _document), (ModelRelationship, _relationship)):
        kind.__hash__ = _by(place, order)


def _name(name: _Thing) -> int:
    return hash((name.namespaceURI or "", name.localName))  # that of None is where None lies in memory


def _element(element: _Thing) -> str:
    parent = element.getparent()
    place = parent.index(element) if parent is not None else 0
    return f"{_document(element.modelDocument)} {element.sourceline} {element.tag} {place}"


def _document(document: _Thing) -> str:
    return str(document.uri)


def _relationship(relationship: _Thing) -> str:
    return _element(relationship.arcElement)


def _by(place: Callable[[_Thing], str], order: int) -> Callable[[_Thing], int]:
    def placed(thing: _Thing) -> int:
        found: int | None = thing.__dict__.get(_PLACE)
        if found is None:
            found = thing.__dict__[_PLACE] = zlib.crc32(f"{order} {place(thing)}".encode())
        return found

    return placed


if __name__ == "__main__":
    main()
