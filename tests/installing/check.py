"""Set up and install the way users do, each in an environment of its own, from the registry: ``make dist-check``.

The set-up of a checkout with the pip of Debian 12 and with the newest; the wheel by pip with the pinned libraries, by
pip alone, by pipx and by uv. Each installed program then does its work from another folder with an empty home, and
nothing may be written where it is installed. Needs nothing but Python; prints what was tried, how long it took and how
much was installed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
DEBIAN: Final = "==23.0.1"
_INHERITED: Final = ("XBRL_", "XDG_", "VIRTUAL_ENV", "PYTHONPATH", "UV_", "PIPX_")
_MIB: Final = 1024 * 1024


def run(*command: str | Path, where: Path = ROOT, more: Mapping[str, str] | None = None) -> str:
    """Run a command that must succeed, and return what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_INHERITED)}
    asked = [str(part) for part in command]
    done = subprocess.run(
        asked,
        cwd=where,
        env=kept | {"PIP_NO_CACHE_DIR": "1"} | dict(more or {}),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    if done.returncode:
        sys.exit(f"{' '.join(asked)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def environment(folder: Path, pip: str = "") -> Path:
    """Make an environment and return its Python."""
    run(sys.executable, "-m", "venv", folder)
    python = folder / "bin/python"
    if pip:
        run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--upgrade", f"pip{pip}")
    return python


def wheel() -> Path:
    """Return the wheel that ``make dist`` built."""
    (found,) = ROOT.glob("dist/*.whl")
    return found


def set_up(folder: Path, pip: str) -> Path:
    """Set a checkout up by its Makefile."""
    run("make", f"{folder}/.ready", f"VENV={folder}", f"PYTHON={sys.executable}", f"PIP={pip}")
    return folder / "bin/xbrl-pipeline"


def install_pinned(folder: Path, pip: str) -> Path:
    """Install the wheel with the libraries that the requirement file names."""
    python = environment(folder, pip)
    pinned = ("--require-hashes", "-r", ROOT / "requirements/runtime.txt")
    for what in (pinned, (wheel(),)):
        run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", *what)
    run(python, "-m", "pip", "check", "--disable-pip-version-check")
    return folder / "bin/xbrl-pipeline"


def install_alone(folder: Path, pip: str) -> Path:
    """Install the wheel, and let pip choose the libraries."""
    python = environment(folder, pip)
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel())
    run(python, "-m", "pip", "check", "--disable-pip-version-check")
    return folder / "bin/xbrl-pipeline"


def install_by_pipx(folder: Path) -> Path:
    """Install the wheel by pipx."""
    python = environment(folder / "tools")
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "pipx")
    places = {"PIPX_HOME": str(folder / "home"), "PIPX_BIN_DIR": str(folder / "bin"), "USE_EMOJI": "0"}
    run(folder / "tools/bin/pipx", "install", "--python", sys.executable, wheel(), more=places)
    return folder / "bin/xbrl-pipeline"


def install_by_uv(folder: Path) -> Path:
    """Install the wheel by uv."""
    python = environment(folder / "tools")
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "uv")
    places = {
        "UV_TOOL_DIR": str(folder / "home"),
        "UV_TOOL_BIN_DIR": str(folder / "bin"),
        "UV_CACHE_DIR": str(folder / "cache"),
        "UV_PYTHON_DOWNLOADS": "never",
    }
    run(folder / "tools/bin/uv", "tool", "install", "--python", sys.executable, wheel(), more=places)
    return folder / "bin/xbrl-pipeline"


WAYS: Final[Mapping[str, Callable[[Path], Path]]] = {
    "set-up, pip of Debian 12": lambda folder: set_up(folder, DEBIAN),
    "set-up, newest pip": lambda folder: set_up(folder, ">0"),
    "wheel, pinned, pip of Debian 12": lambda folder: install_pinned(folder, DEBIAN),
    "wheel, pinned, newest pip": lambda folder: install_pinned(folder, ">0"),
    "wheel, alone, pip of Debian 12": lambda folder: install_alone(folder, DEBIAN),
    "wheel, pipx": install_by_pipx,
    "wheel, uv tool": install_by_uv,
}


def work(program: Path, folder: Path) -> None:
    """Do the work of a user with an installed program, from another folder and with an empty home."""
    places = [folder / name for name in ("home", "elsewhere")]
    for place in places:
        place.mkdir()
    home, elsewhere = places
    more = {"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}

    def ask(*arguments: str) -> str:
        return run(program, *arguments, where=elsewhere, more=more)

    assert ask("--version").startswith("xbrl-pipeline ")
    assert "6 geldig, 2 niet geldig" in ask("demo", "--out", "proef")
    ask("template", "--taxonomy", "onderwijs-2025", "--out", "leeg.xlsx")
    workbook = next(elsewhere.glob("proef/99001-*/source.xlsx"))
    mapping = workbook.with_name("mapping.yaml")
    ask("run", str(workbook), "--mapping", str(mapping), "--out", "uitvoer")
    account = run(sys.executable, "-c", "import os, pwd; print(pwd.getpwuid(os.getuid()).pw_name)").strip()
    ask("role", "bootstrap", account, "99001")
    ask("queue", "list")
    ask("doctor")


def written(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file."""
    files = (file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return {str(file): (file.stat().st_size, file.stat().st_mtime_ns) for file in files}


def size(folder: Path) -> float:
    """Return how much is installed, in MiB."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir()) / _MIB


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder outside the repository."""
    folder = Path(tempfile.mkdtemp(prefix="xbrl-dist-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Try every way, or the ones whose name has a text in it."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--only", default="")
    only = asked.parse_args().only
    for name, install in WAYS.items():
        if only not in name:
            continue
        with scratch() as folder:
            started = time.monotonic()
            program = install(folder / "installed")
            took, before = time.monotonic() - started, written(folder / "installed")
            work(program, folder)
            assert written(folder / "installed") == before, "something was written where the program is installed"
            sys.stdout.write(f"{name}: installed in {took:.0f} s, {size(folder / 'installed'):.0f} MiB; works\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
