"""Excel annual accounts of Dutch school boards in, validated XBRL and a queue entry out.

As a library: see ``xbrl_pipeline.api``, whose names can be reached from here too.
"""

from importlib import import_module
from typing import Any, Final

VERSION: Final = "0.1.0"
_LIBRARY: Final = frozenset({
    *("convert", "validate", "compare", "fill", "open_taxonomy", "recast", "render", "samples"),
    *("Cells", "Comparison", "Conversion", "Difference", "Fact", "FilledTemplate", "Finding", "Line"),
    *("NotAcceptedError", "OtherForm", "Rendering", "Taxonomy", "Validation"),
})  # fmt: skip


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what the library holds
    """Give a name of the library, which is imported when it is first asked for: --help may not wait for it."""
    if name not in _LIBRARY:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module("xbrl_pipeline.api"), name)


def __dir__() -> list[str]:
    return ["VERSION", *_LIBRARY]
