"""Random damage to the samples, the same every time: bytes, members of the zip, and pieces of XML."""

import random
import re
from collections.abc import Callable
from typing import Final

from tests.conftest import SAMPLES
from tests.hostile.boards import Parts, board, packed

Mutation = Callable[[random.Random], bytes]
_PIECES: Final = re.compile(rb"<[^>]*>|[^<]+")
_ATTRIBUTE: Final = re.compile(rb'="[^"]*"')
_VALUES: Final = (
    b"",
    b"-1",
    b"99999999999",
    b"A1:XFD1048576",
    b"\xff\xfe",
    b"&#0;",
    b"1E999",
    b"NaN",
    b"../../x",
    b"true",
)


def mutate(seed: int) -> bytes:
    """Return one damaged sample."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, nothing to guess
    return chance.choice((_bytes, _members, _pieces, _pieces, _values))(chance)


def _bytes(chance: random.Random) -> bytes:
    data = bytearray((SAMPLES / f"{chance.choice(('po-99001', 'vo-99002'))}.xlsx").read_bytes())
    for _ in range(chance.choice((1, 1, 4, 40))):
        place = chance.randrange(len(data))
        data[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    return bytes(data[: chance.choice((len(data), len(data), chance.randrange(len(data))))])


def _members(chance: random.Random) -> bytes:
    parts = board()
    first, second = chance.sample(sorted(parts), 2)
    kind = chance.randrange(4)
    if kind == 0:
        del parts[first]
    elif kind == 1:
        parts[first], parts[second] = parts[second], parts[first]
    elif kind == 2:
        parts[first] = parts[first][: chance.randrange(len(parts[first]))]
    else:
        parts[f"{first}{chance.choice(('.bak', '/', ' '))}"] = parts[second]
    return packed(parts)


def _some_part(chance: random.Random) -> tuple[Parts, str, list[bytes]]:
    parts = board()
    name = chance.choice(sorted(parts))
    return parts, name, _PIECES.findall(parts[name])


def _pieces(chance: random.Random) -> bytes:
    """Leave out, double, swap or move tags and texts of one part."""
    parts, name, pieces = _some_part(chance)
    for _ in range(chance.choice((1, 2, 6))):
        here, there = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        kind = chance.randrange(4)
        if kind == 0 and len(pieces) > 1:
            del pieces[here]
        elif kind == 1:
            pieces.insert(there, pieces[here])
        elif kind == 2:
            pieces[here], pieces[there] = pieces[there], pieces[here]
        else:
            pieces[here] = b"<x>" + pieces[here] + b"</x>"
    parts[name] = b"".join(pieces)
    return packed(parts)


def _values(chance: random.Random) -> bytes:
    """Put odd values into attributes and texts of one part, which stays well-formed."""
    parts, name, pieces = _some_part(chance)
    for _ in range(chance.choice((1, 2, 6))):
        here = chance.randrange(len(pieces))
        value = chance.choice(_VALUES)
        if pieces[here].startswith(b"<"):
            pieces[here] = _ATTRIBUTE.sub(b'="' + value + b'"', pieces[here], count=chance.randrange(1, 3))
        else:
            pieces[here] = value
    parts[name] = b"".join(pieces)
    return packed(parts)
