/** Naming, signing and checking one entry (PROTOCOL 7.1). Knows nothing of epochs beyond the turn id an entry carries. */

import * as base64url from "./base64url.ts";
import type { Bytes } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import { type Crypto, preimage, type Signer } from "./crypto.ts";
import { EntryRefused, NotCanonical } from "./errors.ts";
import { seatOf } from "./roster.ts";
import { checkBodyOf, checkSigned, type Entry, type Signed, type State } from "./shapes.ts";

const MAX_ENTRY = 65_536;

const named = (circle: string, entry: Entry): Bytes =>
  preimage("homeward/entry/v1", base64url.decode(circle, 32), base64url.decode(entry.turn, 32), canonical.encode(entry));

/** The entry's id, base64url of 32 bytes. */
export const entryId = (c: Crypto, circle: string, entry: Entry): string => base64url.encode(c.sha256(named(circle, entry)));

export async function signEntry(circle: string, entry: Entry, key: Signer): Promise<Signed> {
  return { entry, sig: base64url.encode(await key.sign(named(circle, entry))) };
}

/** Whether the signature is valid under the base64url public key `ed`; malformed fields count as invalid. */
export async function signedBy(c: Crypto, circle: string, signed: Signed, ed: string): Promise<boolean> {
  try {
    return await c.verify(base64url.decode(ed, 32), base64url.decode(signed.sig, 64), named(circle, signed.entry));
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}

/** A signed entry from its record. Throws NotCanonical, or EntryRefused for a known kind with a wrong body. */
export function parse(record: Bytes): Signed {
  const signed = canonical.decode(record, checkSigned, MAX_ENTRY);
  const { v, n, kind, seen } = signed.entry;
  const length = Array.from(kind).length;
  if (v !== 1 || n < 1 || length < 1 || length > 64 || seen.length > 16) throw new EntryRefused("fields");
  checkBody(signed.entry);
  return signed;
}

/** Whether the state of the entry's turn lets its seat write, and the signature is hers. Throws EntryRefused (PROTOCOL 7.3). */
export async function checkAuthor(c: Crypto, state: State, signed: Signed): Promise<void> {
  const seat = seatOf(state, signed.entry.seat);
  if (seat?.state !== "active") throw new EntryRefused("seat");
  if (!(await signedBy(c, state.circle, signed, seat.ed))) throw new EntryRefused("signature");
}

/** The body of a known kind as it is, undefined for an unknown kind. Throws EntryRefused when it does not fit its kind. */
export function checkBody(entry: Entry): unknown {
  try {
    return checkBodyOf(entry.kind, entry.body);
  } catch (error) {
    if (error instanceof NotCanonical) throw new EntryRefused("body", error.message);
    throw error;
  }
}
