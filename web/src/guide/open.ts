/** From a bundle's JSON to the pack it holds (GUIDE 10.1): sentences lie by language in the file, beside their like. */

import type { Bundle } from "./bundle.ts";

interface Laid {
  readonly bundle: unknown;
  readonly texts: Readonly<Record<string, readonly string[]>>;
}

/** The pack of an unzipped .guide file. Whoever calls has checked its signatures. */
export function opened(json: string): Bundle {
  const { bundle, texts } = JSON.parse(json) as Laid;
  const take = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(take);
    if (typeof part !== "object" || part === null) return part;
    const entries = Object.entries(part);
    const [key, at] = entries[0] ?? [];
    if (entries.length === 1 && key === "t" && typeof at === "number")
      return Object.fromEntries(Object.entries(texts).map(([language, lines]) => [language, lines[at] ?? ""]));
    return Object.fromEntries(entries.map(([name, inner]) => [name, take(inner)]));
  };
  return take(bundle) as Bundle;
}
