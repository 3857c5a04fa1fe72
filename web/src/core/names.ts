/**
 * What a pseudonym or a title may be (PROTOCOL 1.7). `valid` decides whether a turn is valid, so it depends on nothing that
 * differs between Unicode versions; `proper` and `folded` only guide what a client proposes or warns of.
 */

const MAX_NAME = 40;
const REFUSED: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x061c, 0x061c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xf8ff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xfff0, 0xffff],
  [0xe0000, 0x10ffff],
];
const LOOKALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from("асеорухкмтвнізјѕё", (letter, i) => [letter, "aceopyxkmtbhi3jse"[i]!]),
);

/** 1–40 code points, none in a refused range, no space at either end: the rule of turn validity. */
export function valid(name: string): boolean {
  const points = Array.from(name, (c) => c.codePointAt(0)!);
  if (points.length < 1 || points.length > MAX_NAME || name.startsWith(" ") || name.endsWith(" ")) return false;
  return !points.some((p) => REFUSED.some(([low, high]) => low <= p && p <= high));
}

/** `valid`, in NFC, and without any character this engine does not know as visible: what clients propose. */
export const proper = (name: string): boolean =>
  valid(name) && name === name.trim() && name === name.normalize("NFC") && !/[\p{C}\p{Zl}\p{Zp}]/u.test(name);

/** `name` without case, width and the differences between look-alike Latin and Cyrillic letters, to warn of twins. @public */
export const folded = (name: string): string =>
  Array.from(name.normalize("NFKC").toLowerCase(), (letter) => LOOKALIKES[letter] ?? letter).join("");
