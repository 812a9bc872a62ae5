"""The tables as they were before there were migrations: roles, items and events of ``queue add`` and ``role grant``."""

from alembic import op
from sqlalchemy import JSON, Column, Date, DateTime, ForeignKey, Integer, String, Uuid

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "assignment",
        Column("id", Integer, primary_key=True),
        Column("subject", String, nullable=False),
        Column("role", String, nullable=False),
        Column("bestuursnummer", String(5), nullable=False),
        Column("valid_from", Date, nullable=False),
        Column("valid_to", Date),
        Column("granted_by", String, nullable=False),
        Column("identity_source", String, nullable=False),
        Column("granted_at", DateTime, nullable=False),
    )
    op.create_index("assignment_of_subject", "assignment", ["subject", "bestuursnummer"])
    op.create_table(
        "item",
        Column("id", Uuid, primary_key=True),
        Column("bestuursnummer", String(5), nullable=False),
        Column("verslagjaar", Integer, nullable=False),
        Column("report", String, nullable=False),
        Column("instance_sha256", String(64), nullable=False),
        Column("manifest_sha256", String(64), nullable=False),
        Column("folder", String, nullable=False),
        Column("state", String, nullable=False),
        Column("added_by", String, nullable=False),
        Column("identity_source", String, nullable=False),
        Column("added_at", DateTime, nullable=False),
    )
    op.create_index("item_once", "item", ["bestuursnummer", "verslagjaar", "report", "instance_sha256"], unique=True)
    op.create_table(
        "event",
        Column("seq", Integer, primary_key=True),
        Column("at", DateTime, nullable=False),
        Column("actor", String, nullable=False),
        Column("identity_source", String, nullable=False),
        Column("action", String, nullable=False),
        Column("item_id", Uuid, ForeignKey("item.id")),
        Column("detail", JSON, nullable=False),
    )
    op.create_table("schema_version", Column("version", Integer, primary_key=True))
