"""By which taxonomies a queue takes reports: those of the program, and those that a beheerder allowed.

Anybody can install a package that says it is a taxonomy, and one with its rules cut out finds every report valid. So a
package counts by its bytes, once somebody who answers for the queue has said that they are the right ones.
"""

import json
from datetime import datetime

from sqlalchemy import Connection, select

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.authorisation import boards
from xbrl_pipeline.submission.events import Note, record
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.office import Office, actor_of, refusals
from xbrl_pipeline.submission.tables import event


def allow(office: Office, keeper: Subject, taxonomy: str, sha256: str, *, now: datetime) -> None:
    """Allow an installed package by its id and the SHA-256 that the beheerder knows from elsewhere."""
    detail = {"taxonomy": taxonomy, "sha256": sha256}
    with refusals(office, keeper, Action.TAXONOMY_ALLOW, now, detail):
        if office.installed.taxonomies.get(taxonomy) != sha256:
            raise PipelineError("submission.taxonomy_other", ExitCode.USAGE, taxonomy=taxonomy)
        with office.changing(now) as connection:
            mine = boards(actor_of(connection, keeper, now), Action.TAXONOMY_ALLOW)
            if not mine:
                raise PipelineError("submission.no_role", ExitCode.NOT_AUTHORISED, subject=keeper.name)
            record(connection, keeper, Note(Action.TAXONOMY_ALLOW, min(mine), detail=detail), now)


def refuse_not_allowed(connection: Connection, office: Office, taxonomy: str, sha256: str) -> None:
    """Refuse a report that was judged by a package that nobody has answered for."""
    if sha256 in office.installed.own:
        return
    said = (event.c.action == Action.TAXONOMY_ALLOW, event.c.refused == 0)
    told = connection.execute(select(event.c.detail).where(*said)).scalars()
    if all(json.loads(each).get("sha256") != sha256 for each in told):
        raise PipelineError("submission.taxonomy_not_allowed", taxonomy=taxonomy, sha256=sha256)
