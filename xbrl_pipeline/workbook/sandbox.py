"""What the reading child gives up before it looks at a file: memory, time, files, processes and the network.

Three layers, each on its own: limits of the operating system, on Linux a filter on system calls, and everywhere a
hook in Python itself. What a platform lacks is left out; the wall clock and the exit of the child stay with its parent.
"""

import ctypes
import os
import platform
import signal
import struct
import sys
from contextlib import suppress
from typing import Final

from xbrl_pipeline.base.system import lead_group

MIB: Final = 1024 * 1024
_FORBIDDEN: Final = ("open", "os.", "socket.", "subprocess.", "shutil.", "ctypes.", "urllib.", "pty.", "webbrowser.")

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # of prctl
_ALLOW, _DENY = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # instructions of the filter
_NUMBER_AT, _ARCH_AT = 0, 4  # in struct seccomp_data
_X32: Final = 0x40000000  # the second table of system calls of x86-64
# socket, connect, accept, sendto, recvfrom, sendmsg, recvmsg, bind, listen, socketpair, clone, fork, vfork, execve,
# kill, ptrace, tkill, tgkill, open_by_handle_at, process_vm_readv and writev, execveat, io_uring_setup, clone3
_CALLS: Final = {
    "x86_64": (
        0xC000003E,
        (41, 42, 43, 44, 45, 46, 47, 49, 50, 53, 56, 57, 58, 59, 62, 101, 200, 234, 304, 310, 311, 322, 425, 435),
    ),
    "aarch64": (
        0xC00000B7,
        (198, 203, 202, 206, 207, 211, 212, 200, 201, 199, 220, 221, 129, 117, 130, 131, 265, 270, 271, 281, 425, 435),
    ),
}


def close_off(memory: int) -> None:
    """Give up what reading a workbook does not need, for good; ``memory`` in bytes of address space."""
    lead_group()  # so that the parent can end it with all that belongs to it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when work stops
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    _limit(memory)
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            _filter_calls()
    sys.addaudithook(_forbid)


def allow_seconds(seconds: int) -> None:
    """Let this process use so much processor time from now on; beyond it the operating system ends it."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - Windows has none

        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


def _limit(memory: int) -> None:
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - Windows has none

        for kind, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_AS, memory)):
            with suppress(ValueError, OSError):  # a lower limit stands already, or the system knows none
                resource.setrlimit(kind, (most, most))


def _filter_calls() -> None:
    """Refuse network, processes and signals to others in the kernel, also to code that is not Python."""
    architecture, denied = _CALLS.get(platform.machine(), (0, ()))
    if not denied:
        return
    program = _program(architecture, denied)
    library = ctypes.CDLL(None, use_errno=True)
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    library.prctl(_SECCOMP, _FILTER, ctypes.create_string_buffer(header, len(header)), 0, 0)


def _program(architecture: int, denied: tuple[int, ...]) -> bytes:
    """Return the filter: another architecture or a call on the list is refused, the rest allowed."""
    checks = [*((_EQUAL, number) for number in denied), (_AT_LEAST, _X32)]
    steps = [(_LOAD, 0, 0, _ARCH_AT), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _DENY), (_LOAD, 0, 0, _NUMBER_AT)]
    for place, (test, number) in enumerate(checks):
        steps.append((test, len(checks) - place, 0, number))
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _DENY)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _forbid(event: str, _arguments: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
