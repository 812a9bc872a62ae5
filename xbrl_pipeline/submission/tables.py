"""The tables of the queue database. A change here needs a new ``SCHEMA_VERSION``."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    Uuid,
)

SCHEMA_VERSION: Final = 1


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, D102
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, D102
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

assignment = Table(
    "assignment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String, nullable=False),
    Column("role", String, nullable=False),
    Column("bestuursnummer", String(5), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("granted_by", String, nullable=False),
    Column("identity_source", String, nullable=False),
    Column("granted_at", UtcDateTime, nullable=False),
    Index("assignment_of_subject", "subject", "bestuursnummer"),
)

item = Table(
    "item",
    metadata,
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
    Column("added_at", UtcDateTime, nullable=False),
    # an index rather than a constraint: it can be narrowed to live items without rebuilding the table
    Index("item_once", "bestuursnummer", "verslagjaar", "report", "instance_sha256", unique=True),
)

event = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String, nullable=False),
    Column("identity_source", String, nullable=False),
    Column("action", String, nullable=False),
    Column("item_id", ForeignKey(item.c.id)),
    Column("detail", JSON, nullable=False),
    sqlite_autoincrement=True,  # a number is never used again
)
