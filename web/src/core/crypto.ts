/** The primitives of PROTOCOL 2, as the core wants them handed in, and the labelled hashes built on them (1.2, 1.3). */

import { type Bytes, concat, u32, utf8 } from "./bytes.ts";

/** An Ed25519 key: its 32-byte public key and its signatures. */
export interface Signer {
  readonly public: Bytes;
  sign(message: Bytes): Promise<Bytes>;
}

/** An X-Wing key: its 1,216-byte public key and what was sealed to it. `open` throws CannotOpen. */
export interface Opener {
  readonly public: Bytes;
  open(info: Bytes, sealed: Bytes): Promise<Bytes>;
}

export interface Crypto {
  random(size: number): Bytes;
  /** SHA-256; synchronous, so that every rule that only names things is. */
  sha256(data: Bytes): Bytes;
  /** HKDF-SHA256 with empty salt, 32 bytes. */
  hkdf(secret: Bytes, info: Bytes): Bytes;
  /** AES-256-GCM with the caller's fresh nonce: ciphertext and tag. */
  encrypt(key: Bytes, nonce: Bytes, plain: Bytes, aad: Bytes): Promise<Bytes>;
  /** Throws CannotOpen. */
  decrypt(key: Bytes, nonce: Bytes, cipher: Bytes, aad: Bytes): Promise<Bytes>;
  signer(seed: Bytes): Promise<Signer>;
  /** By rule 2.1; wrong lengths are simply invalid. */
  verify(publicKey: Bytes, signature: Bytes, message: Bytes): Promise<boolean>;
  opener(seed: Bytes): Promise<Opener>;
  /** HPKE base mode to an X-Wing key: enc ‖ ciphertext. Throws CannotOpen for an unusable key. */
  seal(publicKey: Bytes, info: Bytes, plain: Bytes): Promise<Bytes>;
  usableSigning(publicKey: Bytes): boolean;
  usableSealing(publicKey: Bytes): boolean;
}

/** The label and every part, each behind its u32 length: no two lists of parts give the same bytes. */
export function preimage(label: string, ...parts: readonly Bytes[]): Bytes {
  return concat(...[utf8(label), ...parts].flatMap((part) => [u32(part.length), part]));
}

/** SHA-256 of the preimage. */
export const hashOf = (c: Crypto, label: string, ...parts: readonly Bytes[]): Bytes => c.sha256(preimage(label, ...parts));

/** HKDF-SHA256 of `secret` for one use. */
export const derive = (c: Crypto, secret: Bytes, label: string, ...parts: readonly Bytes[]): Bytes =>
  c.hkdf(secret, preimage(label, ...parts));
