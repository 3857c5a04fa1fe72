// Made by tools/make_schema.py from src/homeward/schema. Do not edit.
import { SHAPES } from './shapes.ts'

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
