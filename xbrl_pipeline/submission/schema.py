"""What the files that this room reads and writes look like; ``schemas/`` is generated from these models."""

import json
from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Board = Annotated[str, Field(pattern=r"^[0-9]{5}$")]
Reference = Annotated[str, Field(pattern=r"^[A-Z2-7]{32}$", description="Our own mark of one attempt to hand over")]
Text = Annotated[str, Field(max_length=4000)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CoverFile(_File):
    """voorblad.json: what lies in a package for the portal."""

    number: Annotated[str, Field(description="Of the item in the queue")]
    reference: Reference
    bestuursnummer: Board
    name: str
    verslagjaar: int
    report: str
    corrects: Annotated[str | None, Field(description="Number of the item that this one corrects")]
    files: Annotated[dict[str, Sha256], Field(description="SHA-256 of each file in the package")]
    taxonomy: str
    taxonomy_sha256: Sha256
    rules: Annotated[str, Field(description="Engine, program and options by which it was checked")]
    warnings: int
    manifest_sha256: Sha256
    prepared_by: str
    approved_by: str
    approved_at: datetime
    handed_over_by: str
    contact: str
    last_day: date
    pdfs_checked: bool
    pdfs_missing: tuple[str, ...]
    practice: Annotated[bool, Field(description="Made with a taxonomy for practice: no receiver takes it")] = False
    event: Annotated[int, Field(description="The event in the audit trail that recorded the intent")]
    event_hash: Sha256


class AcknowledgementFile(_File):
    """<reference>.ack.json: what the receiver behind a watched folder answers."""

    reference: Reference
    sha256: Annotated[Sha256, Field(description="Of the bytes that were taken")]
    status: Literal["accepted", "refused"]
    receipt: Annotated[Text, Field(description="The receiver's own number")] = ""
    reason: Text = ""


class EventEntry(_File):
    """One event."""

    seq: int
    at: datetime
    actor: str
    identity_source: str
    assurance: Annotated[str, Field(description="What that way of knowing is worth: label, bearer or login")]
    action: str
    refused: bool
    bestuursnummer: str
    item_id: str
    before: str
    after: str
    detail: dict[str, str]
    rows: Annotated[dict[str, Sha256], Field(description="Rows that the event wrote, and their digest afterwards")]
    program: str
    prev: Sha256
    hash: Sha256


class AuditFile(_File):
    """audit show --format json: the events that the reader may see."""

    ledger: str
    last: Annotated[int, Field(description="Number of the last event of the whole chain")]
    last_hash: Sha256
    events: tuple[EventEntry, ...]


_KEY: Final = r"^[0-9a-f]{64}$"
_SIGNATURE: Final = r"^[0-9a-f]{128}$"
_SIGNED: Final = "Over the other fields as sorted, compact JSON; Ed25519"


class CheckpointLine(_File):
    """One line of checkpoints.jsonl: where the chain stood."""

    ledger: str
    seq: int
    hash: Sha256
    at: datetime
    key: Annotated[str, Field(pattern=_KEY, description="Public key (Ed25519)")]
    signature: Annotated[str, Field(pattern=_SIGNATURE, description=_SIGNED)]


FILES: Final[dict[str, type[BaseModel]]] = {
    "handover": CoverFile,
    "acknowledgement": AcknowledgementFile,
    "audit": AuditFile,
    "checkpoint": CheckpointLine,
}


def written(content: BaseModel) -> bytes:
    """Return a file as it is written."""
    return (json.dumps(content.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def json_schema(name: str) -> dict[str, JsonValue]:
    """Return the JSON Schema of a file, with the draft it is in."""
    mode: Literal["validation", "serialization"] = "validation" if name == "acknowledgement" else "serialization"
    schema = FILES[name].model_json_schema(mode=mode)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
