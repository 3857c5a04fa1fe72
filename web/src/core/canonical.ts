/**
 * Canonical JSON (PROTOCOL 1.5): the one encoding of every signed value, and its strict decoder.
 * One comparison, text against the encoding of what it decodes to, refuses duplicate keys, other spellings and trailing data.
 */

import { type Bytes, textOf, utf8 } from "./bytes.ts";
import { NotCanonical } from "./errors.ts";
import type { Check } from "./shapes.ts";

const MAX_DEPTH = 16;
const STRING = /"(?:[^"\\]|\\.)*"/gs;
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const SURROGATE = /[\ud800-\udfff]/;

/** Canonical bytes of an object, array, string, integer, boolean or null. */
export const encode = (value: unknown): Bytes => utf8(text(value));

/** Canonical text. Throws NotCanonical for what has no canonical form. */
export function text(value: unknown): string {
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new NotCanonical("a number that is not a safe integer");
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(text).join(",")}]`;
  if (typeof value === "object") {
    const object = value as Record<string, unknown>;
    const keys = Object.keys(object).sort(byBytes);
    return `{${keys.map((key) => `${quoted(key)}:${text(object[key])}`).join(",")}}`;
  }
  throw new NotCanonical(`a ${typeof value} has no canonical form`);
}

/** `data` (at most `limit` bytes) as what `check` accepts. Throws NotCanonical for anything else than its canonical form. */
export function decode<T>(data: Bytes, check: Check<T>, limit: number): T {
  return check(decodeAny(data, limit));
}

/** Like `decode`, without a shape. */
export function decodeAny(data: Bytes, limit: number): unknown {
  if (data.length > limit) throw new NotCanonical(`${data.length} bytes, at most ${limit}`);
  let written: string;
  let value: unknown;
  try {
    written = textOf(data);
    refuseDepth(written);
    value = JSON.parse(written);
  } catch (error) {
    throw error instanceof NotCanonical ? error : new NotCanonical(String(error));
  }
  if (text(value) !== written) throw new NotCanonical("another spelling of the same value");
  return value;
}

function quoted(value: string): string {
  if (SURROGATE.test(value) && LONE.test(value)) throw new NotCanonical("a lone surrogate");
  return JSON.stringify(value);
}

// UTF-8 orders by code point; JavaScript's own order differs beyond U+FFFF.
function byBytes(a: string, b: string): number {
  if (!SURROGATE.test(a + b)) return a < b ? -1 : a > b ? 1 : 0;
  const left = Array.from(a, (c) => c.codePointAt(0)!);
  const right = Array.from(b, (c) => c.codePointAt(0)!);
  for (let i = 0; i < Math.min(left.length, right.length); i++) if (left[i] !== right[i]) return left[i]! - right[i]!;
  return left.length - right.length;
}

// Counted outside strings, before anything recursive sees it.
function refuseDepth(written: string): void {
  let depth = 0;
  for (const mark of written.replace(STRING, "")) {
    if (mark === "[" || mark === "{") {
      if (++depth > MAX_DEPTH) throw new NotCanonical(`nested deeper than ${MAX_DEPTH}`);
    } else if (mark === "]" || mark === "}") depth--;
  }
}
