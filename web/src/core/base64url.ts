/** base64url without padding (PROTOCOL 1.4): how bytes stand in JSON. */

import { type Bytes, zeros } from "./bytes.ts";
import { NotCanonical } from "./errors.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUES[LETTERS.charCodeAt(i)] = i;

/** `data` as base64url text without padding. */
export function encode(data: Bytes): string {
  const out: string[] = [];
  for (let i = 0; i < data.length; i += 3) {
    const left = data.length - i;
    const n = (data[i]! << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
    out.push(LETTERS[n >> 18]! + LETTERS[(n >> 12) & 63]! + (left > 1 ? LETTERS[(n >> 6) & 63]! : "") + (left > 2 ? LETTERS[n & 63]! : ""));
  }
  return out.join("");
}

/** The bytes of `text`. Throws NotCanonical for any other spelling or, when `size` is given, another length. */
export function decode(text: string, size = -1): Bytes {
  const length = Math.floor((text.length * 3) / 4);
  if (text.length % 4 === 1 || (size >= 0 && length !== size)) throw new NotCanonical("not base64url of the expected length");
  const data = zeros(length);
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const value = VALUES[text.charCodeAt(i)] ?? -1;
    if (value < 0) throw new NotCanonical("not base64url");
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      data[at++] = (buffer >> bits) & 255;
    }
  }
  if (buffer & ((1 << bits) - 1)) throw new NotCanonical("spare bits that are not zero");
  return data;
}

/** The 32 bytes of an id; the empty id, "none", is 32 zero bytes. */
export const idBytes = (text: string): Bytes => (text ? decode(text, 32) : zeros(32));
