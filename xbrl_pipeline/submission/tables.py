"""The tables of the queue database. A change here needs a migration.

Moments are text as ``moment`` writes them, days ``YYYY-MM-DD``, ids text: what is stored is what is hashed, byte for
byte, on every database.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

HEAD: Final = "0001"  # the newest migration; a test compares
VERSION_TABLE: Final = "queue_version"
SHA256: Final = String(64)
AHEAD: Final = timedelta(minutes=5)  # clocks differ a little

metadata = MetaData()


def moment(at: datetime) -> str:
    """Write a moment as text: UTC, microseconds, always of one length, so that it sorts."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parsed(text: str) -> datetime:
    """Read a moment back."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


assignment = Table(
    "assignment",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("bestuursnummer", String(5), nullable=False),
    Column("instellingscodes", Text, nullable=False),  # separated by spaces; empty: the whole board
    Column("valid_from", String(10), nullable=False),
    Column("valid_to", String(10)),
    Column("granted_by", Text, nullable=False),
    Column("identity_source", Text, nullable=False),
    Column("granted_at", String(27), nullable=False),
    Column("revoked_by", Text),
    Column("revoked_at", String(27)),
    Index("assignment_of_subject", "subject", "bestuursnummer"),
)

token = Table(
    "token",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("secret_sha256", SHA256, nullable=False, unique=True),
    Column("actions", Text, nullable=False),  # separated by spaces
    Column("boards", Text, nullable=False),
    Column("created_at", String(27), nullable=False),
    Column("expires_at", String(27), nullable=False),
    Column("revoked_by", Text),
    Column("revoked_at", String(27)),
)

item = Table(
    "item",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("bestuursnummer", String(5), nullable=False),
    Column("name", Text, nullable=False),
    Column("verslagjaar", Integer, nullable=False),
    Column("report", Text, nullable=False),
    Column("instance_sha256", SHA256, nullable=False),
    Column("manifest_sha256", SHA256, nullable=False),
    Column("report_sha256", SHA256, nullable=False),
    Column("taxonomy", Text, nullable=False),
    Column("taxonomy_sha256", SHA256, nullable=False),
    Column("rules", Text, nullable=False),  # engine, options and program, as one line
    Column("warnings", Integer, nullable=False),
    Column("strict", Integer, nullable=False),  # 1: no warning is allowed
    Column("folder", Text, nullable=False),  # where the dossier lay
    Column("revision", Integer, nullable=False),  # counts the dossiers that were taken in for this item
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),  # counts the changes: optimistic locking
    Column("reason", Text, nullable=False),  # why it stands where it stands, as a code; empty when all goes well
    Column("note", Text, nullable=False),  # what a person said about it
    Column("corrects_id", String(36), ForeignKey("item.id")),
    Column("approval_id", String(36)),
    Column("added_by", Text, nullable=False),
    Column("prepared_by", Text, nullable=False),  # who took in the present revision
    Column("identity_source", Text, nullable=False),
    Column("added_at", String(27), nullable=False),
    Column("changed_at", String(27), nullable=False),
)
LIVE: Final = item.c.state != "ingetrokken"
Index(
    "item_once",
    item.c.bestuursnummer,
    item.c.verslagjaar,
    item.c.report,
    item.c.instance_sha256,
    unique=True,
    sqlite_where=LIVE,
    postgresql_where=LIVE,
)

item_file = Table(
    "item_file",
    metadata,
    Column("item_id", String(36), ForeignKey("item.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("sha256", SHA256, nullable=False),
    Column("size", Integer, nullable=False),
)

approval = Table(
    "approval",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("item_id", String(36), ForeignKey("item.id"), nullable=False),
    Column("instance_sha256", SHA256, nullable=False),
    Column("report_sha256", SHA256, nullable=False),
    Column("manifest_sha256", SHA256, nullable=False),
    Column("taxonomy_sha256", SHA256, nullable=False),
    Column("rules", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("identity_source", Text, nullable=False),
    Column("approved_at", String(27), nullable=False),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("item_id", String(36), ForeignKey("item.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("reference", String(40), nullable=False, unique=True),
    Column("sent_sha256", SHA256, nullable=False),
    Column("started_by", Text, nullable=False),
    Column("started_at", String(27), nullable=False),
    Column("answer_by", String(27), nullable=False),  # after this moment nobody waits for an answer any more
    Column("outcome", Text),  # none while no answer is known
    Column("receipt", Text, nullable=False),
    Index("attempt_once", "item_id", "number", unique=True),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("item_id", String(36), ForeignKey("item.id"), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("name", Text, nullable=False),  # of the file as it was given; empty: only a note
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("seen_at", String(27), nullable=False),  # when the person saw it
    Column("given_by", Text, nullable=False),
    Column("given_at", String(27), nullable=False),
)

person_key = Table(
    "person_key",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("key", SHA256, nullable=False),  # public, Ed25519; of one subject the newest counts
    Column("enrolled_by", Text, nullable=False),
    Column("enrolled_at", String(27), nullable=False),
    Index("person_key_of_subject", "subject", "enrolled_at"),
)

notice = Table(
    "notice",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("item_id", String(36), nullable=False),
    Column("kind", Text, nullable=False),  # as in ``confirmation.Kind``
    Column("value", Text, nullable=False),
    Column("dated", String(10), nullable=False),  # the day that it bears
    Column("given_by", Text, nullable=False),
    Column("given_at", String(27), nullable=False),
    Index("notice_of_item", "item_id", "given_at"),
)

event = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(27), nullable=False),
    Column("actor", Text, nullable=False),
    Column("identity_source", Text, nullable=False),
    Column("assurance", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("bestuursnummer", Text, nullable=False),  # empty where the event is of no board
    Column("item_id", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("detail", Text, nullable=False),  # JSON: names to texts
    Column("rows", Text, nullable=False),  # JSON: every row this changed, and its digest afterwards
    Column("program", Text, nullable=False),
    Column("prev", SHA256, nullable=False),
    Column("hash", SHA256, nullable=False),
    Index("event_of_board", "bestuursnummer", "seq"),
)

STATE_TABLES: Final = (assignment, token, item, item_file, approval, attempt, evidence, person_key, notice)
UNCHANGING: Final = (item_file, approval, evidence, person_key, notice, event)
