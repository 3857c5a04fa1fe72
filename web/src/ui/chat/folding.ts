/** Search that forgives: case, ё, and the letters ң ө ү һ that many keyboards lack. Pure. */

const ALIKE: Readonly<Record<string, string>> = { ё: "е", ң: "н", ө: "о", ү: "у", һ: "х", й: "и" };

export const fold = (text: string): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[ёңөүһй]/g, (letter) => ALIKE[letter]!);

/** Whether every word of `wanted` occurs in `text`. */
export function matches(text: string, wanted: string): boolean {
  const there = fold(text);
  const words = fold(wanted).split(/\s+/).filter(Boolean);
  return words.length > 0 && words.every((word) => there.includes(word));
}
