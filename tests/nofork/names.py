"""What Windows takes as the name of a file, and how long a path may be there."""

from collections.abc import Iterable
from pathlib import Path

LONGEST = 260
INSTALLED_IN = r"C:\Users\een.vrij.lange.naam\AppData\Local\Programs\Python\Python311\Lib\site-packages" + "\\"
WORKED_IN = r"C:\Users\een.vrij.lange.naam\OneDrive - Stichting Voorbeeld\Documenten\Jaarrekening" + "\\"
_REFUSED = frozenset('<>:"|?*\\')
_RESERVED = frozenset(["con", "prn", "aux", "nul", "com1", "com2", "com3", "lpt1", "lpt2", "lpt3"])


def refused_by_windows(names: Iterable[str]) -> list[str]:
    """Return the names that Windows would not take, or would take for one another."""
    return list(filter(_Seen().refuses, names))


def files_below(folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]


class _Seen:
    def __init__(self) -> None:
        self.names: set[str] = set()

    def refuses(self, name: str) -> bool:
        twice = name.lower() in self.names
        self.names.add(name.lower())
        return twice or any(map(_is_odd, name.split("/")))


def _is_odd(part: str) -> bool:
    reserved = part.partition(".")[0].lower() in _RESERVED
    return reserved or bool(_REFUSED & set(part)) or part.endswith((".", " ")) or not part.isprintable()
