"""Outside guarded places the code calls nothing that Windows lacks, and no file has a name that Windows refuses."""

import ast
import subprocess
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from tests.nofork.lacking import ARGUMENTS, DANGEROUS, MODULES, NAMES, TEXTS
from tests.nofork.names import refused_by_windows

# Each place that knows such calls, with all of them. The engine uses server and servers only where it can fork;
# the others ask first. `make test-nofork` runs without any of it.
GUARDED: dict[str, frozenset[str]] = {
    "engine/client.py": frozenset({"AF_UNIX"}),  # asks whether it is there
    "engine/keeping.py": frozenset({"os.getuid", "fcntl", "os.sysconf", "/proc/"}),  # asks whether there are accounts
    "engine/limits.py": frozenset({"resource", "os.sysconf", "/proc/self/statm"}),
    "engine/server.py": frozenset(
        {"fcntl", "os.setsid", "os.fork", "os.kill", "os.WNOHANG", "socket.AF_UNIX"}
        | {"signal.SIGALRM", "signal.setitimer", "signal.ITIMER_REAL"}
    ),
    "engine/servers.py": frozenset(
        {"fcntl", "os.killpg", "signal.SIGKILL", "socket.AF_UNIX", "pass_fds=", "start_new_session="}
    ),
    "submission/filesystem.py": frozenset({"/proc/self/mountinfo", "/sbin/mount"}),
    "submission/postgres.py": frozenset({"os.register_at_fork"}),  # asks whether it is there
    "base/system.py": frozenset(
        {"/proc/self/uid_map", "pwd", "os.getuid", "os.setpgid", "os.killpg", "os.kill", "os.fchmod", "signal.SIGKILL"}
        | {"pass_fds="}  # asks which system this is
    ),
    "workbook/sandbox.py": frozenset({"resource"}),
}


def lacking_in(tree: ast.Module) -> Iterator[str]:
    """Give what a module uses that Windows lacks; asking by name with hasattr or getattr is no use of it."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name in _taken(module):
                yield f"{module}.{name}"
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{name.name}" for name in names if name.name in _taken(module))
                if module in MODULES:
                    yield module
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name in MODULES)
            case ast.keyword(arg=str(name)) if name in ARGUMENTS:
                yield f"{name}="
            case ast.Constant(value=str(text)) if id(node) not in docs and text.startswith(TEXTS):
                yield text


def _taken(module: str) -> frozenset[str]:
    return NAMES.get(module, frozenset()) | DANGEROUS.get(module, frozenset())


def test_nothing_that_windows_lacks_is_called_outside_guarded_places() -> None:
    used = {}
    for file in sorted((ROOT / "xbrl_pipeline").rglob("*.py")):
        found = frozenset(lacking_in(ast.parse(file.read_bytes())))
        if found:
            used[file.relative_to(ROOT / "xbrl_pipeline").as_posix()] = found
    assert used == GUARDED


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import os\nos.fork()", ["os.fork"]),
        ("from os import getuid", ["os.getuid"]),
        ("def f():\n    import fcntl", ["fcntl"]),
        ("import signal\nsignal.signal(signal.SIGALRM, f)", ["signal.SIGALRM"]),
        ("Client(place, 'AF_UNIX')", ["AF_UNIX"]),
        ("run(a, preexec_fn=f)", ["preexec_fn="]),
        ('"""os.fork in words"""\nimport os\nos.replace(a, b)', []),
    ],
)
def test_the_search_finds_such_calls(text: str, found: list[str]) -> None:
    assert list(lacking_in(ast.parse(text))) == found


def test_windows_takes_every_name_in_the_repository() -> None:
    asked = ["git", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(asked, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = listed.stdout.decode().rstrip("\0").split("\0")
    assert len(names) > 1000
    assert refused_by_windows(names) == []


@pytest.mark.parametrize("name", ["a:b", "con.txt", "a/b. /c", "what?", "FINE.txt"])
def test_names_that_windows_refuses_are_found(name: str) -> None:
    assert refused_by_windows(["fine.txt", name]) == [name]
