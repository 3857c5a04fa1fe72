/**
 * The primitives of PROTOCOL 2 for the core. AES-GCM, Ed25519, X25519 and HPKE's own steps run in WebCrypto, under keys that do not
 * leave it. SHA-256 and HKDF of the labelled hashes are @noble/hashes: synchronous, so every rule that only names things is too,
 * and faster for short inputs than a promise.
 */

import { extract, expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Bytes } from "../core/bytes.ts";
import type { Crypto } from "../core/crypto.ts";
import { CannotOpen } from "../core/errors.ts";
import { usableSealing, usableSigning } from "./points.ts";
import { opener, seal } from "./sealing.ts";
import { chooseEngine, type Engine, verify } from "./signing.ts";

const MAX_RANDOM = 65_536;

/** The primitives, with this platform's `crypto`. `engine` is chosen unless given. */
export function primitives(web: typeof globalThis.crypto, engine: Promise<Engine> = chooseEngine(web.subtle)): Crypto {
  const { subtle } = web;
  const aes = (key: Bytes, use: KeyUsage): Promise<CryptoKey> => subtle.importKey("raw", key, "AES-GCM", false, [use]);
  return {
    random(size) {
      const made = new Uint8Array(size);
      for (let at = 0; at < size; at += MAX_RANDOM) web.getRandomValues(made.subarray(at, at + MAX_RANDOM));
      return made;
    },
    sha256: (data) => sha256(data) as Bytes,
    hkdf: (secret, info) => expand(sha256, extract(sha256, secret), info, 32) as Bytes,
    async encrypt(key, iv, plain, additionalData) {
      const cipher = await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, await aes(key, "encrypt"), plain);
      return new Uint8Array(cipher);
    },
    async decrypt(key, iv, cipher, additionalData) {
      try {
        return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv, additionalData }, await aes(key, "decrypt"), cipher));
      } catch (error) {
        if (error instanceof DOMException) throw new CannotOpen("wrong key or changed bytes");
        throw error;
      }
    },
    signer: async (seed) => (await engine).signer(seed),
    verify: async (publicKey, signature, message) => verify(await engine, publicKey, signature, message),
    opener,
    seal,
    usableSigning,
    usableSealing,
  };
}
