/** Notes for some seats only, inside an ordinary entry (PROTOCOL 7.7). The entry shows neither how many receive it nor who. */

import * as base64url from "./base64url.ts";
import { type Bytes, concat, u32, utf8 } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import { type Crypto, type Opener, preimage } from "./crypto.ts";
import { CannotOpen, NotCanonical } from "./errors.ts";
import { shuffled } from "./make_turn.ts";
import { checkNote, type Note, type Sealed } from "./shapes.ts";

const BOX_COUNTS = [4, 8, 16, 32, 64, 128, 160];
const MAX_NOTE = 32_768;
const LABEL = utf8("homeward/note/v1");

/** `note` sealed to the base64url sealing keys in `receivers`. */
export async function sealNote(
  c: Crypto,
  note: Note,
  circle: string,
  turn: string,
  author: number,
  receivers: readonly string[],
): Promise<Sealed> {
  const [key, nonce] = [c.random(32), c.random(12)];
  const data = concat(nonce, await c.encrypt(key, nonce, canonical.encode(note), LABEL));
  const boxes: Bytes[] = [];
  for (const text of receivers) {
    const kem = base64url.decode(text, 1_216);
    boxes.push(await c.seal(kem, info(c, circle, turn, author, kem), key));
  }
  const size = BOX_COUNTS.find((n) => n >= boxes.length)!;
  while (boxes.length < size) {
    const dummy = (await c.opener(c.random(32))).public;
    boxes.push(await c.seal(dummy, info(c, circle, turn, author, dummy), c.random(32)));
  }
  return { boxes: shuffled(c, boxes).map(base64url.encode), data: base64url.encode(data) };
}

/** The note, or undefined when it was not sealed to `key` or is not a note this version knows. */
export async function openNote(
  c: Crypto,
  sealed: Sealed,
  circle: string,
  turn: string,
  author: number,
  key: Opener,
): Promise<Note | undefined> {
  const bound = info(c, circle, turn, author, key.public);
  for (const box of sealed.boxes.slice(0, BOX_COUNTS.at(-1))) {
    let oneTime: Bytes;
    try {
      oneTime = await key.open(bound, base64url.decode(box));
    } catch (error) {
      if (error instanceof CannotOpen || error instanceof NotCanonical) continue;
      throw error;
    }
    return unwrap(c, oneTime, sealed.data);
  }
  return undefined;
}

async function unwrap(c: Crypto, key: Bytes, text: string): Promise<Note | undefined> {
  try {
    const data = base64url.decode(text);
    const raw = await c.decrypt(key, data.subarray(0, 12), data.subarray(12), LABEL);
    return checkNote(canonical.decodeAny(raw, MAX_NOTE));
  } catch (error) {
    if (error instanceof CannotOpen || error instanceof NotCanonical) return undefined;
    throw error;
  }
}

function info(c: Crypto, circle: string, turn: string, author: number, kem: Bytes): Bytes {
  return preimage("homeward/box/v1", base64url.idBytes(circle), base64url.idBytes(turn), u32(author), c.sha256(kem));
}
