"""The public key of each person, and what DUO said with its date. What was there stays as it is."""

from alembic import op

from xbrl_pipeline.submission.migrations.tables_0003 import ADDED, metadata
from xbrl_pipeline.submission.migrations.triggers import refuse_changes

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables; their rows never change."""
    connection = op.get_bind()
    metadata.create_all(connection)
    refuse_changes(connection, ADDED, ADDED)
