/** Words for people to read to each other: eleven bits a word. The lists (`spec/words/`) are handed in, loaded when first shown. */

import type { Bytes } from "./bytes.ts";
import { BadWords } from "./errors.ts";

export type Language = "ru" | "en";
export type WordLists = Readonly<Record<Language, readonly string[]>>;

/** The first `count` × 11 bits of `data` as numbers below 2,048. */
export function indices(data: Bytes, count: number): number[] {
  const bit = (at: number): number => (data[at >> 3]! >> (7 - (at & 7))) & 1;
  return Array.from({ length: count }, (_, word) => {
    let n = 0;
    for (let i = 0; i < 11; i++) n = n * 2 + bit(word * 11 + i);
    return n;
  });
}

export const spoken = (data: Bytes, count: number, list: readonly string[]): string[] => indices(data, count).map((i) => list[i]!);

/**
 * The places in their list of `count` words as a person typed them, in either language; case, ё, punctuation and all beyond the
 * first four letters do not matter. Throws BadWords naming the words that are in no list.
 */
export function parseWords(typed: string, count: number, lists: WordLists): number[] {
  const found =
    typed
      .normalize("NFC")
      .toLowerCase()
      .replaceAll("ё", "е")
      .match(/\p{L}+/gu) ?? [];
  if (found.length !== count) throw new BadWords(`${found.length} of ${count}`);
  const start = (word: string): string => Array.from(word).slice(0, 4).join("");
  for (const list of Object.values(lists)) {
    const exact = new Map(list.map((word, i) => [word, i]));
    const short = new Map(list.map((word, i) => [start(word), i]));
    const places = found.map((word) => exact.get(word) ?? short.get(start(word)) ?? -1);
    if (!places.includes(-1)) return places;
  }
  const known = new Set(Object.values(lists).flatMap((list) => list.map(start)));
  const missing = found.filter((word) => !known.has(start(word)));
  throw new BadWords((missing.length ? missing : found).join(", "));
}
