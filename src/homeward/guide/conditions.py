"""The conditions of a pack (GUIDE 4.3, 4.4): a small subset of CEL, parsed and type-checked into a JSON tree.

It knows the names and kinds it is given, nothing else; what a tree is worth for given answers is `three.value`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

Tree = Any
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>-?\d+)|(?P<text>"[^"\\]*"|'[^'\\]*')|(?P<name>[a-z][a-z0-9_]*)|(?P<sign>&&|\|\||==|!=|<=|>=|[<>!()\[\],]))"""
)
_COMPARE = {"==", "!=", "<", "<=", ">", ">="}
DEEPEST = 32


class Kind(Struct, frozen=True):
    """What a name or value is: `base` is boolean, number, date, choice or text (a literal); `keys` the choices, if it is one."""

    base: str
    keys: tuple[str, ...] = ()


BOOLEAN, NUMBER, DATE, TEXT = Kind("boolean"), Kind("number"), Kind("date"), Kind("text")


class BadCondition(Exception):
    """A condition that does not parse or whose types do not fit. `kind` and `values` as in a Problem."""

    def __init__(self, kind: str, **values: str) -> None:
        super().__init__(kind)
        self.kind, self.values = kind, values


def compile_condition(text: str, names: Mapping[str, Kind]) -> Tree:
    """The JSON tree of a condition over `names`. Raises BadCondition."""
    parser = _Parser(text, names)
    tree, kind = parser.either(0)
    if parser.peek():
        raise BadCondition("condition-trailing", found=parser.peek())
    if kind != BOOLEAN:
        raise BadCondition("condition-not-boolean", found=kind.base)
    return tree


def names_in(tree: Tree) -> set[str]:
    """Every name a tree uses."""
    if isinstance(tree, dict):
        return {tree["name"]}
    if isinstance(tree, list):
        return set().union(*(names_in(t) for t in tree[1:])) if tree else set()
    return set()


def is_day(text: str) -> bool:
    """Whether a text is a day "YYYY-MM-DD" of the calendar."""
    try:
        return len(text) == 10 and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


class _Parser:
    def __init__(self, text: str, names: Mapping[str, Kind]) -> None:
        self.names = names
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        place = 0
        while text[place:].strip():
            found = _TOKEN.match(text, place)
            if not found or not found.lastgroup:
                raise BadCondition("condition-sign", found=text[place:].strip()[:12])
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            place = found.end()

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise BadCondition("condition-ends")
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str) -> None:
        if self.peek() != sign or self.tokens[self.at][0] != "sign":
            raise BadCondition("condition-want", want=sign, found=self.peek() or "…")
        self.at += 1

    def either(self, depth: int) -> tuple[Tree, Kind]:
        return self._chain("||", depth)

    def _chain(self, sign: str, depth: int) -> tuple[Tree, Kind]:
        if depth > DEEPEST:
            raise BadCondition("condition-deep", limit=str(DEEPEST))
        inner = self._both if sign == "||" else self._negated
        tree, kind = inner(depth + 1)
        operands = [tree]
        while self.peek() == sign and self.tokens[self.at][0] == "sign":
            self.at += 1
            more, other = inner(depth + 1)
            if BOOLEAN not in (kind, other) or kind != other:
                raise BadCondition("condition-types", operator=sign, left=kind.base, right=other.base)
            operands.append(more)
        return ([sign, *operands], BOOLEAN) if len(operands) > 1 else (tree, kind)

    def _both(self, depth: int) -> tuple[Tree, Kind]:
        return self._chain("&&", depth)

    def _negated(self, depth: int) -> tuple[Tree, Kind]:
        if depth > DEEPEST:
            raise BadCondition("condition-deep", limit=str(DEEPEST))
        if self.peek() != "!":
            return self._relation(depth + 1)
        self.at += 1
        tree, kind = self._negated(depth + 1)
        if kind != BOOLEAN:
            raise BadCondition("condition-types", operator="!", left=kind.base, right="boolean")
        return ["!", tree], BOOLEAN

    def _relation(self, depth: int) -> tuple[Tree, Kind]:
        left, kind = self._operand(depth)
        sign = self.peek()
        if sign == "in":
            self.at += 1
            return ["in", left, self._literals(kind)], BOOLEAN
        if sign not in _COMPARE:
            return left, kind
        self.at += 1
        right, other = self._operand(depth)
        self._compare(sign, (left, kind), (right, other))
        return [sign, left, right], BOOLEAN

    def _literals(self, kind: Kind) -> list[Any]:
        self.expect("[")
        found: list[Any] = []
        while True:
            tree, other = self._operand(DEEPEST)
            if isinstance(tree, dict | list):
                raise BadCondition("condition-in-literals")
            self._compare("==", ({}, kind), (tree, other))
            found.append(tree)
            if self.peek() != ",":
                break
            self.at += 1
        self.expect("]")
        return found

    def _operand(self, depth: int) -> tuple[Tree, Kind]:
        kind, word = self.take()
        if kind == "number":
            return int(word), NUMBER
        if kind == "text":
            return word[1:-1], TEXT
        if word in ("true", "false"):
            return word == "true", BOOLEAN
        if word == "days" and self.peek() == "(":
            return self._days(depth)
        if kind == "name" and word != "in":
            if word not in self.names:
                raise BadCondition("condition-name", name=word, known=", ".join(sorted(self.names)))
            return {"name": word}, self.names[word]
        if word == "(":
            tree, inner = self.either(depth + 1)
            self.expect(")")
            return tree, inner
        raise BadCondition("condition-sign", found=word)

    def _days(self, depth: int) -> tuple[Tree, Kind]:
        self.expect("(")
        first, one = self._operand(depth)
        self.expect(",")
        second, two = self._operand(depth)
        self.expect(")")
        for tree, kind in ((first, one), (second, two)):
            if kind != DATE and not (kind == TEXT and is_day(tree)):
                raise BadCondition("condition-types", operator="days", left=kind.base, right="date")
        return ["days", first, second], NUMBER

    def _compare(self, sign: str, left: tuple[Tree, Kind], right: tuple[Tree, Kind]) -> None:
        (_one, kind), (two, other) = left, right
        if kind == TEXT and other != TEXT:
            (_one, kind), (two, other) = right, left
        if other == TEXT and kind.base == "choice":
            if two not in kind.keys:
                raise BadCondition("condition-choice", found=two, known=", ".join(kind.keys))
            other = kind
        elif other == TEXT and kind == DATE:
            if not is_day(two):
                raise BadCondition("condition-day", found=two)
            other = kind
        ordered = sign in ("==", "!=") or kind in (NUMBER, DATE)
        if kind != other or kind == TEXT or not ordered:
            raise BadCondition("condition-types", operator=sign, left=left[1].base, right=right[1].base)
