/** Everything an epoch's two secrets lead to on one relay (PROTOCOL 3). Pure derivations. */

import { type Bytes, bytes, concat, utf8, zeros } from "./bytes.ts";
import { type Crypto, derive, hashOf, type Signer } from "./crypto.ts";

export const LANES = 16;

/** Content secret `e`, log secret `l`, and the lane this seat holds (−1 for none) with its seed. */
export interface Secrets {
  readonly e: Bytes;
  readonly l: Bytes;
  readonly lane: number;
  readonly laneSeed: Bytes;
}

/** How to find, read, write and open one log on one relay. `write` and `lane` are undefined where this seat has none. */
export interface LogKeys {
  readonly relay: Bytes;
  readonly address: Bytes;
  readonly writer: Bytes;
  readonly lanes: readonly Bytes[];
  readonly token: Bytes;
  /** SHA-256 of the read token, all the relay keeps of it. */
  readonly reader: Bytes;
  readonly content: Bytes;
  readonly write: Signer | undefined;
  readonly lane: Signer | undefined;
  readonly laneIndex: number;
}

/** The turn log's secret: all an absent seat keeps. */
export const turnSecret = (c: Crypto, l: Bytes): Bytes => derive(c, l, "homeward/turn-log/v1");

/** The talk log of the epoch of `turn`; `lanes` are the public talk lanes the turn lists. */
export async function talkLog(c: Crypto, relay: Bytes, turn: Bytes, secrets: Secrets, lanes: readonly Bytes[]): Promise<LogKeys> {
  const write = await c.signer(derive(c, secrets.l, "homeward/talk-write/v1", relay));
  const token = derive(c, secrets.l, "homeward/talk-read/v1", relay);
  const content = derive(c, secrets.e, "homeward/content/v1", turn, relay);
  const lane = secrets.lane >= 0 ? await laneKey(c, secrets.laneSeed, relay, "talk") : undefined;
  return logKeys(c, relay, write.public, lanes, token, content, write, lane, secrets.lane);
}

/** The turn log of an epoch, readable with `d` alone; `secrets` adds this seat's lane. */
export async function turnLog(c: Crypto, relay: Bytes, d: Bytes, lanes: readonly Bytes[], secrets: Secrets | undefined): Promise<LogKeys> {
  const token = derive(c, d, "homeward/turn-read/v1", relay);
  const content = derive(c, d, "homeward/turn-content/v1", relay);
  const lane = secrets && secrets.lane >= 0 ? await laneKey(c, secrets.laneSeed, relay, "turn") : undefined;
  return logKeys(c, relay, zeros(0), lanes, token, content, undefined, lane, secrets?.lane ?? -1);
}

export const laneKey = (c: Crypto, seed: Bytes, relay: Bytes, log: "talk" | "turn"): Promise<Signer> =>
  c.signer(derive(c, seed, "homeward/lane/v1", relay, utf8(log)));

/** What a turn promises of its secrets (PROTOCOL 6.6). */
export const commitment = (c: Crypto, e: Bytes, l: Bytes, circle: Bytes, parent: Bytes): Bytes =>
  derive(c, concat(e, l), "homeward/commit/v1", circle, parent);

/** Address and keys of a log (PROTOCOL 3.3). */
export function logKeys(
  c: Crypto,
  relay: Bytes,
  writer: Bytes,
  lanes: readonly Bytes[],
  token: Bytes,
  content: Bytes,
  write: Signer | undefined,
  lane: Signer | undefined,
  laneIndex: number,
): LogKeys {
  const reader = c.sha256(token);
  const address = hashOf(c, "homeward/address/v1", relay, writer, concat(bytes(), ...lanes), reader);
  return { relay, address, writer, lanes, token, reader, content, write, lane, laneIndex };
}
