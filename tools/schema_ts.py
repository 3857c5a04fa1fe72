"""From msgspec structs to TypeScript: a type each, and one small table of shapes that `check.ts` reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec import inspect as look

HEAD = "// Made by tools/make_schema.py from src/homeward/schema. Do not edit.\n"
_BIG = 2**53 - 1


def shapes(structs: Iterable[type[Struct]], bodies: dict[str, type[Struct]], notes: dict[str, type[Struct]]) -> str:
    """The text of shapes.ts."""
    found: dict[str, look.StructType] = {}
    for info in look.multi_type_info(list(structs)):
        _collect(info, found)
    parts = [HEAD, "import type { Shape } from './check.ts'\n"]
    parts += [_interface(found[name]) for name in sorted(found)]
    table = "".join(f"  {name}: {_struct_shape(found[name])},\n" for name in sorted(found))
    parts.append(f"export const SHAPES: Readonly<Record<string, Shape>> = {{\n{table}}}\n")
    parts += [_kinds("Bodies", "BODIES", bodies), _kinds("Notes", "NOTES", notes)]
    return "\n".join(parts)


def pattern(text: str) -> str:
    """A pattern of schema/text.py as JavaScript (with the u flag) and JSON Schema write it."""
    return re.sub(r"\\U([0-9a-fA-F]{8})", lambda m: f"\\u{{{int(m[1], 16):x}}}", text)


def _collect(info: Any, found: dict[str, look.StructType]) -> None:
    if isinstance(info, look.Metadata):
        _collect(info.type, found)
    elif isinstance(info, look.StructType):
        if info.cls.__name__ not in found:
            assert info.forbid_unknown_fields, info.cls
            found[info.cls.__name__] = info
            for field in info.fields:
                assert field.required, (info.cls, field.name)
                _collect(field.type, found)
    elif isinstance(info, look.UnionType):
        for inner in info.types:
            _collect(inner, found)
    elif isinstance(info, look.ListType):
        _collect(info.item_type, found)
    elif isinstance(info, look.TupleType):
        for inner in info.item_types:
            _collect(inner, found)


def _interface(info: look.StructType) -> str:
    doc = (info.cls.__doc__ or "").replace("\n    ", "\n * ").replace("`", "'")
    fields = "".join(f"  readonly {f.encode_name}: {_type(f.type)}\n" for f in info.fields)
    return f"/** {doc} */\nexport interface {info.cls.__name__} {{\n{fields}}}\n"


def _type(info: Any) -> str:
    if isinstance(info, look.Metadata):
        return _type(info.type)
    if isinstance(info, look.StrType):
        return "string"
    if isinstance(info, look.IntType):
        return "number"
    if isinstance(info, look.BoolType):
        return "boolean"
    if isinstance(info, look.NoneType):
        return "null"
    if isinstance(info, look.LiteralType):
        return " | ".join(json.dumps(v) for v in info.values)
    if isinstance(info, look.StructType):
        return str(info.cls.__name__)
    if isinstance(info, look.ListType):
        inner = _type(info.item_type)
        return f"readonly ({inner})[]" if " " in inner else f"readonly {inner}[]"
    if isinstance(info, look.TupleType):
        return f"readonly [{', '.join(map(_type, info.item_types))}]"
    if isinstance(info, look.DictType):
        return "Readonly<Record<string, unknown>>"
    if isinstance(info, look.UnionType):
        return " | ".join(map(_type, info.types))
    raise TypeError(info)


def _struct_shape(info: look.StructType) -> str:
    fields = ", ".join(f"{f.encode_name}: {_shape(f.type)}" for f in info.fields)
    return f"['o', {{ {fields} }}]" if fields else "['o', {}]"


def _shape(info: Any) -> str:
    if isinstance(info, look.Metadata):
        return _shape(info.type)
    if isinstance(info, look.StrType):
        if info.pattern:
            return f"['p', /{pattern(info.pattern)}/u]"
        return f"['s', {info.min_length or 0}, {_BIG if info.max_length is None else info.max_length}]"
    if isinstance(info, look.IntType):
        return f"['i', {-_BIG if info.ge is None else info.ge}, {_BIG if info.le is None else info.le}]"
    if isinstance(info, look.BoolType):
        return "['b']"
    if isinstance(info, look.LiteralType):
        return f"['e', {json.dumps(list(info.values))}]"
    if isinstance(info, look.StructType):
        return f"['r', '{info.cls.__name__}']"
    if isinstance(info, look.ListType):
        return f"['l', {_shape(info.item_type)}, {info.min_length or 0}, {_BIG if info.max_length is None else info.max_length}]"
    if isinstance(info, look.TupleType):
        return f"['t', [{', '.join(map(_shape, info.item_types))}]]"
    if isinstance(info, look.DictType):
        return "['d']"
    if isinstance(info, look.UnionType):
        inner = [t for t in info.types if not isinstance(t, look.NoneType)]
        assert len(inner) == 1 and len(info.types) == 2, info
        return f"['n', {_shape(inner[0])}]"
    raise TypeError(info)


def _kinds(interface: str, name: str, kinds: dict[str, type[Struct]]) -> str:
    types = "".join(f"  '{kind}': {shape.__name__}\n" for kind, shape in kinds.items())
    table = "".join(f"  '{kind}': '{shape.__name__}',\n" for kind, shape in kinds.items())
    return (
        f"export interface {interface} {{\n{types}}}\n\nexport const {name}: Readonly<Record<keyof {interface}, string>> = {{\n{table}}}\n"
    )


CHECK = (
    HEAD
    + """import { SHAPES } from './shapes.ts'

/** What a decoded canonical JSON value must look like: a letter and what belongs to it.
 * o struct, r struct by name, n value or null, l list, t tuple, e one of, p pattern, s text of min..max code points,
 * i integer, b boolean, d any object. */
export type Shape =
  | readonly ['o', Readonly<Record<string, Shape>>]
  | readonly ['r', string]
  | readonly ['n', Shape]
  | readonly ['l', Shape, number, number]
  | readonly ['t', readonly Shape[]]
  | readonly ['e', readonly unknown[]]
  | readonly ['p', RegExp]
  | readonly ['s', number, number]
  | readonly ['i', number, number]
  | readonly ['b']
  | readonly ['d']

/** Where `value` (from the canonical decoder) does not fit the struct called `name`, as a path; '' when it fits. */
export function misfit(name: string, value: unknown): string {
  const shape = SHAPES[name]
  return shape === undefined ? '?' : at(shape, value, '$')
}

function at(shape: Shape, value: unknown, path: string): string {
  switch (shape[0]) {
    case 'r':
      return at(SHAPES[shape[1]]!, value, path)
    case 'n':
      return value === null ? '' : at(shape[1], value, path)
    case 'o': {
      if (!isObject(value)) return path
      const fields = Object.entries(shape[1])
      if (Object.keys(value).length !== fields.length) return path
      for (const [key, inner] of fields) {
        const wrong = Object.hasOwn(value, key) ? at(inner, value[key], `${path}.${key}`) : `${path}.${key}`
        if (wrong) return wrong
      }
      return ''
    }
    case 'l':
      if (!Array.isArray(value) || value.length < shape[2] || value.length > shape[3]) return path
      return first(value.map((item, i) => () => at(shape[1], item, `${path}[${i}]`)))
    case 't':
      if (!Array.isArray(value) || value.length !== shape[1].length) return path
      return first(shape[1].map((inner, i) => () => at(inner, value[i], `${path}[${i}]`)))
    case 'e':
      return shape[1].includes(value) ? '' : path
    case 'p':
      return typeof value === 'string' && shape[1].test(value) ? '' : path
    case 's':
      return typeof value === 'string' && fits(value, shape[1], shape[2]) ? '' : path
    case 'i':
      return Number.isSafeInteger(value) && (value as number) >= shape[1] && (value as number) <= shape[2] ? '' : path
    case 'b':
      return typeof value === 'boolean' ? '' : path
    case 'd':
      return isObject(value) ? '' : path
  }
}

function first(checks: readonly (() => string)[]): string {
  for (const check of checks) {
    const wrong = check()
    if (wrong) return wrong
  }
  return ''
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Lengths are in code points: a pair of surrogates counts once. */
function fits(text: string, min: number, max: number): boolean {
  if (text.length > 2 * max) return false
  let count = 0
  for (const _ of text) count++
  return count >= min && count <= max
}
"""
)
