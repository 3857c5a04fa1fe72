/** Reading spec/vectors, as any other implementation would: nothing here knows how they were made. */

import { readFileSync } from "node:fs";
import * as base64url from "../../src/core/base64url.ts";
import { type Bytes, concat } from "../../src/core/bytes.ts";
import type { State } from "../../src/core/shapes.ts";
import { CRYPTO } from "../around.ts";

export const PLACE = new URL("../../../spec/vectors/", import.meta.url);
// oxlint-disable-next-line typescript/no-explicit-any
export type Given = any;
export type Run = (name: string, given: Given) => unknown;
export type Part = string | { readonly byte: number; readonly size: number };

const shared = JSON.parse(readFileSync(new URL("base/shared.json", PLACE), "utf8")) as Record<string, unknown>;
const documents = new Map<string, unknown>();

/** `value` with every `@name` replaced. */
export function expand(value: unknown): unknown {
  if (typeof value === "string") return value.startsWith("@") ? shared[value.slice(1)] : value;
  if (Array.isArray(value)) return value.map(expand);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner)]));
}

export function document(name: string): Given {
  const found = documents.get(name) ?? expand(JSON.parse(readFileSync(new URL(`base/${name}.json`, PLACE), "utf8")));
  documents.set(name, found);
  return found;
}

export const state = (name: string): State => document(name).state as State;
export const raw = (text: string): Bytes => base64url.decode(text);
export const b64 = (data: Bytes): string => base64url.encode(data);
export const hex = (data: Bytes): string => Buffer.from(data).toString("hex");
export const sha256 = (data: Bytes): string => hex(CRYPTO.sha256(data));

/** The bytes of `parts`. */
export const join = (parts: readonly Part[]): Bytes =>
  concat(...parts.map((p) => (typeof p === "string" ? raw(p) : new Uint8Array(p.size).fill(p.byte))));
