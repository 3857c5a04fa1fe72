/**
 * What PROTOCOL 2.1 refuses beyond what engines refuse alike: encodings of Ed25519 points that are not canonical or of small order,
 * X25519 keys of small order, ML-KEM keys with a coefficient of q or more. Byte comparisons and ranges only.
 */

import type { Bytes } from "../core/bytes.ts";

const P = 2n ** 255n - 19n;
const Y8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
const SMALL_Y = new Set([1n, P - 1n, 0n, Y8, P - Y8]);
const U8 = 325606250916557431795983626356110631294008115727848805560023387167927233504n;
const U8B = 39382357235489614581723060781553021112529911719440698176882885853963445705823n;
const SMALL_U = new Set([0n, 1n, P - 1n, U8, U8B]);
const LATTICE = 1_152;
const Q = 3_329;
const SEALING_BYTES = 1_216;

function littleEndian(data: Bytes): bigint {
  let n = 0n;
  for (let i = data.length - 1; i >= 0; i--) n = (n << 8n) | BigInt(data[i]!);
  return n & (2n ** 255n - 1n);
}

/** Whether 32 bytes are a canonical y coordinate of a point not of small order (being on the curve is checked on use). */
export function usableSigning(key: Bytes): boolean {
  if (key.length !== 32) return false;
  const y = littleEndian(key);
  return y < P && !SMALL_Y.has(y);
}

/** Whether 1,216 bytes are an ML-KEM-768 key in canonical form followed by an X25519 key not of small order. */
export function usableSealing(key: Bytes): boolean {
  if (key.length !== SEALING_BYTES) return false;
  for (let i = 0; i < LATTICE; i += 3) {
    const [a, b, c] = [key[i]!, key[i + 1]!, key[i + 2]!];
    if ((a | ((b & 15) << 8)) >= Q || ((b >> 4) | (c << 4)) >= Q) return false;
  }
  return !SMALL_U.has(littleEndian(key.subarray(-32)) % P);
}
