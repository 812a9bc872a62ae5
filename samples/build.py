"""Makes the sample workbooks and their mapping files: ``python -m samples.build [--check]``."""

import argparse
import sys
import tempfile
import zipfile
from pathlib import Path

from samples.builder.boards import all_boards
from samples.builder.faults import finished_board
from samples.builder.mappings import mapping_text
from samples.builder.policy import BOARDS as POLICY_BOARDS
from samples.builder.policy import build_policy
from samples.builder.sheets import BoardWorkbook
from samples.builder.writer import write_workbook

SAMPLES = Path(__file__).parent


def build(folder: Path) -> list[Path]:
    """Write all samples into a folder and return what was written."""
    books = (*map(finished_board, all_boards()), *map(build_policy, POLICY_BOARDS))
    return [path for workbook in books for path in _write(workbook, folder)]


def differences(folder: Path) -> list[str]:
    """Return the names of samples in a folder that a fresh build would change."""
    with tempfile.TemporaryDirectory() as fresh:
        made = build(Path(fresh))
        names = {path: path.relative_to(fresh) for path in made}
        return [name.as_posix() for path, name in names.items() if not _same(path, folder / name)]


def main() -> int:
    """Build the samples, or with ``--check`` say which committed ones are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the committed files, write nothing")
    if not parser.parse_args().check:
        print("\n".join(path.name for path in build(SAMPLES)))
        return 0
    stale = differences(SAMPLES)
    print("\n".join(f"differs from a fresh build: {name}" for name in stale) or "all samples are as built")
    return 1 if stale else 0


def _write(workbook: BoardWorkbook, folder: Path) -> list[Path]:
    target = folder / f"{workbook.board.file}.xlsx"
    target.parent.mkdir(exist_ok=True)
    mapping = target.with_suffix(".mapping.yaml")
    write_workbook(workbook, target)
    mapping.write_text(mapping_text(workbook), encoding="utf-8", newline="\n")
    return [target, mapping]


def _same(fresh: Path, committed: Path) -> bool:
    if not committed.exists():
        return False
    if fresh.suffix == ".xlsx":  # another zlib may pack the same bytes differently
        return _members(fresh) == _members(committed)
    return fresh.read_bytes() == committed.read_bytes()


def _members(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(entry.filename, entry.date_time, archive.read(entry)) for entry in archive.infolist()]


if __name__ == "__main__":
    sys.exit(main())
