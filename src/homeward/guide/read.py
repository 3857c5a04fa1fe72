"""YAML, read strictly (GUIDE 2.2): a tree of located values in which nothing was guessed.

It knows YAML and lines, not packs. Anchors, tags, several documents and repeated keys are refused here; what is text where text is meant
is decided in `fit`, which knows the shapes.
"""

from __future__ import annotations

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .problem import Problem

LARGEST_FILE = 1_000_000
DEEPEST = 24
_CORE = "tag:yaml.org,2002:"
_KINDS = {"map", "seq", "str", "bool", "int", "float", "null", "timestamp"}


class Broken(Exception):
    """The file cannot be read at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


def read(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The root node of a YAML text (None when empty) and what is wrong with its form. Raises Broken when it is not YAML."""
    if len(text) > LARGEST_FILE:
        raise Broken(Problem(file, 1, "too-large", {"limit": str(LARGEST_FILE)}))
    try:
        root = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Broken(Problem(file, mark.line + 1 if mark else 1, "not-yaml", {"detail": str(error.problem or error.context)})) from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise Broken(Problem(file, 1, "not-yaml", {"detail": type(error).__name__})) from error
    problems: list[Problem] = []
    if root is not None:
        _form(root, file, 0, problems)
    return root, problems


def line_of(node: Node) -> int:
    """The line (from 1) on which a node begins."""
    return int(node.start_mark.line) + 1


def kind_of(node: Node) -> str:
    """map, seq, str, bool, int, float, null, timestamp, or "" for a tag nobody asked for."""
    kind = str(node.tag).removeprefix(_CORE)
    return kind if kind in _KINDS else ""


def _form(node: Node, file: str, depth: int, problems: list[Problem]) -> None:
    if depth > DEEPEST:
        raise Broken(Problem(file, line_of(node), "too-deep", {"limit": str(DEEPEST)}))
    if node.anchor:
        problems.append(Problem(file, line_of(node), "anchor", {"name": str(node.anchor)}))
        return  # what hangs on an anchor may hang on itself
    if not kind_of(node):
        problems.append(Problem(file, line_of(node), "tag", {"tag": str(node.tag)}))
    if isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                problems.append(Problem(file, line_of(key), "key-not-text", {"found": "…"}))
                continue
            if key.value in seen:
                problems.append(Problem(file, line_of(key), "key-twice", {"key": key.value}))
            seen.add(key.value)
            if isinstance(value, ScalarNode) and not value.value and value.style is None:
                value.start_mark = key.start_mark  # an empty value stands on the next line, where nobody would look
            _form(value, file, depth + 1, problems)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            _form(item, file, depth + 1, problems)
