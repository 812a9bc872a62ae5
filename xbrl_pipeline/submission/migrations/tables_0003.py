"""The tables that migration 0003 adds. They never change: another layout is for a migration of its own."""

from typing import Final

from sqlalchemy import Column, Index, MetaData, String, Table, Text

metadata = MetaData()

person_key = Table(
    "person_key",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("key", String(64), nullable=False),  # public, Ed25519, in hexadecimals
    Column("enrolled_by", Text, nullable=False),
    Column("enrolled_at", String(27), nullable=False),
    Index("person_key_of_subject", "subject", "enrolled_at"),
)

notice = Table(
    "notice",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("item_id", String(36), nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("dated", String(10), nullable=False),
    Column("given_by", Text, nullable=False),
    Column("given_at", String(27), nullable=False),
    Index("notice_of_item", "item_id", "given_at"),
)

ADDED: Final = (person_key, notice)
