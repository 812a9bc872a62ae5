"""CPU of the server for its first page and for an overview of a thousand files, each the median of several requests.

Run with ``python -m bench.workbench``. Workers take no part: the files of the job have ended.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.testclient import TestClient

from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.submission.identity import current_subject
from xbrl_pipeline.web.app import make_app
from xbrl_pipeline.web.desk import Desk
from xbrl_pipeline.web.jobs import Brought, FileStage, FileState
from xbrl_pipeline.web.settings import WebSettings

_FILES: Final = 1_000
_TIMES: Final = 9


def measure(ask: Callable[[], object]) -> float:
    """Return the median CPU of this process for a request, in milliseconds."""
    took = []
    for _ in range(_TIMES):
        started = time.process_time()
        ask()
        took.append(time.process_time() - started)
    return statistics.median(took) * 1_000


def main() -> None:
    """Print what each page takes."""
    with tempfile.TemporaryDirectory() as folder:
        settings = WebSettings(Path(folder) / "workbench", "key", workers=1)
        book = Path(folder) / "boek.xlsx"
        book.write_bytes(b"no workbook")
        app = make_app(settings)
        desk: Desk = app.state.desk
        brought = [Brought(f"bestuur-{number:05d}.xlsx", book) for number in range(_FILES)]
        job = desk.jobs.create(current_subject().name, "nl", brought)
        for entry in job.file.files:
            verdict = Verdict.INVALID if entry.number % 3 else Verdict.VALID
            state = FileState(stage=FileStage.DONE, verdict=verdict, name="Stichting Voorbeeld", problem="Een melding.")
            desk.jobs.put(job, entry, state)
        with TestClient(app, base_url="http://127.0.0.1") as client:
            client.get("/start", params={"sleutel": "key"})
            first = measure(lambda: client.get("/hulp"))
            home = measure(lambda: client.get("/"))
            overview = measure(lambda: client.get(f"/opdrachten/{job.id}"))
        told = {"help": first, f"first page beside a job of {_FILES:,} files": home, "its overview": overview}
        print(", ".join(f"{name} {took:.0f} ms" for name, took in told.items()))


if __name__ == "__main__":
    main()
