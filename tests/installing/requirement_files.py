"""The requirement files, read as pip reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from packaging.requirements import Requirement

from tests.conftest import ROOT

FILES = ("dev", "runtime")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement, with the hashes of the files that may be installed for it."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def applies(self) -> bool:
        """Whether it is for this machine."""
        return self.requirement.marker is None or self.requirement.marker.evaluate()

    @property
    def version(self) -> str:
        """The only version it allows; empty where it allows more."""
        found = re.fullmatch(r"==([^*,]+)", str(self.requirement.specifier))
        return found[1] if found else ""


def read_lines(name: str) -> Iterator[Line]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield Line(Requirement(line.partition("--hash")[0].strip()), tuple(_HASH.findall(line)))
