"""All tables, the triggers that keep them, and the event that begins the chain.

It follows ``tables.py`` as long as the program has not been released. From then on that is another layout than this one
makes, and a change of it is a migration of its own; a test holds what is made here against a copy.
"""

import uuid
from datetime import UTC, datetime

from alembic import op
from sqlalchemy import insert

from xbrl_pipeline import VERSION
from xbrl_pipeline.submission.chain import GENESIS, canonical, event_hash
from xbrl_pipeline.submission.migrations.triggers import add_triggers
from xbrl_pipeline.submission.tables import STATE_TABLES, UNCHANGING, event, metadata, moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    connection = op.get_bind()
    metadata.create_all(connection)
    first = {
        "seq": 1,
        "at": moment(datetime.now(UTC)),
        "actor": "xbrl-pipeline",
        "identity_source": "os-account",
        "assurance": "label",
        "action": "ledger.created",
        "refused": 0,
        **dict.fromkeys(("bestuursnummer", "item_id", "before", "after"), ""),
        "detail": canonical({"ledger": str(uuid.uuid4())}),
        "rows": canonical({}),
        "program": VERSION,
        "prev": GENESIS,
    }
    connection.execute(insert(event).values({**first, "hash": event_hash(first)}))
    add_triggers(connection, (*STATE_TABLES, event), UNCHANGING)
