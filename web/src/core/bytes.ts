/** Bytes and numbers as PROTOCOL 1.1 writes them. */

import { NotCanonical } from "./errors.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Pieces one after another. */
export function concat(...pieces: readonly Bytes[]): Bytes {
  let size = 0;
  for (const piece of pieces) size += piece.length;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export const bytes = (...values: number[]): Bytes => Uint8Array.from(values);
export const zeros = (size: number): Bytes => new Uint8Array(size);
export const utf8 = (text: string): Bytes => encoder.encode(text);
/** Text of UTF-8 bytes; throws a TypeError for anything else. */
export const textOf = (data: Bytes): string => decoder.decode(data);

export const u16 = (n: number): Bytes => bytes((n >>> 8) & 255, n & 255);
/** Four bytes. Throws NotCanonical for what does not fit: seat numbers and epochs come from strangers, too. */
export function u32(n: number): Bytes {
  if (n < 0 || n >= 2 ** 32) throw new NotCanonical("a number that is no u32");
  return bytes((n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
}

/** Eight bytes; −1 is written as 2^64 − 1. */
export function u64(n: number | bigint): Bytes {
  const made = zeros(8);
  new DataView(made.buffer).setBigUint64(0, BigInt.asUintN(64, BigInt(n)));
  return made;
}

/** The unsigned number in `size` bytes from `at`. */
export function numberAt(data: Bytes, at: number, size: number): number {
  let n = 0;
  for (let i = 0; i < size; i++) n = n * 256 + (data[at + i] ?? 0);
  return n;
}

export function equal(a: Bytes, b: Bytes): boolean {
  if (a.length !== b.length) return false;
  let differs = 0;
  for (let i = 0; i < a.length; i++) differs |= a[i]! ^ b[i]!;
  return differs === 0;
}
