/** AES-256-GCM under the vault's keys, which WebCrypto holds and does not give out again. */

import { type Bytes, concat } from "../core/bytes.ts";
import type { Crypto } from "../core/crypto.ts";
import { VaultDamaged } from "../core/errors.ts";

const NONCE = 12;

export class Boxes {
  private readonly keys = new Map<number, CryptoKey>();
  private readonly c: Crypto;
  private readonly subtle: SubtleCrypto;

  constructor(c: Crypto, subtle: SubtleCrypto) {
    this.c = c;
    this.subtle = subtle;
  }

  /** Takes a bucket's key in and overwrites the bytes it came as. */
  async add(bucket: number, raw: Bytes): Promise<void> {
    this.keys.set(bucket, await this.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]));
    raw.fill(0);
  }

  async seal(bucket: number, plain: Bytes, additionalData: Bytes): Promise<Bytes> {
    const iv = this.c.random(NONCE);
    return concat(iv, new Uint8Array(await this.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, this.key(bucket), plain)));
  }

  /** Throws VaultDamaged. */
  async open(bucket: number, sealed: Bytes, additionalData: Bytes): Promise<Bytes> {
    const iv = sealed.subarray(0, NONCE);
    try {
      const plain = await this.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, this.key(bucket), sealed.subarray(NONCE));
      return new Uint8Array(plain);
    } catch (error) {
      if (error instanceof DOMException) throw new VaultDamaged("a value does not open");
      throw error;
    }
  }

  clear(): void {
    this.keys.clear();
  }

  private key(bucket: number): CryptoKey {
    const found = this.keys.get(bucket);
    if (!found) throw new VaultDamaged("a value whose key was destroyed");
    return found;
  }
}
