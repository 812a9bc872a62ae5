"""Work for a pool that does not always come back."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Uneven:
    """Writes words in capitals; some words are too much for it."""

    @contextmanager
    def open(self) -> Iterator[Callable[[str], str]]:
        """Give the function for one word."""
        yield _capitals


def _capitals(word: str) -> str:
    if word == "die":
        os._exit(1)
    if word == "hang":
        time.sleep(600)
    return word.upper()
