/** Two signed pieces that exclude each other (PROTOCOL 6.12). Pure; judged with the key in the parent state. */

import * as base64url from "./base64url.ts";
import { type Bytes, u32 } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import { type Crypto, preimage } from "./crypto.ts";
import { entryId, signedBy } from "./entry.ts";
import { NotCanonical } from "./errors.ts";
import { ADMIN, type AdoptionProof, type Evidence, type Signed, type TurnProof } from "./shapes.ts";

/** What a turn's author signs and what names the turn (PROTOCOL 6.1). */
export const turnPreimage = (circle: string, parent: string, author: number, digest: string): Bytes =>
  preimage("homeward/turn/v1", base64url.idBytes(circle), base64url.idBytes(parent), u32(author), base64url.idBytes(digest));

/** What a witness signs (PROTOCOL 6.8). */
export const adoptionPreimage = (circle: string, parent: string, child: string, seat: number): Bytes =>
  preimage("homeward/adopt/v1", base64url.idBytes(circle), base64url.idBytes(parent), base64url.idBytes(child), u32(seat));

/** Whether `evidence` holds against the seat whose key is `ed`. */
export async function proves(c: Crypto, circle: string, evidence: Evidence, ed: string): Promise<boolean> {
  const kinds = ["turns", "adoptions", "entries"] as const;
  if (kinds.some((kind) => evidence[kind].length !== (evidence.kind === kind ? 2 : 0))) return false;
  try {
    if (evidence.kind === "turns") return await twoTurns(c, circle, evidence.seat, evidence.turns, ed);
    if (evidence.kind === "adoptions") return await twoAdoptions(c, circle, evidence.seat, evidence.adoptions, ed);
    return await twoEntries(c, circle, evidence.seat, evidence.entries, ed);
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}

/** Whether `sig` by `ed` covers `message`; malformed text is invalid. */
export async function validBy(c: Crypto, ed: string, sig: string, message: Bytes): Promise<boolean> {
  try {
    return await c.verify(base64url.decode(ed, 32), base64url.decode(sig, 64), message);
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}

async function twoTurns(c: Crypto, circle: string, seat: number, pair: readonly TurnProof[], ed: string): Promise<boolean> {
  const [first, second] = pair;
  if (!first || !second || first.parent !== second.parent || first.digest === second.digest) return false;
  for (const p of pair) {
    if (p.author !== seat || !(await validBy(c, ed, p.sig, turnPreimage(circle, p.parent, seat, p.digest)))) return false;
  }
  return true;
}

async function twoAdoptions(c: Crypto, circle: string, seat: number, pair: readonly AdoptionProof[], ed: string): Promise<boolean> {
  const [first, second] = pair;
  if (!first || !second || first.parent !== second.parent || first.child === second.child) return false;
  for (const p of pair) {
    if (p.seat !== seat || !(await validBy(c, ed, p.sig, adoptionPreimage(circle, p.parent, p.child, seat)))) return false;
  }
  return true;
}

async function twoEntries(c: Crypto, circle: string, seat: number, pair: readonly Signed[], ed: string): Promise<boolean> {
  const [first, second] = pair.map((s) => s.entry);
  if (!first || !second || first.turn !== second.turn) return false;
  if (entryId(c, circle, first) === entryId(c, circle, second) || !ADMIN.has(first.kind) || !ADMIN.has(second.kind)) return false;
  const bothRotate = first.kind === "circle.rotate.v1" && second.kind === "circle.rotate.v1";
  const rotations = bothRotate && canonical.text(first.body) !== canonical.text(second.body);
  if (first.n !== second.n && !rotations) return false;
  for (const s of pair) if (s.entry.seat !== seat || !(await signedBy(c, circle, s, ed))) return false;
  return true;
}
