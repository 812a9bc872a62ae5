"""The keys that sign checkpoints: a pair (Ed25519) for each account that works with a queue.

The private half is readable by its owner only and never leaves the folder; the public half lies beside it for
everybody, and is what a third person needs to check a signature. Members of a group that share a queue each sign with a
key of their own.
"""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xbrl_pipeline.base import system
from xbrl_pipeline.base.files import put_bytes
from xbrl_pipeline.submission.files import make_folder, write_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_PRIVATE: Final = ".private.pem"
_PUBLIC: Final = ".public.pem"
_OWNER_ONLY: Final = 0o600
PUBLIC_KEY: Final = re.compile(r"[0-9a-f]{64}")
_SIGNATURE: Final = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The half that everybody may have."""

    account: str
    key: str  # its 32 bytes in hexadecimals
    pem: str


@dataclass(frozen=True, slots=True)
class KeyRing:
    """A folder with the keys of everybody who works with a queue."""

    folder: Path

    def sign(self, content: bytes) -> str:
        """Sign with the key of this account, made when there is none yet; OSError where that cannot be done."""
        return self._private().sign(content).hex()

    def own(self) -> PublicKey:
        """Return the public key of this account; OSError where none can be made."""
        return _described(_account(), self._private().public_key())

    def known(self) -> tuple[PublicKey, ...]:
        """Return the public keys that lie here, by account; a file that holds none is passed over."""
        files = sorted(self.folder.glob(f"*{_PUBLIC}"))
        found = (_read_public(file) for file in files)
        return tuple(each for each in found if each is not None)

    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - takes a while

        file = self.folder / f"{_account()}{_PRIVATE}"
        if not file.exists():
            make_folder(self.folder)
            _make_private(file)
        key: Ed25519PrivateKey = load_pem_private_key(file.read_bytes(), None)  # type: ignore[assignment]
        public = self.folder / f"{_account()}{_PUBLIC}"
        if not public.exists():
            write_file(public, _described(_account(), key.public_key()).pem.encode())
        return key


def signed(key: str, content: bytes, signature: str) -> bool:
    """Say whether a signature of some content was made with the private half of a key."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - takes a while
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    if not (PUBLIC_KEY.fullmatch(key) and _SIGNATURE.fullmatch(signature)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _account() -> str:
    """Return the OS account, as a name that a file can have."""
    found = system.account()
    return found.name if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,60}", found.name) else found.label


def _make_private(file: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat  # noqa: PLC0415

    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    scratch = file.with_name(f".key.{secrets.token_hex(6)}.part")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | system.BINARY, _OWNER_ONLY)
    try:
        put_bytes(descriptor, pem)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(scratch, file)
    except FileExistsError:
        pass  # another process was first
    finally:
        scratch.unlink()
    system.sync_folder(file.parent)


def _described(account: str, key: "Ed25519PublicKey") -> PublicKey:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415

    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
    return PublicKey(account, key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex(), pem)


def _read_public(file: Path) -> PublicKey | None:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415

    try:
        key = load_pem_public_key(file.read_bytes())
    except (OSError, ValueError, UnsupportedAlgorithm):
        return None
    return _described(file.name.removesuffix(_PUBLIC), key) if isinstance(key, Ed25519PublicKey) else None
