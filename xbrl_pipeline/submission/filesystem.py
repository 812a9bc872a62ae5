"""On what kind of file system a path lies.

SQLite's write-ahead log needs memory that all processes share, and locks that hold: file systems over a network give
neither.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

_MOUNTS: Final = Path("/proc/self/mountinfo")
_NETWORK: Final = frozenset(
    {
        "9p", "afs", "afpfs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs",
        "nfs", "nfs4", "orangefs", "pvfs2", "smb2", "smb3", "smbfs", "vboxsf", "webdav",
    }
)  # fmt: skip
_FUSE: Final = re.compile(
    r"fuse\.(sshfs|glusterfs|ceph.*|s3fs|rclone|davfs.*|gcsfuse|smbnetfs|curlftpfs|goofys|juicefs)"
)


def is_network(kind: str) -> bool:
    """Say whether files of this kind of file system lie on another machine."""
    return kind.lower() in _NETWORK or _FUSE.fullmatch(kind.lower()) is not None


def kind_of(path: Path, mounts: str | None = None) -> str:
    """Return the type of the file system that a path lies on, as the mount table says; empty where it does not.

    ``mounts`` has the form of ``/proc/self/mountinfo``.
    """
    place = path.resolve()
    found = ""
    depth = -1
    for point, kind in _mounted(_mount_table() if mounts is None else mounts):
        inside = place == point or point in place.parents
        if inside and len(point.parts) >= depth:  # a later mount on the same point hides the earlier
            found, depth = kind, len(point.parts)
    return found


def _mounted(table: str) -> list[tuple[Path, str]]:
    rows = (line.split(" - ", 1) for line in table.splitlines() if " - " in line)
    return [(Path(_plain(left.split()[4])), right.split()[0]) for left, right in rows]


def _plain(text: str) -> str:
    """Undo the octal escapes of the mount table."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)


def _mount_table() -> str:
    if _MOUNTS.exists():
        return _MOUNTS.read_text("utf-8", "surrogateescape")
    return _bsd_table() if sys.platform == "darwin" else ""


def _bsd_table() -> str:
    """Return what ``mount`` says, in the form of Linux: ``//server/share on /Volumes/x (smbfs, nodev)``."""
    said = subprocess.run(["/sbin/mount"], capture_output=True, encoding="utf-8", check=False, timeout=10).stdout
    found = re.findall(r"^.* on (.*) \((\w+)", said, re.MULTILINE)
    return "".join(f"0 0 0 / {point.replace(' ', chr(92) + '040')} - {kind} -\n" for point, kind in found)
