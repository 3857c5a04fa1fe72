/** Objects: pictures, voice, papers, under a one-time file key (PROTOCOL 4.3). */

import * as base64url from "./base64url.ts";
import { type Bytes, concat, utf8 } from "./bytes.ts";
import { type Crypto, derive } from "./crypto.ts";
import { BlockRefused, CannotOpen } from "./errors.ts";
import type { ObjectRef } from "./shapes.ts";

export const MAX_OBJECT = 2_000_000;
const LABEL = "homeward/object/v1";

/** The reference an entry carries, and the ciphertext to post as a record. Throws BlockRefused when it is too large. */
export async function sealObject(c: Crypto, data: Bytes, type: string, name: string): Promise<[ObjectRef, Bytes]> {
  if (data.length > MAX_OBJECT) throw new BlockRefused("large", `${data.length} bytes, at most ${MAX_OBJECT}`);
  const [key, nonce] = [c.random(32), c.random(12)];
  const cipher = concat(nonce, await c.encrypt(derive(c, key, LABEL), nonce, data, utf8(LABEL)));
  const reference: ObjectRef = {
    id: base64url.encode(c.sha256(cipher)),
    key: base64url.encode(key),
    size: data.length,
    hash: base64url.encode(c.sha256(data)),
    type,
    name,
  };
  return [reference, cipher];
}

/** The plaintext, exactly what the author signed. Throws BlockRefused. */
export async function openObject(c: Crypto, reference: ObjectRef, cipher: Bytes): Promise<Bytes> {
  let data: Bytes;
  try {
    const key = derive(c, base64url.decode(reference.key, 32), LABEL);
    data = await c.decrypt(key, cipher.subarray(0, 12), cipher.subarray(12), utf8(LABEL));
  } catch (error) {
    if (error instanceof CannotOpen) throw new BlockRefused("object", "it does not open with the key its sender gave");
    throw error;
  }
  if (data.length !== reference.size || base64url.encode(c.sha256(data)) !== reference.hash) {
    throw new BlockRefused("object", "it is not the one its sender signed");
  }
  return data;
}
