/** Making a turn: drawing secrets, sealing slots (PROTOCOL 6). What it carries is chosen in turning.ts. */

import { SLOT_SIZES } from "./apply.ts";
import * as base64url from "./base64url.ts";
import { type Bytes, zeros } from "./bytes.ts";
import type { Crypto, Signer } from "./crypto.ts";
import { decisions, order } from "./decisions.ts";
import { commitment, LANES, laneKey, type Secrets } from "./epoch.ts";
import { turnId, turnMessage } from "./naming.ts";
import { active, laneHolders, rosterHash } from "./roster.ts";
import type { Evidence, Lanes, Signed, SignedTurn, State, Turn } from "./shapes.ts";
import { sealSlot } from "./slots.ts";
import { successor } from "./successor.ts";

/** What a turn carries: signed entries by role, evidence, and the frontier it signs. */
export interface Carried {
  readonly proposals: readonly Signed[];
  readonly approvals: readonly Signed[];
  readonly vetoes: readonly Signed[];
  readonly rotations: readonly Signed[];
  readonly evidence: readonly Evidence[];
  readonly frontier: readonly (readonly [number, number, string])[];
}

/** The log half of an epoch's secrets; may be drawn days before the turn so that its logs exist by then (S11). */
export interface LogSecrets {
  readonly l: Bytes;
  readonly laneSeeds: readonly Bytes[];
}

/** A finished turn: its id, bytes, the state it leads to, all sealed slots in its order, and this author's secrets. */
export interface Made {
  readonly id: string;
  readonly signed: SignedTurn;
  readonly state: State;
  readonly slots: readonly Bytes[];
  readonly secrets: Secrets;
}

export const drawLogs = (c: Crypto): LogSecrets => ({ l: c.random(32), laneSeeds: Array.from({ length: LANES }, () => c.random(32)) });

/** The child of `parent` that carries `carried`. Throws TurnRefused where the rules would refuse it. */
export async function makeTurn(
  c: Crypto,
  parent: State,
  parentId: string,
  author: number,
  key: Signer,
  carried: Carried,
  logs: LogSecrets,
  day: number,
): Promise<Made> {
  const [bare, state] = await outline(c, parent, parentId, author, carried, day);
  return finish(c, bare, state, key, logs);
}

/** The turn without secrets, and the state it would lead to. Throws TurnRefused. */
export async function outline(
  c: Crypto,
  parent: State,
  parentId: string,
  author: number,
  carried: Carried,
  day: number,
): Promise<[Turn, State]> {
  const bare: Turn = {
    ...EMPTY,
    ...carried,
    frontier: [...carried.frontier].sort((a, b) => a[0] - b[0]),
    circle: parent.circle,
    parent: parentId,
    epoch: parent.epoch + 1,
    author,
    day,
  };
  return [bare, await successor(c, parent, parentId, bare, await decisions(c, parent, parentId, bare))];
}

/** The first turn of a circle with `state` (circle id empty, epoch 0). */
export async function makeGenesis(c: Crypto, state: State, author: number, key: Signer, logs: LogSecrets, day: number): Promise<Made> {
  const made = await finish(c, { ...EMPTY, author, day, state }, state, key, logs);
  return { ...made, state: { ...state, circle: made.id } };
}

const EMPTY: Turn = {
  v: 1,
  circle: "",
  parent: "",
  epoch: 0,
  author: 0,
  day: 0,
  state: null,
  proposals: [],
  approvals: [],
  vetoes: [],
  rotations: [],
  evidence: [],
  frontier: [],
  roster: "",
  commit: "",
  slots: [],
  logs: [],
};

async function finish(c: Crypto, bare: Turn, state: State, key: Signer, logs: LogSecrets): Promise<Made> {
  const e = c.random(32);
  const holders = laneHolders(state);
  const secretsOf = (seat: number): Secrets => {
    const lane = holders.indexOf(seat);
    return { e, l: logs.l, lane, laneSeed: logs.laneSeeds[lane] ?? zeros(0) };
  };
  const sealed: [number, Bytes][] = [];
  if (!state.closed) {
    const seated = active(state);
    for (const s of seated) sealed.push([s.seat, await sealSlot(c, bare, s.seat, s.kem, secretsOf(s.seat))]);
    const size = SLOT_SIZES.find((n) => n >= seated.length)!;
    while (sealed.length < size) {
      const dummy = base64url.encode((await c.opener(c.random(32))).public);
      sealed.push([-1, await sealSlot(c, bare, 0, dummy, { e: c.random(32), l: c.random(32), lane: -1, laneSeed: zeros(0) })]);
    }
  }
  const mixed = shuffled(c, sealed);
  const turn: Turn = {
    ...bare,
    roster: rosterHash(c, state),
    commit: base64url.encode(commitment(c, e, logs.l, base64url.idBytes(bare.circle), base64url.idBytes(bare.parent))),
    slots: mixed.map(([seat, data]) => [seat, base64url.encode(c.sha256(data))] as const),
    logs: state.closed ? [] : await Promise.all(state.relays.map((r) => lanesOn(c, base64url.decode(r.relay, 16), logs))),
  };
  const signed: SignedTurn = { turn, sig: base64url.encode(await key.sign(turnMessage(c, turn))) };
  return { id: turnId(c, turn), signed, state, slots: mixed.map(([, data]) => data), secrets: secretsOf(turn.author) };
}

/** The public lanes of the next epoch on one relay. */
export async function lanesOn(c: Crypto, relay: Bytes, logs: LogSecrets): Promise<Lanes> {
  const publics = (log: "talk" | "turn"): Promise<string[]> =>
    Promise.all(logs.laneSeeds.map(async (seed) => base64url.encode((await laneKey(c, seed, relay, log)).public)));
  return { relay: base64url.encode(relay), talk: await publics("talk"), turn: await publics("turn") };
}

/** The same things in random order. */
export function shuffled<T>(c: Crypto, things: readonly T[]): T[] {
  const keyed = things.map((thing) => ({ thing, key: base64url.encode(c.random(9)) }));
  return keyed.sort((a, b) => order(a.key, b.key)).map((k) => k.thing);
}
