/** The decisions a turn carries, checked one by one against the parent state (PROTOCOL 5.4–5.9). Pure. */

import * as base64url from "./base64url.ts";
import type { Crypto } from "./crypto.ts";
import { checkBody, entryId, signedBy } from "./entry.ts";
import { EntryRefused, NotCanonical, TurnRefused } from "./errors.ts";
import { isId, unusedEmpty } from "./form.ts";
import * as names from "./names.ts";
import { active, byRecovery, coordinators, hasQuorum, seatOf } from "./roster.ts";
import {
  type Approve,
  type Policy,
  type Proposal,
  type RelayAddress,
  type Rotate,
  SEAT_LIMIT,
  type Signed,
  type State,
  type Turn,
} from "./shapes.ts";

export const REMOVALS: ReadonlySet<string> = new Set(["expel", "freeze"]);
export const WAITING: ReadonlySet<string> = new Set(["restore", "close"]);
const MAX_RELAYS = 3;
const MAX_URL = 200;

/** One carried proposal with everybody who stands behind it; `recovered` when the witnesses alone carry it. */
export interface Decision {
  readonly id: string;
  readonly proposal: Proposal;
  readonly proposer: number;
  readonly approvers: ReadonlySet<number>;
  readonly recovered: boolean;
}

/** Every decision of `turn`, sorted by (action, id). Throws TurnRefused when one is not in order. */
export async function decisions(c: Crypto, parent: State, parentId: string, turn: Turn): Promise<Decision[]> {
  const behind = new Map<string, Set<number>>();
  const bodies = new Map<string, { proposal: Proposal; proposer: number }>();
  const spent = new Set([...parent.done.map(([id]) => id), ...parent.waiting.map((w) => w.id)]);
  for (const signed of turn.proposals) {
    const [id, proposal] = await carried<Proposal>(c, parent, parentId, signed, "circle.propose.v1");
    if (bodies.has(id) || spent.has(id)) throw new TurnRefused("proposal-repeated");
    bodies.set(id, { proposal, proposer: signed.entry.seat });
    behind.set(id, new Set([signed.entry.seat]));
  }
  for (const signed of turn.approvals) {
    const [, approval] = await carried<Approve>(c, parent, parentId, signed, "circle.approve.v1");
    const stand = behind.get(approval.proposal);
    if (!stand || stand.has(signed.entry.seat)) throw new TurnRefused("approval-unused");
    stand.add(signed.entry.seat);
  }
  const gone = new Set(turn.evidence.map((e) => e.seat));
  for (const { proposal } of bodies.values()) if (REMOVALS.has(proposal.action)) gone.add(proposal.target);
  const found: Decision[] = [];
  for (const [id, { proposal, proposer }] of bodies) {
    const all = behind.get(id)!;
    const stand = proposal.action === "leave" ? all : new Set([...all].filter((s) => !gone.has(s) && s !== proposal.target));
    checkFields(c, parent, proposal, proposer);
    if (!hasQuorum(parent, proposal.action, proposal.target, stand)) throw new TurnRefused("quorum", proposal.action);
    const recovered = byRecovery(parent, proposal.action, proposal.target, stand);
    found.push({ id, proposal, proposer, approvers: stand, recovered });
  }
  checkFreezes(parent, found);
  return found.sort((a, b) => order(a.proposal.action, b.proposal.action) || order(a.id, b.id));
}

/** One outstanding freeze per proposer, those of this very turn counted: two members may not freeze everybody at once. */
function checkFreezes(parent: State, carried: readonly Decision[]): void {
  const chairs = coordinators(parent);
  const alone = carried.filter((d) => d.proposal.action === "freeze" && !chairs.some((seat) => d.approvers.has(seat)));
  if (new Set(alone.map((d) => d.proposer)).size !== alone.length) throw new TurnRefused("freeze-outstanding");
}

/** Ids of waiting proposals that this turn vetoes. */
export async function vetoed(c: Crypto, parent: State, parentId: string, turn: Turn): Promise<Set<string>> {
  const found = new Set<string>();
  for (const signed of turn.vetoes) {
    const [, veto] = await carried<Approve>(c, parent, parentId, signed, "circle.veto.v1");
    const waits = parent.waiting.find((w) => w.id === veto.proposal);
    if (!waits || found.has(veto.proposal)) throw new TurnRefused("veto-unused");
    const own = waits.proposal.action === "restore" && waits.proposal.target === signed.entry.seat;
    const chair = waits.proposal.action === "close" && seatOf(parent, signed.entry.seat)?.roles.includes("coordinator");
    if (!own && !chair) throw new TurnRefused("veto-not-entitled");
    found.add(veto.proposal);
  }
  return found;
}

/** New keys by seat; signed in the parent's epoch only. */
export async function rotationsOf(c: Crypto, parent: State, parentId: string, turn: Turn): Promise<Map<number, Rotate>> {
  const found = new Map<number, Rotate>();
  for (const signed of turn.rotations) {
    const [, rotate] = await carried<Rotate>(c, parent, parentId, signed, "circle.rotate.v1");
    const stale = signed.entry.turn !== parentId || found.has(signed.entry.seat);
    if (stale || !usableKeys(c, rotate.ed, rotate.kem)) throw new TurnRefused("rotation");
    found.set(signed.entry.seat, rotate);
  }
  return found;
}

/** Whether both base64url public keys have the right form. */
export function usableKeys(c: Crypto, ed: string, kem: string): boolean {
  try {
    return c.usableSigning(base64url.decode(ed, 32)) && c.usableSealing(base64url.decode(kem, 1_216));
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}

const within = (n: number, low: number, high: number): boolean => low <= n && n <= high;

/** Whether the numbers of a policy are within their bounds. */
export const policyFits = (p: Policy): boolean =>
  within(p.vouchers, 1, 3) && within(p.talk_days, 1, 180) && within(p.turn_days, 1, 30) && within(p.probation_days, 0, 90);

/** Whether a list of relays has one to three different ones with plausible addresses. */
export function relaysFit(relays: readonly RelayAddress[]): boolean {
  try {
    for (const r of relays) base64url.decode(r.relay, 16);
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
  const plain = relays.every((r) => within(r.url.length, 8, MAX_URL) && /^[!-~]+$/.test(r.url));
  return plain && new Set(relays.map((r) => r.relay)).size === relays.length && within(relays.length, 1, MAX_RELAYS);
}

export const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function carried<T>(c: Crypto, parent: State, parentId: string, signed: Signed, kind: string): Promise<[string, T]> {
  const entry = signed.entry;
  if (entry.v !== 1 || (entry.turn !== parentId && !parent.recent.includes(entry.turn))) throw new TurnRefused("entry-out-of-date");
  const seat = seatOf(parent, entry.seat);
  if (seat?.state !== "active" || !(await signedBy(c, parent.circle, signed, seat.ed))) throw new TurnRefused("entry-signature");
  try {
    const body = checkBody(entry) as T;
    if (entry.kind !== kind) throw new TurnRefused("entry-kind", entry.kind);
    return [entryId(c, parent.circle, entry), body];
  } catch (error) {
    if (error instanceof EntryRefused) throw new TurnRefused("entry-body", entry.kind);
    throw error;
  }
}

function checkFields(c: Crypto, parent: State, proposal: Proposal, proposer: number): void {
  const { action, target } = proposal;
  const subject = seatOf(parent, target);
  if (!unusedEmpty(proposal)) throw new TurnRefused("unused-fields", action);
  if (["admit", "close", "policy", "relays", "title"].includes(action)) {
    if (target !== -1) throw new TurnRefused("target", action);
  } else if (!subject) throw new TurnRefused("target", action);
  if (action === "leave" && proposer !== target) throw new TurnRefused("target", action);
  if (action === "freeze") {
    const outstanding = parent.seats.some((s) => s.state === "frozen" && !s.confirmed && s.frozen_by === proposer);
    if (outstanding || subject?.state !== "active") throw new TurnRefused("freeze-outstanding");
  }
  if ((action === "thaw" || action === "confirm") && subject?.state !== "frozen") throw new TurnRefused("not-frozen");
  if (action === "admit" || action === "restore" || action === "thaw") checkCard(c, parent, proposal);
  if (action === "policy" && (!proposal.policy || !policyFits(proposal.policy) || proposal.policy.kind !== parent.policy.kind)) {
    throw new TurnRefused("policy");
  }
  if (action === "relays" && (!proposal.relays || !relaysFit(proposal.relays))) throw new TurnRefused("relays");
  if (action === "title" && !names.valid(proposal.title)) throw new TurnRefused("title");
  if ((action === "promote" || action === "demote") && proposal.role === "") throw new TurnRefused("role");
}

function checkCard(c: Crypto, parent: State, proposal: Proposal): void {
  const card = proposal.card;
  if (!card || card.v !== 1 || card.seat !== proposal.target || !usableKeys(c, card.ed, card.kem)) throw new TurnRefused("card");
  if (parent.seats.some((s) => s.ed === card.ed || s.kem === card.kem)) throw new TurnRefused("card", "keys already seated");
  const needed =
    proposal.action === "thaw" ? 1 : Math.min(parent.policy.vouchers, active(parent).filter((s) => s.seat !== proposal.target).length);
  const different = new Set(proposal.vouches).size;
  if (different !== proposal.vouches.length || different < needed || !proposal.vouches.every(isId)) throw new TurnRefused("vouches");
  const taken = parent.seats.some((s) => s.name === card.name && s.seat !== proposal.target);
  if (!names.valid(card.name) || taken) throw new TurnRefused("name");
  if (proposal.action === "admit" && parent.seats.length >= SEAT_LIMIT[parent.policy.kind]) throw new TurnRefused("full");
}
