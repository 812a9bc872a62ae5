"""Build the taxonomy packages from their source tables: `python taxonomies/build.py [--check]`."""

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from taxonomies.builder.package import build_package, read_package, write_package  # noqa: E402 (the script finds its own package first)
from taxonomies.builder.reading import read_tables  # noqa: E402
from taxonomies.builder.rulebook import rulebook  # noqa: E402


def build_all(root: Path = HERE) -> dict[str, bytes]:
    """Return every built file of every taxonomy, by its path below `taxonomies/`."""
    built: dict[str, bytes] = {}
    books = []
    for folder in sorted((root / "tables").iterdir()):
        tables = read_tables(folder)
        built |= {f"{folder.name}/{path}": content for path, content in build_package(tables).items()}
        books.append(rulebook(tables))
    return built | {"RULES.md": "\n".join(books).encode()}


def committed(root: Path = HERE) -> dict[str, bytes]:
    """Return the built files that are there now, in the form of `build_all`."""
    found = {"RULES.md": (root / "RULES.md").read_bytes()} if (root / "RULES.md").exists() else {}
    for folder in sorted((root / "tables").iterdir()):
        present = read_package(root / folder.name)
        found |= {f"{folder.name}/{path}": content for path, content in present.items()}
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write the packages, or with `--check` only say which files differ from a fresh build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file differs")
    checking = parser.parse_args(arguments).check
    fresh, present = build_all(), committed()
    differing = sorted(path for path in fresh.keys() | present.keys() if fresh.get(path) != present.get(path))
    for path in differing:
        print(("differs: " if checking else "written: ") + path)
    if not checking:
        write(fresh)
    return int(checking and bool(differing))


def write(built: dict[str, bytes], root: Path = HERE) -> None:
    """Make the folders of the packages hold exactly the built files."""
    (root / "RULES.md").write_bytes(built["RULES.md"])
    for folder in (root / "tables").iterdir():
        start = f"{folder.name}/"
        inside = {path.removeprefix(start): content for path, content in built.items() if path.startswith(start)}
        write_package(inside, root / folder.name)


if __name__ == "__main__":
    sys.exit(main())
