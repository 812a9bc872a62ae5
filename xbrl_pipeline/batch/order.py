"""In which order inputs are taken: those of one taxonomy after each other, so that few are in memory at a time."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from xbrl_pipeline.inputs.plan import Input, mapping_beside
from xbrl_pipeline.inputs.sources import is_instance

_LOOK: Final = 64 * 1024  # bytes at the start of a file
_ENTRY: Final = re.compile(rb"""schemaRef[^>]*?href\s*=\s*["']([^"']{1,500})""", re.DOTALL)
_NAMED: Final = re.compile(rb"^(?:taxonomy|report):.{0,200}$", re.MULTILINE)


def by_taxonomy(inputs: Sequence[Input]) -> list[int]:
    """Return the numbers of inputs, those of one taxonomy together, else in the order in which they were named."""
    return [number for numbers in taxonomy_groups(inputs) for number in numbers]


def taxonomy_groups(inputs: Sequence[Input]) -> list[list[int]]:
    """Return the numbers of the inputs of each taxonomy, in the order in which they were named."""
    groups: dict[bytes, list[int]] = {}
    for number, item in enumerate(inputs):
        groups.setdefault(_taxonomy(item), []).append(number)
    return list(groups.values())


def _taxonomy(item: Input) -> bytes:
    """Return a hint at the taxonomy of an input, good enough to put equals together."""
    if is_instance(item.path):
        found = _ENTRY.search(_start(item.path))
        return found[1] if found else b""
    mapping = item.mapping or mapping_beside(item.path)
    return b"\n".join(_NAMED.findall(_start(mapping)))


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LOOK)
    except OSError:
        return b""
