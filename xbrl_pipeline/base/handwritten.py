"""YAML as people write it, read within limits: before anything is made of it, its size is known.

Aliases are refused: some hundred bytes of them stand for gigabytes, and no file of this program needs any. Where
libyaml is there it reads; it has no say in what is wrong: such a text is read again in pure Python.
"""

from collections.abc import Callable
from typing import Any, Final

import yaml

MOST_BYTES: Final = 5 * 2**20
_DEEPEST: Final = 40  # levels; a mapping has seven
_MOST_NODES: Final = 400_000  # a mapping of a thousand lines has some ten thousand

Look = Callable[[yaml.Node], None]
Read = tuple[yaml.Node | None, object]


class TooMuchError(yaml.MarkedYAMLError):
    """The text could grow into more than any file of this program is."""


class _UnsureError(yaml.YAMLError):
    """What the pure reader has to say something about."""


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


def read_handwritten(text: str, look: Look | None = None) -> Read:
    """Return the nodes of a YAML document and its data; what is wrong with it raises YAMLError.

    So does a text that is too long, too deep, or has aliases. A value that cannot be, such as the date 2025-02-30 or
    a number of five thousand digits, does too. ``look`` sees the nodes before anything is made of them.
    """
    quick: Any = getattr(yaml, "CSafeLoader", None)  # some systems build PyYAML without libyaml
    if quick is not None:
        try:
            return _read(quick(text), _compose, look)
        except yaml.YAMLError:
            pass  # said below, in the words and with the line that it has everywhere
    return _read(_Within(text), _Within.get_single_node, look)


def _read(loader: Any, compose: Callable[[Any], yaml.Node | None], look: Look | None) -> Read:  # noqa: ANN401 - one of two
    try:
        root = compose(loader)
        if root is not None and look is not None:
            look(root)
        return root, None if root is None else loader.construct_document(root)
    except (ValueError, RecursionError, OverflowError) as error:
        raise yaml.YAMLError(str(error)) from error
    finally:
        loader.dispose()


def _compose(loader: Any) -> yaml.Node | None:  # noqa: ANN401 - libyaml's is not known on every system
    """Compose the one document from libyaml's events: its own composer calls itself without a limit of depth."""
    found: list[yaml.Node] = []
    filled = found  # what the next node becomes a part of
    around: list[tuple[yaml.CollectionNode, list[yaml.Node]]] = []
    nodes = 0
    while (event := loader.get_event()) is not None:
        kind = type(event)
        if (make := _NODES.get(kind)) is not None:
            nodes += 1
            if event.anchor is not None or nodes > _MOST_NODES or len(around) >= _DEEPEST:
                raise _UnsureError
            value = event.value if make is yaml.ScalarNode else []
            tag = event.tag
            if tag is None or tag == "!":
                tag = loader.resolve(make, value, event.implicit)
            made = make(tag, value, event.start_mark, event.end_mark)
            filled.append(made)
            if make is not yaml.ScalarNode:
                around.append((made, filled))
                filled = []
        elif kind in _ENDS:
            node, outer = around.pop()
            node.value = filled if kind is yaml.SequenceEndEvent else list(zip(filled[::2], filled[1::2], strict=True))
            node.end_mark = event.end_mark
            filled = outer
        elif kind is yaml.AliasEvent:
            raise _UnsureError
    if len(found) > 1:
        raise _UnsureError
    return found[0] if found else None


_ENDS: Final = {yaml.SequenceEndEvent, yaml.MappingEndEvent}
_NODES: Final[dict[type, Any]] = {
    yaml.ScalarEvent: yaml.ScalarNode,
    yaml.SequenceStartEvent: yaml.SequenceNode,
    yaml.MappingStartEvent: yaml.MappingNode,
}
