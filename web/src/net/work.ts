/** The relay's proof of work (PROTOCOL 10): the first nonce whose hash has enough leading zero bits. Runs in the worker. */

import { sha256 } from "@noble/hashes/sha2.js";
import type { Bytes } from "../core/bytes.ts";
import { workMessage } from "./wire.ts";

export function findNonce(address: Bytes, bits: number): number {
  const message = workMessage(address, 0);
  const view = new DataView(message.buffer);
  const last = message.length - 4; // the nonce's low half; the high half stays zero
  for (let nonce = 0; ; nonce++) {
    view.setUint32(last, nonce);
    if (zeroBits(sha256(message)) >= bits) return nonce;
  }
}

/** Leading zero bits. */
export function zeroBits(hash: Uint8Array): number {
  let bits = 0;
  for (const byte of hash) {
    if (byte === 0) bits += 8;
    else return bits + Math.clz32(byte) - 24;
  }
  return bits;
}
