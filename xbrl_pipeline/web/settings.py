"""Where the workbench listens, what it keeps where, and how much it takes."""

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from xbrl_pipeline.model.outcome import ExitCode, PipelineError

_MIB: Final = 1024 * 1024
_LOCALHOST: Final = "localhost"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one person may send. Sizes are in bytes, times in seconds, rates in requests a minute."""

    request: int = 100 * _MIB
    files: int = 2_000
    upload_time: float = 600.0
    changes_per_minute: int = 120
    starts_per_minute: int = 20  # tries to begin a session


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What holds for one server process. ``folder`` holds jobs, sessions and the key of the cookies."""

    folder: Path
    start_key: str  # whoever has it is the person at this machine
    host: str = "127.0.0.1"
    port: int = 8470
    names: tuple[str, ...] = ()  # of this server in an address, beside the host it listens on
    secure: bool = False  # whether it is reached over https
    workers: int = field(default_factory=lambda: max(1, min(4, os.cpu_count() or 1)))
    keep_days: int = 14
    session_hours: int = 10
    limits: Limits = Limits()

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which a browser may ask for this server; any other is somebody else's trick."""
        return frozenset({self.host, *self.names, *(_LOOPBACK if is_loopback(self.host) else ())})


_LOOPBACK: Final = ("127.0.0.1", _LOCALHOST, "::1")


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == _LOCALHOST


def refuse_open_address(host: str) -> None:
    """Refuse to listen where others can come when nothing says who they are: PipelineError."""
    if not is_loopback(host):
        raise PipelineError("web.address_open", ExitCode.USAGE, host=host)
