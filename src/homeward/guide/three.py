"""What a condition is worth when some answers are unknown (GUIDE 4.5): true, false or None, and which names would settle it.

The same in TypeScript (`web/src/guide/conditions.ts`); `spec/vectors/guide/conditions.json` holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

Answers = Mapping[str, Any]


def value(tree: Any, answers: Answers) -> Any:
    """The worth of a compiled tree: a boolean, number or text, or None while it depends on an answer nobody gave."""
    if isinstance(tree, dict):
        return answers.get(tree["name"])
    if not isinstance(tree, list):
        return tree
    operator = tree[0]
    if operator in ("&&", "||"):
        deciding = operator == "||"
        worths = [value(t, answers) for t in tree[1:]]
        if deciding in worths:
            return deciding
        return None if None in worths else not deciding
    left = value(tree[1], answers)
    if left is None:
        return None
    if operator == "!":
        return not left
    if operator == "in":
        return left in tree[2]
    right = value(tree[2], answers)
    return None if right is None else _compare(operator, left, right)


def _compare(operator: str, left: Any, right: Any) -> Any:
    match operator:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "days":
            return (date.fromisoformat(right) - date.fromisoformat(left)).days
        case _:
            raise ValueError(operator)


def open_names(tree: Any, answers: Answers) -> set[str]:
    """The names without an answer that keep a null tree null; empty for a tree that is settled."""
    if isinstance(tree, dict):
        return {tree["name"]} if answers.get(tree["name"]) is None else set()
    if not isinstance(tree, list) or value(tree, answers) is not None:
        return set()
    operands = tree[1:2] if tree[0] == "in" else tree[1:]
    return set().union(*(open_names(t, answers) for t in operands))
