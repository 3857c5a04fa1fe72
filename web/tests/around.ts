/** Surroundings of a member in a test or an actor: this process's crypto, a settable day, the real lists of words. */

import { readFileSync } from "node:fs";
import type { Surroundings } from "../src/core/circle.ts";
import type { WordLists } from "../src/core/words.ts";
import { primitives } from "../src/crypto/index.ts";

const words = (language: string): string[] =>
  readFileSync(new URL(`../../spec/words/${language}.txt`, import.meta.url), "utf8")
    .split(/\s+/)
    .filter(Boolean);

export const LISTS: WordLists = { ru: words("ru"), en: words("en") };
export const CRYPTO = primitives(globalThis.crypto);
export const systemDay = (): number => Math.floor(Date.now() / 86_400_000);
export const AROUND: Surroundings = { crypto: CRYPTO, today: systemDay };
