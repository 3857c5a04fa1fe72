/** HPKE base mode over X-Wing (ML-KEM-768 + X25519), HKDF-SHA256, AES-128-GCM (RFC 9180; PROTOCOL 2). */

import { Aes128Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { type Bytes, concat } from "../core/bytes.ts";
import type { Opener } from "../core/crypto.ts";
import { CannotOpen } from "../core/errors.ts";
import { usableSealing } from "./points.ts";

const ENC_BYTES = 1_120;
const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });

/** The key pair of a 32-byte seed. */
export async function opener(seed: Bytes): Promise<Opener> {
  const kem = new XWing();
  const pair = await kem.generateKeyPairDerand(seed.slice());
  const publicKey = new Uint8Array(await kem.serializePublicKey(pair.publicKey));
  return {
    public: publicKey,
    async open(info, sealed) {
      try {
        const enc = sealed.slice(0, ENC_BYTES);
        const recipient = await suite.createRecipientContext({ recipientKey: pair.privateKey, enc: enc.buffer, info: info.slice().buffer });
        return new Uint8Array(await recipient.open(sealed.slice(ENC_BYTES).buffer));
      } catch {
        throw new CannotOpen("sealed to another key, for another purpose, or changed");
      }
    },
  };
}

/** `plain` sealed to a public key: enc ‖ ciphertext. Throws CannotOpen for an unusable key. */
export async function seal(publicKey: Bytes, info: Bytes, plain: Bytes): Promise<Bytes> {
  if (!usableSealing(publicKey)) throw new CannotOpen("not a usable sealing key");
  const key = await suite.kem.deserializePublicKey(publicKey.slice().buffer);
  const sender = await suite.createSenderContext({ recipientPublicKey: key, info: info.slice().buffer });
  return concat(new Uint8Array(sender.enc), new Uint8Array(await sender.seal(plain.slice().buffer)));
}
