"""From located YAML nodes to the structs of `homeward.schema.guide`, reporting every misfit with its line (GUIDE 2.2).

It knows shapes, not meanings: which ids exist and which periods fit is `check`'s business.
"""

from __future__ import annotations

from typing import Any

import msgspec.inspect as mi
from msgspec import NODEFAULT
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .conditions import is_day
from .problem import Path, Places, Problem
from .read import kind_of, line_of

_SHAPES: dict[str, mi.Type] = {}
_NOT_WORDS = {"yes", "no", "on", "off", "y", "n"}


class Misfit(Exception):
    """A value that does not fit; its problems are already in the list."""


def shape_of(kind: Any) -> mi.Type:
    """The shape msgspec sees in a type."""
    return _SHAPES.setdefault(str(kind), mi.type_info(kind))


class Fitter:
    """Fits the nodes of one file. Collects `problems`; records where everything stands in `places`."""

    def __init__(self, file: str, languages: list[str], places: Places, problems: list[Problem]) -> None:
        self.file, self.languages, self.places, self.problems = file, languages, places, problems

    def fit(self, node: Node, kind: Any, path: Path) -> Any:
        """The struct a node describes. Raises Misfit after noting every problem in it."""
        return self._fit(node, shape_of(kind), path)

    def _bad(self, node: Node, kind: str, **values: str) -> Misfit:
        self.problems.append(Problem(self.file, line_of(node), kind, values))
        return Misfit()

    def _fit(self, node: Node, shape: mi.Type, path: Path) -> Any:
        self.places.put(path, self.file, line_of(node))
        match shape:
            case mi.StructType():
                return self._struct(node, shape, path)
            case mi.DictType():
                return self._dict(node, shape.value_type, path)
            case mi.ListType():
                return self._list(node, shape.item_type, path)
            case mi.UnionType():
                return self._union(node, shape, path)
            case mi.LiteralType():
                return self._one_of(node, shape.values)
            case mi.StrType():
                return self._day(node, shape.pattern) if shape.pattern else self._text(node)
            case mi.IntType():
                return self._integer(node)
            case mi.BoolType():
                return self._boolean(node)
            case _:
                return self._plain(node)

    def _struct(self, node: Node, shape: mi.StructType, path: Path) -> Any:
        pairs = self._pairs(node)
        fields = {f.encode_name: f for f in shape.fields}
        found: dict[str, Any] = {}
        broken = False
        for key, value in pairs:
            field = fields.get(key.value)
            if field is None:
                self._bad(key, "unknown-key", key=key.value, known=", ".join(fields))
                broken = True
                continue
            try:
                found[field.name] = self._fit(value, field.type, (*path, key.value))
            except Misfit:
                broken = True
        present = {k.value for k, _ in pairs}
        for name, field in fields.items():
            if name not in present and field.default is NODEFAULT and field.default_factory is NODEFAULT:
                self._bad(node, "missing-key", key=name)
                broken = True
        if broken:
            raise Misfit
        return shape.cls(**found)

    def _pairs(self, node: Node) -> list[tuple[ScalarNode, Node]]:
        if not isinstance(node, MappingNode):
            raise self._bad(node, "want-mapping", found=_shown(node))
        return [(k, v) for k, v in node.value if isinstance(k, ScalarNode)]

    def _dict(self, node: Node, inner: mi.Type, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        broken = False
        for key, value in self._pairs(node):
            try:
                result[self._text(key)] = self._fit(value, inner, (*path, key.value))
            except Misfit:
                broken = True
        if isinstance(inner, mi.StrType):
            for language in self.languages:
                if not result.get(language, "").strip() and not broken:
                    self._bad(node, "text-language", language=language)
                    broken = True
            for language in set(result) - set(self.languages):
                self._bad(node, "text-unknown-language", language=language, known=", ".join(self.languages))
                broken = True
        if broken:
            raise Misfit
        return result

    def _list(self, node: Node, inner: mi.Type, path: Path) -> list[Any]:
        if not isinstance(node, SequenceNode):
            raise self._bad(node, "want-list", found=_shown(node))
        result: list[Any] = []
        broken = False
        for at, item in enumerate(node.value):
            try:
                result.append(self._fit(item, inner, (*path, at)))
            except Misfit:
                broken = True
        if broken:
            raise Misfit
        return result

    def _union(self, node: Node, shape: mi.UnionType, path: Path) -> Any:
        literals = [v for t in shape.types if isinstance(t, mi.LiteralType) for v in t.values]
        if literals:
            return self._one_of(node, literals)
        inner = next(t for t in shape.types if not isinstance(t, mi.NoneType))
        return self._fit(node, inner, path)

    def _one_of(self, node: Node, values: Any) -> Any:
        if all(isinstance(v, int) for v in values):
            number = self._integer(node)
            if number in values:
                return number
        else:
            text = self._text(node)
            if text in values:
                return text
        raise self._bad(node, "not-one-of", found=_shown(node), known=", ".join(map(str, values)))

    def _text(self, node: Node) -> str:
        if not isinstance(node, ScalarNode):
            raise self._bad(node, "want-text", found=_shown(node))
        plain = node.style is None
        if kind_of(node) != "str" or (plain and node.value.lower() in _NOT_WORDS):
            reads = kind_of(node) if kind_of(node) != "str" else "bool"
            raise self._bad(node, "want-text-got", found=node.value, reads=reads)
        return str(node.value)

    def _day(self, node: Node, pattern: str) -> str:
        text = self._text(node)
        if is_day(text) or (text == "open" and "open" in pattern):
            return text
        raise self._bad(node, "want-day", found=text)

    def _integer(self, node: Node) -> int:
        if isinstance(node, ScalarNode) and kind_of(node) == "int" and node.value.lstrip("-").isdigit():
            return int(node.value)
        raise self._bad(node, "want-number", found=_shown(node))

    def _boolean(self, node: Node) -> bool:
        if isinstance(node, ScalarNode) and kind_of(node) == "bool":
            return bool(node.value.lower() == "true")
        raise self._bad(node, "want-boolean", found=_shown(node))

    def _plain(self, node: Node) -> bool | int | str | None:
        # An answer: true, 14, "2022-10-05", refused, or null for "I do not know".
        match kind_of(node):
            case "bool":
                return self._boolean(node)
            case "int":
                return self._integer(node)
            case "null":
                return None
            case _:
                return self._text(node)


def _shown(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return str(node.value)
    return "{…}" if isinstance(node, MappingNode) else "[…]"
