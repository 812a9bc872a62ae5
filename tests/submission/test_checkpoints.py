"""Checkpoints outside the database: who vouches for what, and how a third person sees it."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from jsonschema import Draft202012Validator

from tests.submission.offices import NOW, approved, last_event
from xbrl_pipeline.submission.checkpoints import Checkpoints
from xbrl_pipeline.submission.events import ChainHead
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.proof import Trust, examine
from xbrl_pipeline.submission.schema import json_schema


@pytest.fixture(params=["sqlite"])  # they lie outside the database
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def busy(staffed: Office, dossier: Path) -> Office:
    approved(staffed, dossier)
    return staffed


def test_a_checkpoint_kept_elsewhere_anchors_too(busy: Office, tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(busy.checkpoints.file.read_bytes())
    busy.checkpoints.file.unlink()
    assert examine(busy, Trust(kept)).anchored == last_event(busy).seq


def test_every_altered_byte_of_a_checkpoint_is_found(busy: Office) -> None:
    data = busy.checkpoints.file.read_bytes()
    line = data.splitlines()[-1]
    Draft202012Validator(json_schema("checkpoint")).validate(json.loads(line))
    start = len(data) - len(line) - 1
    for place in range(start, len(data) - 1):
        for bit in (1, 0x20):  # another letter, and the same in capitals
            busy.checkpoints.file.write_bytes(data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :])
            assert busy.checkpoints.read().bad, place
    assert "checkpoint" in {flaw.code for flaw in examine(busy).flaws}


def test_the_private_key_is_for_its_owner_only(busy: Office) -> None:
    private, public = sorted(busy.checkpoints.keys.folder.iterdir())
    assert private.stat().st_mode & 0o777 == 0o600
    assert public.stat().st_mode & 0o666 == busy.checkpoints.keys.folder.stat().st_mode & 0o666
    assert "PRIVATE" not in public.read_text()


def test_a_third_person_can_check_a_checkpoint_with_the_public_key_alone(busy: Office) -> None:
    own = busy.checkpoints.own_key()
    line = busy.checkpoints.file.read_text().splitlines()[-1]
    said, _, signature = line.removesuffix('"}').partition(',"signature":"')
    public = load_pem_public_key(own.pem.encode())
    assert isinstance(public, Ed25519PublicKey)
    public.verify(bytes.fromhex(signature), f"{said}}}".encode())  # raises when it is not right
    assert public.public_bytes_raw().hex() == own.key == json.loads(line)["key"]


def test_the_proof_says_which_key_vouches_for_what(busy: Office) -> None:
    own = busy.checkpoints.own_key()
    proof = examine(busy)
    assert [(each.key, each.account, each.last) for each in proof.vouchers] == [
        (own.key, own.account, last_event(busy).seq)
    ]
    assert proof.vouchers[0].checkpoints == proof.checkpoints == len(busy.checkpoints.file.read_text().splitlines())
    assert examine(busy, Trust(keys=frozenset({own.key}))) == proof
    other = examine(busy, Trust(keys=frozenset({"ab" * 32})))
    assert (other.flaws, other.anchored, other.vouchers) == ((), 0, ())


def test_a_chain_written_anew_and_signed_with_a_key_of_ones_own_is_found(busy: Office, tmp_path: Path) -> None:
    forger = Checkpoints(tmp_path / "forger")
    forged = forger.add(examine(busy).ledger, ChainHead(1, "ab" * 32), NOW)
    busy.checkpoints.file.write_bytes(forged.line + b"\n")
    assert [(flaw.code, flaw.place) for flaw in examine(busy).flaws] == [("stranger", forged.key)]
    assert examine(busy).anchored == 0
