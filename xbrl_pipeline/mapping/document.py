"""YAML as people write it: read safely, with line numbers, and without keys that silently win from one another."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from xbrl_pipeline.base.handwritten import MOST_BYTES, TooMuchError, read_handwritten
from xbrl_pipeline.model.outcome import PipelineError


@dataclass(frozen=True, slots=True)
class Document:
    """The data of a YAML file, and where they stand."""

    data: object
    root: yaml.Node | None

    def line_of(self, steps: tuple[int | str, ...]) -> int:
        """Return the line of the value at the end of a path, or of the last part of the path that exists."""
        node = self.root
        line = 1
        for step in (*steps, None):
            if node is None:
                break
            line = node.start_mark.line + 1
            node = _child(node, step)
        return line


def load_yaml(path: Path) -> Document:
    """Read a YAML file; a problem is a PipelineError that names the file and the line."""
    text = _text(path)

    def refuse_doubles(root: yaml.Node) -> None:
        double = next(_doubles(root), None)
        if double is not None:
            line = str(double.start_mark.line + 1)
            raise PipelineError("mapping.key_twice", path=str(path), where=line, key=double.value)

    try:
        root, data = read_handwritten(text, refuse_doubles)  # before merged keys stand there too
    except yaml.YAMLError as error:
        code = "mapping.too_much" if isinstance(error, TooMuchError) else "mapping.not_yaml"
        raise PipelineError(code, path=str(path), where=_place(error)) from error
    return Document(data, root)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise PipelineError("mapping.unreadable", path=str(path)) from error
    if len(data) > MOST_BYTES:
        raise PipelineError("mapping.unreadable", path=str(path))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = str(data.count(b"\n", 0, error.start) + 1)
        raise PipelineError("mapping.not_utf8", path=str(path), where=line) from error


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return "?" if mark is None else str(mark.line + 1)


def _child(node: yaml.Node, step: int | str | None) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        child: yaml.Node = node.value[step]
        return child
    return None


def _doubles(root: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Give the keys that stand twice in one mapping: YAML would let the last one win."""
    nodes, seen = [root], set[int]()
    while nodes:
        node = nodes.pop()
        if id(node) in seen:  # an alias
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield from _double_keys(node)
            nodes += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value


def _double_keys(node: yaml.MappingNode) -> Iterator[yaml.ScalarNode]:
    seen = set[str]()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                yield key
            seen.add(key.value)
