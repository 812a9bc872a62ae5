"""The word lists that stand beside the code: names of lines, names of accounts, titles of statements."""

from importlib.resources import files
from typing import Any, Final

import yaml

# the parser in C where PyYAML has it: the lists are long, and every start of the program reads them
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_word_list(package: str, name: str) -> dict[str, Any]:
    """Return what a YAML file of a package holds."""
    found: dict[str, Any] = yaml.load(files(package).joinpath(name).read_text("utf-8"), _LOADER)  # noqa: S506 - safe
    return found
