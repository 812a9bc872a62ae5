"""Deterministic draws: every axis has its own stream, so that one axis can be changed without moving the others."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A seeded source of choices; `sub` gives an independent source for a named axis."""

    def __init__(self, key: str) -> None:
        self.key = key
        digest = hashlib.sha256(key.encode()).digest()
        self._random = random.Random(int.from_bytes(digest[:8], "big"))

    def sub(self, name: str) -> Draw:
        """An independent stream for the axis `name`."""
        return Draw(f"{self.key}/{name}")

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, all equally likely."""
        return items[self._random.randrange(len(items))]

    def weigh(self, items: Sequence[tuple[T, float]]) -> T:
        """One of the items, by weight."""
        total = sum(w for _, w in items)
        x = self._random.random() * total
        for item, w in items:
            x -= w
            if x < 0:
                return item
        return items[-1][0]

    def chance(self, p: float) -> bool:
        """True with probability p."""
        return self._random.random() < p

    def between(self, low: float, high: float) -> float:
        """A number between low and high."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low up to and including high."""
        return self._random.randint(low, high)

    def log(self, low: float, high: float) -> float:
        """A number between low and high, evenly spread over orders of magnitude."""
        return math.exp(self.between(math.log(low), math.log(high)))

    def near(self, value: float, spread: float) -> float:
        """A number around value, relative spread."""
        return value * (1 + self._random.uniform(-spread, spread))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in another order."""
        out = list(items)
        self._random.shuffle(out)
        return out

    def some(self, items: Sequence[T], low: int, high: int) -> list[T]:
        """Between low and high of the items, in their own order."""
        n = min(len(items), self.whole(low, high))
        chosen = set(self._random.sample(range(len(items)), n))
        return [x for i, x in enumerate(items) if i in chosen]
