/** What one device keeps about one circle besides the entries: shapes only, none of it is ever sent. Keys are base64url, "" for none. */

import type { InviterCard, KnockNote, NewcomerCard, Purpose, RelayAddress, SignedTurn, State } from "./shapes.ts";

export type Status = "knocking" | "active" | "frozen" | "expelled" | "left" | "closed" | "taken" | "stopped";

/** A seat's keys that are not in force at the tip: posted as a rotation in the epoch of `turn`, or replaced by it. */
export interface SpareKeys {
  readonly sign: string;
  readonly kem: string;
  readonly state: "posted" | "replaced";
  readonly turn: string;
}

/**
 * This device's seat: the seeds in force at `tip`, and the `ring` of those that may come into force or come back while turns are not
 * final. `root` and `tip` are turn ids ("" while knocking), `since` the epoch this device sat down in, `created` a day.
 */
export interface Me {
  readonly ref: string;
  readonly status: Status;
  readonly circle: string;
  readonly seat: number;
  readonly name: string;
  readonly sign: string;
  readonly kem: string;
  readonly ring: readonly SpareKeys[];
  readonly root: string;
  readonly tip: string;
  readonly since: number;
  readonly created: number;
}

/** A turn on this device: signed form (null for a welcomed root) and the state it leads to. */
export interface Kept {
  readonly signed: SignedTurn | null;
  readonly state: State;
}

/** Secrets of an epoch; `d` alone stays with an absent seat. `ended` is the day the epoch ended here, −1 while it lasts. */
export interface EpochKeys {
  readonly e: string;
  readonly l: string;
  readonly d: string;
  readonly lane: number;
  readonly laneSeed: string;
  readonly ended: number;
}

/** How far a log was read: last position (−1 none), the running head there ("" unknown), whether it was closed. */
export interface Cursor {
  readonly position: number;
  readonly head: string;
  readonly closed: boolean;
}

/** An entry's canonical signed text and the day it arrived. */
export interface KeptEntry {
  readonly record: string;
  readonly arrived: number;
}

/**
 * Something to post: for each relay the blob with its sealed blocks, which relays have it, the entry it carries ("" if none).
 * `byLane` posts with this seat's lane.
 */
export interface OutItem {
  readonly number: number;
  readonly turn: string;
  readonly log: "talk" | "turn";
  readonly byLane: boolean;
  readonly entry: string;
  readonly blocks: Readonly<Record<string, string>>;
  readonly posted: readonly string[];
  /** How many blocks each relay has so far. */
  readonly done: Readonly<Record<string, number>>;
  /** Size in bytes for one relay. */
  readonly size: number;
}

/** A turn this device made: its secrets, until it adopts it. */
export interface MadeTurn {
  readonly e: string;
  readonly l: string;
  readonly lane: number;
  readonly laneSeed: string;
}

/** A sealed note this device sent, kept (as canonical text) while it may have to be sealed again in a new epoch. */
export interface Draft {
  readonly note: string;
  readonly receivers: readonly number[];
}

/** The log half of this device's next turn, drawn and created days ahead. */
export interface PreparedLogs {
  readonly l: string;
  readonly laneSeeds: readonly string[];
  readonly relays: readonly string[];
  readonly day: number;
}

/** An open invitation of this device. `linked` knocks need no words. */
export interface Invitation {
  readonly id: string;
  readonly secret: string;
  readonly laneSeed: string;
  readonly kem: string;
  readonly card: InviterCard;
  readonly relays: readonly RelayAddress[];
  readonly epoch: number;
  readonly day: number;
  readonly linked: boolean;
  /** The link to show again. */
  readonly link: string;
}

export type KnockState = "waiting" | "offered" | "promised" | "ready" | "vouched" | "differs" | "admitted" | "over";

/** A knock this device may vouch for: what the inviter passed on (or received), and this voucher's own session so far. */
export interface HeldKnock {
  readonly number: number;
  readonly knock: string;
  readonly note: KnockNote;
  readonly inviter: number;
  readonly mine: boolean;
  readonly state: KnockState;
  readonly session: string;
  readonly sessionKey: string;
  readonly commitment: string;
  readonly nonce: string;
  readonly turn: string;
  readonly roster: string;
  readonly card: NewcomerCard | null;
  readonly transcript: string;
}

/** A newcomer's session with one voucher; `transcript` is "" until the words are known. */
export interface Session {
  readonly id: string;
  readonly voucher: number;
  readonly voucherName: string;
  readonly voucherEd: string;
  readonly sessionKey: string;
  readonly commitment: string;
  readonly nonce: string;
  readonly turn: string;
  readonly roster: string;
  readonly transcript: string;
}

/** A newcomer's side of the door: the link, her fresh keys' card, her reply key, the inviter's card, her sessions. */
export interface Knocking {
  readonly link: string;
  readonly purpose: Purpose;
  readonly card: NewcomerCard;
  readonly reply: string;
  readonly inviter: InviterCard | null;
  readonly sessions: readonly Session[];
}

/** Something members must know: a kind with words in i18n (`alarm-<kind>`), and details. */
export interface Alarm {
  readonly number: number;
  readonly kind: string;
  readonly detail: string;
  readonly day: number;
  readonly seen: boolean;
}
