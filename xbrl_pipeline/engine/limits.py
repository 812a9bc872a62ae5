"""How much memory a process may take for one instance."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

MEMORY_LIMIT: Final = 2048  # MiB for one instance, beside what its DTS takes
_MIB: Final = 1024 * 1024


def limit_memory(mebibytes: int) -> None:
    """Let this process take so much more address space than it has now; where that is unknown there is no limit."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on every system

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + mebibytes * _MIB
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))


def lift_limit() -> None:
    """Take the limit away again."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
