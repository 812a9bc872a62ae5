"""Run with a copy of the program: ``approve`` a dossier there, or ``look`` at what it thinks of that approval.

python desk.py approve HOME DOSSIER        python desk.py look HOME WORKBOOK
"""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from xbrl_pipeline.base.program import identity
from xbrl_pipeline.batch.premises import read_installed
from xbrl_pipeline.batch.recheck import Recheck
from xbrl_pipeline.inputs.sources import read_source
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Role
from xbrl_pipeline.submission.approvals import approve, why_void
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import select_items
from xbrl_pipeline.submission.office import open_office
from xbrl_pipeline.submission.queue import add
from xbrl_pipeline.submission.roles import Grant, bootstrap, grant

NOW = datetime.now(UTC)
CLERK, CHECKER, KEEPER = Subject("alice"), Subject("bob"), Subject("bea")


def main() -> None:
    step, home, what = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    office = open_office(home / "queue.sqlite", home, read_installed(), Recheck())
    if step == "approve":
        board = what.name[:5]
        bootstrap(office, KEEPER, KEEPER.name, (board,), now=NOW)
        for person in (CLERK, CHECKER):
            wish = Grant(person.name, Role.MEDEWERKER_VERANTWOORDING, board, date(2026, 1, 1))
            grant(office, KEEPER, wish, now=NOW)
        approve(office, CHECKER, add(office, what, CLERK, now=NOW).item.id, now=NOW)
        return
    with office.database.reading() as connection:
        (item,) = select_items(connection, tables.item.c.id != "")
        void = why_void(connection, item, office.installed, NOW)
    source = read_source(what, what.with_name(f"{what.stem}.mapping.yaml"))
    sys.stdout.write(json.dumps({"identity": identity(), "fingerprint": source.fingerprint, "void": void}))


if __name__ == "__main__":
    main()
