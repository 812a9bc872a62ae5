"""YAML as people write it, read within limits: before anything is made of it, its size is known.

Aliases are refused: some hundred bytes of them stand for gigabytes, and no file of this program needs any.
"""

from collections.abc import Callable
from typing import Final

import yaml

MOST_BYTES: Final = 5 * 2**20
_DEEPEST: Final = 40  # levels; a mapping has seven
_MOST_NODES: Final = 400_000  # a mapping of a thousand lines has some ten thousand


class TooMuchError(yaml.MarkedYAMLError):
    """The text could grow into more than any file of this program is."""


class _Within(yaml.SafeLoader):
    """Composes nodes until there are too many of them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.nodes, self.levels = 0, 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose a node and what is in it, as the base class does."""
        self.nodes += 1
        self.levels += 1
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise TooMuchError(problem="alias", problem_mark=mark)
        if self.nodes > _MOST_NODES or self.levels > _DEEPEST:
            raise TooMuchError(problem="too large", problem_mark=mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        self.levels -= 1
        return node


def read_handwritten(text: str, look: Callable[[yaml.Node], None] | None = None) -> tuple[yaml.Node | None, object]:
    """Return the nodes of a YAML document and its data; what is wrong with it raises YAMLError.

    So does a text that is too long, too deep, or has aliases. A value that cannot be, such as the date 2025-02-30 or
    a number of five thousand digits, does too. ``look`` sees the nodes before anything is made of them.
    """
    loader = _Within(text)
    try:
        root = loader.get_single_node()
        if root is not None and look is not None:
            look(root)
        return root, None if root is None else loader.construct_document(root)
    except (ValueError, RecursionError, OverflowError) as error:
        raise yaml.YAMLError(str(error)) from error
    finally:
        loader.dispose()
