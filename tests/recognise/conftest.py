"""Nothing that one test answers is remembered in another."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(own_home: Path) -> Path:
    """A state folder for each test: what people answer is kept there."""
    return own_home
