/** The door: link, cards, sealed messages, transcript and six words (PROTOCOL 8). Pure; sessions live in knocking and inviting. */

import * as base64url from "./base64url.ts";
import { type Bytes, bytes, concat, numberAt, textOf, u16, u32, utf8 } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import { type Crypto, derive, hashOf, type Opener, preimage, type Signer } from "./crypto.ts";
import { logKeys, type LogKeys } from "./epoch.ts";
import { CannotOpen, DoorRefused, NotCanonical } from "./errors.ts";
import type { Check, DoorMessage, InviterCard, NewcomerCard, RelayAddress } from "./shapes.ts";

export const WORDS = 6;
export const MAX_KNOCKS = 8;
export const MAX_MESSAGE = 1_500_000;
const HEAD = 98;

/** What an invitation link's fragment carries. */
export interface Link {
  readonly secret: Bytes;
  readonly cardHash: Bytes;
  readonly lane: Bytes;
  readonly relays: readonly RelayAddress[];
}

/** The link a person sends: everything secret is behind the `#`. */
export function writeLink(app: string, link: Link): string {
  const relays = link.relays.flatMap((relay) => {
    const url = utf8(relay.url);
    return [base64url.decode(relay.relay, 16), u16(url.length), url];
  });
  const raw = concat(bytes(1), link.secret, link.cardHash, link.lane, bytes(link.relays.length), ...relays);
  return `${app}#${base64url.encode(raw)}`;
}

/** The parts of a link. Throws DoorRefused with what is wrong. */
export function readLink(text: string): Link {
  try {
    const raw = base64url.decode(text.trim().split("#").at(-1)!);
    if (raw.length < HEAD || raw[0] !== 1) throw new DoorRefused("link", "it is cut off or from a newer version");
    const relays: RelayAddress[] = [];
    let at = HEAD;
    for (let i = 0; i < raw[HEAD - 1]!; i++) {
      const length = numberAt(raw, at + 16, 2);
      relays.push({ relay: base64url.encode(raw.subarray(at, at + 16)), url: textOf(raw.subarray(at + 18, at + 18 + length)) });
      at += 18 + length;
    }
    if (at !== raw.length || !relays.length) throw new DoorRefused("link", "it is cut off");
    return { secret: raw.slice(1, 33), cardHash: raw.slice(33, 65), lane: raw.slice(65, 97), relays };
  } catch (error) {
    if (error instanceof NotCanonical || error instanceof TypeError) throw new DoorRefused("link", "it was changed on the way");
    throw error;
  }
}

/** The door's log on one relay (PROTOCOL 8.2). */
export async function doorLog(c: Crypto, relay: Bytes, link: Link, laneKey?: Signer): Promise<LogKeys> {
  const write = await c.signer(derive(c, link.secret, "homeward/door-write/v1", relay));
  const token = derive(c, link.secret, "homeward/door-read/v1", relay);
  const content = derive(c, link.secret, "homeward/door-content/v1", relay);
  return logKeys(c, relay, write.public, [link.lane], token, content, write, laneKey, laneKey ? 0 : -1);
}

/** What a link promises of its inviter card. */
export const cardHash = (c: Crypto, card: InviterCard): Bytes => hashOf(c, "homeward/inviter/v1", canonical.encode(card));

/** The newcomer's commitment (PROTOCOL 8.4, step 3). */
export const doorCommitment = (c: Crypto, card: NewcomerCard, nonce: Bytes): Bytes =>
  hashOf(c, "homeward/commitment/v1", canonical.encode(card), nonce);

/** All a proposal shows of a vouch (PROTOCOL 8.6). */
export const vouchCommitment = (c: Crypto, transcript: Bytes, voucher: number, nonce: Bytes): Bytes =>
  hashOf(c, "homeward/vouch/v1", transcript, u32(voucher), nonce);

/** Everything both sides' words cover. Ids and keys are base64url. */
export interface Covered {
  readonly purpose: string;
  readonly circle: string;
  readonly turn: string;
  readonly roster: string;
  readonly secret: Bytes;
  readonly inviter: InviterCard;
  readonly voucher: number;
  readonly voucherEd: string;
  readonly newcomer: NewcomerCard;
  readonly promised: Bytes;
  readonly nonceV: Bytes;
  readonly nonceN: Bytes;
}

/** T, the hash both sides' words come from (PROTOCOL 8.5). */
export function transcriptOf(c: Crypto, of: Covered): Bytes {
  return hashOf(
    c,
    "homeward/knock/v1",
    utf8(of.purpose),
    base64url.idBytes(of.circle),
    base64url.idBytes(of.turn),
    base64url.idBytes(of.roster),
    c.sha256(of.secret),
    canonical.encode(of.inviter),
    u32(of.voucher),
    base64url.decode(of.voucherEd, 32),
    canonical.encode(of.newcomer),
    of.promised,
    of.nonceV,
    of.nonceN,
  );
}

/** What a voucher signs with her nonce: the state her words will cover. */
export const noncePreimage = (session: string, commitment: string, nonce: string, turn: string, roster: string): Bytes =>
  preimage("homeward/nonce/v1", ...[session, commitment, nonce, turn, roster].map(utf8));

/** A door message whose content only the holder of `kem` opens. */
export async function sealMessage(c: Crypto, type: DoorMessage["type"], session: string, content: unknown, kem: Bytes): Promise<Bytes> {
  const data = await c.seal(kem, info(type, session), canonical.encode(content));
  return canonical.encode({ v: 1, type, session, data: base64url.encode(data) } satisfies DoorMessage);
}

/** The content, or undefined when the message is for somebody else or not well formed. */
export async function openMessage<T>(message: DoorMessage, key: Opener, check: Check<T>): Promise<T | undefined> {
  try {
    const raw = await key.open(info(message.type, message.session), base64url.decode(message.data));
    return canonical.decode(raw, check, MAX_MESSAGE);
  } catch (error) {
    if (error instanceof CannotOpen || error instanceof NotCanonical) return undefined;
    throw error;
  }
}

/** The first record of a door. */
export const cardMessage = (card: InviterCard): Bytes =>
  canonical.encode({ v: 1, type: "card", session: "", data: base64url.encode(canonical.encode(card)) } satisfies DoorMessage);

const info = (kind: string, session: string): Bytes => preimage("homeward/door/v1", utf8(kind), utf8(session));
