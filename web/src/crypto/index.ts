/**
 * The primitives of PROTOCOL 2 for the core. AES-GCM, Ed25519, X25519 and HPKE's own steps run in WebCrypto, under keys that do not
 * leave it. SHA-256 and HKDF of the labelled hashes are those that HPKE's library brings along: synchronous, so every rule that only
 * names things is too, and faster for short inputs than a promise.
 */

import { hmac, sha256 } from "@hpke/common";
import { type Bytes, bytes, concat, zeros } from "../core/bytes.ts";
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
    // RFC 5869 with an empty salt; 32 bytes are one block.
    hkdf: (secret, info) => hmac(sha256, hmac(sha256, zeros(32), secret), concat(info, bytes(1))) as Bytes,
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
