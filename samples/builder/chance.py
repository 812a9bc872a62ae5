"""Numbers that look like chance and never change: each follows from the seed and the name of its use."""

import hashlib

_SPAN = 2**64


def swing(seed: int, *names: str) -> float:
    """Return a number from -1 up to 1 that belongs to these names."""
    digest = hashlib.sha256("/".join((str(seed), *names)).encode()).digest()
    return 2 * int.from_bytes(digest[:8], "big") / _SPAN - 1


def varied(amount: float, width: float, seed: int, *names: str) -> int:
    """Return the amount in whole euros, moved by at most ``width`` of itself."""
    return round(amount * (1 + width * swing(seed, *names)))
