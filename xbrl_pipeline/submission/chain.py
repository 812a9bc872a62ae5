"""The hashes that tie events to each other, and rows to events."""

import hashlib
import json
from collections.abc import Mapping
from typing import Final

GENESIS: Final = "0" * 64


def canonical(content: object) -> str:
    """Write plain values as JSON in the one way that is hashed."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=repr)


def digest(content: object) -> str:
    """Return the SHA-256 of plain values."""
    return hashlib.sha256(canonical(content).encode("ascii")).hexdigest()


def event_hash(row: Mapping[str, object]) -> str:
    """Return the hash of an event: over all of its columns but the hash itself, so also over the one before."""
    return digest({name: value for name, value in row.items() if name != "hash"})


def row_digest(table: str, row: Mapping[str, object]) -> str:
    """Return the digest of a row of a table as it is stored."""
    return digest([table, dict(row)])
