/** Checkers of decoded JSON: a value of exactly this shape, or NotCanonical naming the place. Unknown and missing fields are refused. */

import { NotCanonical } from "./errors.ts";

export type Check<T> = (value: unknown, at: string) => T;
export type Of<C> = C extends Check<infer T> ? T : never;

function refuse(at: string, wanted: string): never {
  throw new NotCanonical(`${at || "value"} is not ${wanted}`);
}

export const int: Check<number> = (v, at) => (Number.isSafeInteger(v) ? (v as number) : refuse(at, "an integer"));
export const str: Check<string> = (v, at) => (typeof v === "string" ? v : refuse(at, "a string"));
export const bool: Check<boolean> = (v, at) => (typeof v === "boolean" ? v : refuse(at, "true or false"));
export const dict: Check<Readonly<Record<string, unknown>>> = (v, at) =>
  v !== null && typeof v === "object" && !Array.isArray(v) ? (v as Record<string, unknown>) : refuse(at, "an object");

export const oneOf =
  <const T extends string>(...allowed: readonly T[]): Check<T> =>
  (v, at) =>
    allowed.includes(v as T) ? (v as T) : refuse(at, allowed.join(" or "));

export const list =
  <T>(item: Check<T>): Check<readonly T[]> =>
  (v, at) => {
    if (!Array.isArray(v)) refuse(at, "a list");
    v.forEach((x, i) => item(x, `${at}[${i}]`));
    return v as T[];
  };

export const orNull =
  <T>(item: Check<T>): Check<T | null> =>
  (v, at) =>
    v === null ? null : item(v, at);

export const tuple =
  <const C extends readonly Check<unknown>[]>(...items: C): Check<{ readonly [K in keyof C]: Of<C[K]> }> =>
  (v, at) => {
    if (!Array.isArray(v) || v.length !== items.length) refuse(at, `a list of ${items.length}`);
    items.forEach((item, i) => item(v[i], `${at}[${i}]`));
    return v as unknown as { readonly [K in keyof C]: Of<C[K]> };
  };

export const shape =
  <const F extends Record<string, Check<unknown>>>(fields: F): Check<{ readonly [K in keyof F]: Of<F[K]> }> =>
  (v, at) => {
    const object = dict(v, at);
    const names = Object.keys(fields);
    for (const name of names) {
      if (!Object.hasOwn(object, name)) refuse(`${at}.${name}`, "there");
      fields[name]!(object[name], `${at}.${name}`);
    }
    if (Object.keys(object).length !== names.length) refuse(at, "without unknown fields");
    return object as { readonly [K in keyof F]: Of<F[K]> };
  };
