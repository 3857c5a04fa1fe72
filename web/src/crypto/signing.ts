/** Ed25519: the browser's own where it has it, else @noble/curves, loaded only then. Acceptance is rule 2.1 on both. */

import { type Bytes, bytes, concat } from "../core/bytes.ts";
import * as base64url from "../core/base64url.ts";
import type { Signer } from "../core/crypto.ts";
import { usableSigning } from "./points.ts";

const PKCS8 = bytes(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);
const MAX_KEYS = 1_024;
// Order of the base point, little-endian.
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

export interface Engine {
  signer(seed: Bytes): Promise<Signer>;
  /** May answer anything for what rule 2.1 settles before. */
  verify(publicKey: Bytes, signature: Bytes, message: Bytes): Promise<boolean>;
}

/** The engine this browser offers. */
export async function chooseEngine(subtle: SubtleCrypto): Promise<Engine> {
  try {
    const engine = webEngine(subtle);
    const key = await engine.signer(new Uint8Array(32).fill(7));
    if (await engine.verify(key.public, await key.sign(PKCS8), PKCS8)) return engine;
  } catch {
    // No Ed25519 in this browser's WebCrypto, which shows only by trying: the library below takes its place.
  }
  return nobleEngine();
}

/** Rule 2.1 around an engine. */
export async function verify(engine: Engine, publicKey: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  if (signature.length !== 64 || !usableSigning(publicKey) || !usableSigning(signature.subarray(0, 32))) return false;
  return scalar(signature.subarray(32)) < L && engine.verify(publicKey, signature, message);
}

export function webEngine(subtle: SubtleCrypto): Engine {
  const keys = new Map<string, Promise<CryptoKey>>();
  return {
    async signer(seed) {
      const raw = concat(PKCS8, seed);
      const open = await subtle.importKey("pkcs8", raw, "Ed25519", true, ["sign"]);
      const { x } = await subtle.exportKey("jwk", open);
      const key = await subtle.importKey("pkcs8", raw, "Ed25519", false, ["sign"]);
      return {
        public: base64url.decode(x!, 32),
        sign: async (message) => new Uint8Array(await subtle.sign("Ed25519", key, message)),
      };
    },
    async verify(publicKey, signature, message) {
      const name = base64url.encode(publicKey);
      if (keys.size > MAX_KEYS) keys.clear();
      const key = keys.get(name) ?? subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
      keys.set(name, key);
      try {
        return await subtle.verify("Ed25519", await key, signature, message);
      } catch (error) {
        if (error instanceof DOMException) return false; // not a point on the curve
        throw error;
      }
    },
  };
}

export async function nobleEngine(): Promise<Engine> {
  const { ed25519, sha512 } = await import("./old_engine.ts");
  return {
    signer: async (seed) => ({
      public: Uint8Array.from(ed25519.getPublicKey(seed)),
      sign: async (message) => Uint8Array.from(ed25519.sign(message, seed)),
    }),
    async verify(publicKey, signature, message) {
      return exact(ed25519, sha512, publicKey, signature, message);
    },
  };
}

type Curve = typeof import("@noble/curves/ed25519.js").ed25519;
type Hash = (data: Uint8Array) => Uint8Array;

// The library multiplies by the cofactor, so a mixed-order R would pass: what [S]B − [k]A encodes to is compared byte for byte.
function exact(curve: Curve, sha512: Hash, publicKey: Bytes, signature: Bytes, message: Bytes): boolean {
  const { Point } = curve;
  try {
    const a = Point.fromBytes(publicKey);
    const s = scalar(signature.subarray(32));
    const k = scalar(sha512(concat(signature.slice(0, 32), publicKey, message))) % L;
    const product = s === 0n ? Point.ZERO : Point.BASE.multiply(s);
    const r = product.subtract(k === 0n ? Point.ZERO : a.multiplyUnsafe(k));
    return r.toBytes().every((byte, i) => byte === signature[i]);
  } catch {
    return false; // A is not a point on the curve: the library says so by throwing
  }
}

function scalar(littleEndian: Uint8Array): bigint {
  let n = 0n;
  for (let i = littleEndian.length - 1; i >= 0; i--) n = (n << 8n) | BigInt(littleEndian[i]!);
  return n;
}
