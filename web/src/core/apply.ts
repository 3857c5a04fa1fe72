/** Whether a turn is valid: a pure function of the parent state and the turn's bytes (PROTOCOL 6.2, 6.3). */

import * as base64url from "./base64url.ts";
import * as canonical from "./canonical.ts";
import type { Crypto } from "./crypto.ts";
import { decisions, policyFits, relaysFit, REMOVALS, usableKeys } from "./decisions.ts";
import { NotCanonical, TurnRefused } from "./errors.ts";
import { proves, validBy } from "./evidence.ts";
import { checkFirstState, checkForm } from "./form.ts";
import * as names from "./names.ts";
import { turnId, turnMessage } from "./naming.ts";
import { active, mayAuthor, rosterHash, seatOf } from "./roster.ts";
import { SEAT_LIMIT, type SignedTurn, type State, type Turn } from "./shapes.ts";
import { successor } from "./successor.ts";

const LANES = 16;
export const SLOT_SIZES = [8, 16, 32, 64, 128, 160];

/** The state after `signed`, a child of `parent`. Throws TurnRefused naming the broken rule. */
export async function apply(c: Crypto, parent: State, parentId: string, signed: SignedTurn): Promise<State> {
  const turn = signed.turn;
  checkForm(turn);
  if (turn.v !== 1 || turn.circle !== parent.circle || turn.parent !== parentId || turn.epoch !== parent.epoch + 1) {
    throw new TurnRefused("parent");
  }
  if (turn.state !== null || parent.closed) throw new TurnRefused("genesis");
  const author = seatOf(parent, turn.author);
  if (author?.state !== "active" || !(await signed_(c, signed, author.ed))) throw new TurnRefused("author");
  const carried = await decisions(c, parent, parentId, turn);
  await checkEvidence(c, parent, turn);
  const stopped = carried.some((d) => REMOVALS.has(d.proposal.action) && d.proposal.target === turn.author);
  if (stopped || turn.evidence.some((e) => e.seat === turn.author)) throw new TurnRefused("author", "is the target");
  const plain = carried.every((d) => d.recovered || d.proposal.action === "freeze" || d.proposal.action === "leave");
  if (!mayAuthor(parent, turn.author, carried.length + turn.evidence.length, plain && turn.rotations.length === 0)) {
    throw new TurnRefused("author", "is not entitled");
  }
  const state = await successor(c, parent, parentId, turn, carried);
  if (rosterHash(c, state) !== turn.roster) throw new TurnRefused("roster");
  checkSlots(state, turn);
  return state;
}

/** The state of a first turn, with its circle id filled in. Throws TurnRefused. */
export async function genesis(c: Crypto, signed: SignedTurn): Promise<State> {
  const turn = signed.turn;
  const state = turn.state;
  if (turn.v !== 1 || state === null || turn.epoch || turn.parent || turn.circle || state.epoch || state.circle) {
    throw new TurnRefused("genesis");
  }
  checkForm(turn);
  checkFirstState(state);
  const carried = [turn.proposals, turn.approvals, turn.vetoes, turn.rotations, turn.evidence, turn.frontier];
  const history = [state.waiting, state.done, state.heads, state.recent];
  if ([...carried, ...history].some((x) => x.length) || state.closed) throw new TurnRefused("genesis", "carries decisions");
  const author = seatOf(state, turn.author);
  if (!author?.roles.includes("coordinator") || !(await signed_(c, signed, author.ed))) throw new TurnRefused("author");
  const numbers = state.seats.map((s) => s.seat);
  const rising = numbers.every((n, i) => n > (numbers[i - 1] ?? -1));
  if (!rising || state.next <= numbers.at(-1)!) throw new TurnRefused("genesis", "seats");
  if (!state.origin_circle && (numbers.length !== 1 || numbers[0] !== 0)) {
    throw new TurnRefused("genesis", "only a clone starts with more than its founder");
  }
  for (const seat of state.seats) {
    const roles = [...new Set(seat.roles)].sort();
    const fresh = { ...seat, state: "active", frozen: -1, frozen_by: -1, confirmed: false, since: 0, roles };
    const asFresh = canonical.text(seat) === canonical.text(fresh);
    if (!asFresh || !names.valid(seat.name) || !usableKeys(c, seat.ed, seat.kem)) throw new TurnRefused("genesis", "seats");
  }
  if (numbers.length > SEAT_LIMIT[state.policy.kind]) throw new TurnRefused("full");
  const different = (key: "name" | "ed"): number => new Set(state.seats.map((s) => s[key])).size;
  if (different("name") !== numbers.length || different("ed") !== numbers.length) throw new TurnRefused("genesis", "seats");
  if (!names.valid(state.title) || !policyFits(state.policy) || !relaysFit(state.relays)) throw new TurnRefused("genesis", "policy");
  if (rosterHash(c, state) !== turn.roster) throw new TurnRefused("roster");
  checkSlots(state, turn);
  return { ...state, circle: turnId(c, turn) };
}

const signed_ = (c: Crypto, signed: SignedTurn, ed: string): Promise<boolean> =>
  validForm(
    () => turnMessage(c, signed.turn),
    (m) => validBy(c, ed, signed.sig, m),
  );

async function validForm<T>(make: () => T, check: (made: T) => Promise<boolean>): Promise<boolean> {
  try {
    return await check(make());
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}

async function checkEvidence(c: Crypto, parent: State, turn: Turn): Promise<void> {
  const accused = turn.evidence.map((e) => e.seat);
  if (new Set(accused).size !== accused.length) throw new TurnRefused("evidence");
  for (const piece of turn.evidence) {
    const seat = seatOf(parent, piece.seat);
    if (!seat || !(await proves(c, parent.circle, piece, seat.ed))) throw new TurnRefused("evidence");
  }
}

function checkSlots(state: State, turn: Turn): void {
  if (state.closed) {
    if (turn.slots.length || turn.logs.length) throw new TurnRefused("slots");
    return;
  }
  const numbers = (all: readonly number[]): string => [...all].sort((a, b) => a - b).join();
  const seated = active(state).map((s) => s.seat);
  const named = turn.slots.map(([seat]) => seat).filter((seat) => seat !== -1);
  const size = SLOT_SIZES.find((n) => n >= seated.length) ?? SLOT_SIZES.at(-1);
  const hashes = new Set(turn.slots.map(([, hash]) => hash));
  if (numbers(named) !== numbers(seated) || turn.slots.length !== size || hashes.size !== size) throw new TurnRefused("slots");
  if (turn.logs.map((log) => log.relay).join() !== state.relays.map((r) => r.relay).join()) throw new TurnRefused("logs");
  for (const log of turn.logs) {
    const keys = [...log.talk, ...log.turn];
    try {
      for (const key of keys) base64url.decode(key, 32);
    } catch (error) {
      if (error instanceof NotCanonical) throw new TurnRefused("logs");
      throw error;
    }
    if (log.talk.length !== LANES || log.turn.length !== LANES || new Set(keys).size !== 2 * LANES) throw new TurnRefused("logs");
  }
}
