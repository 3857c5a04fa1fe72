/** Names of turns: digest, id, proof (PROTOCOL 6.1), and the chain words (6.14). */

import * as base64url from "./base64url.ts";
import type { Bytes } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import { type Crypto, hashOf } from "./crypto.ts";
import { NotCanonical, TurnRefused } from "./errors.ts";
import { turnPreimage } from "./evidence.ts";
import { checkForm } from "./form.ts";
import { checkSignedTurn, type SignedTurn, type Turn, type TurnProof } from "./shapes.ts";
import { spoken } from "./words.ts";

const MAX_TURN = 1_048_576;

/** SHA-256 of the canonical turn, base64url. */
export const turnDigest = (c: Crypto, turn: Turn): string => base64url.encode(c.sha256(canonical.encode(turn)));

/** What the author of `turn` signs. */
export const turnMessage = (c: Crypto, turn: Turn): Bytes => turnPreimage(turn.circle, turn.parent, turn.author, turnDigest(c, turn));

/** The turn's id, base64url of 32 bytes. */
export const turnId = (c: Crypto, turn: Turn): string => base64url.encode(c.sha256(turnMessage(c, turn)));

/** What names a turn without its content. */
export const proofOf = (c: Crypto, signed: SignedTurn): TurnProof => ({
  parent: signed.turn.parent,
  author: signed.turn.author,
  digest: turnDigest(c, signed.turn),
  sig: signed.sig,
});

/** A signed turn from its record. Throws TurnRefused for anything that is not one. */
export function parseTurn(record: Bytes): SignedTurn {
  try {
    const signed = canonical.decode(record, checkSignedTurn, MAX_TURN);
    checkForm(signed.turn);
    return signed;
  } catch (error) {
    if (error instanceof NotCanonical) throw new TurnRefused("form", error.message);
    throw error;
  }
}

/** Four words that are the same on every phone with the same history. */
export const chainWords = (c: Crypto, tip: string, list: readonly string[]): string[] =>
  spoken(hashOf(c, "homeward/chain/v1", base64url.decode(tip, 32)), 4, list);
