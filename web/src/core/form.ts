/**
 * What a turn's fields must look like before anything else is asked of them (PROTOCOL 6.2). Pure; knows no parent.
 * Without this a turn could carry texts of any length where an id belongs, and the state of every member would grow by them.
 */

import * as base64url from "./base64url.ts";
import { NotCanonical, TurnRefused } from "./errors.ts";
import type { Proposal, State, Turn } from "./shapes.ts";

const USES: Readonly<Record<string, readonly string[]>> = {
  admit: ["card", "vouches"],
  restore: ["card", "vouches"],
  thaw: ["card", "vouches"],
  policy: ["policy"],
  relays: ["relays"],
  title: ["title"],
  promote: ["role"],
  demote: ["role"],
};

const isU32 = (n: number): boolean => n >= 0 && n < 2 ** 32;

/** Numbers fit their width, ids are ids. Throws TurnRefused("form"). */
export function checkForm(turn: Turn): void {
  const ids = [turn.roster, turn.commit, ...turn.slots.map(([, h]) => h), ...turn.frontier.map(([, , h]) => h)];
  ids.push(...[turn.circle, turn.parent].filter(Boolean));
  const numbers = [turn.epoch, turn.author, ...turn.frontier.map(([s]) => s), ...turn.slots.map(([s]) => s + 1)];
  if (!ids.every(isId) || !numbers.every(isU32)) throw new TurnRefused("form");
}

/** The numbers and ids of a genesis state. Throws TurnRefused("form"). */
export function checkFirstState(state: State): void {
  const origin = [state.origin_circle, state.origin_turn];
  if (origin.some(Boolean) && !origin.every(isId)) throw new TurnRefused("form", "origin");
  if (![state.next, ...state.seats.map((s) => s.seat)].every(isU32)) throw new TurnRefused("form", "seats");
}

/** Whether every field the action does not use is empty, so that a proposal says one thing in one way. */
export function unusedEmpty(p: Proposal): boolean {
  const said: Readonly<Record<string, boolean>> = {
    card: p.card !== null,
    vouches: p.vouches.length > 0,
    policy: p.policy !== null,
    relays: p.relays !== null,
    role: p.role !== "",
    title: p.title !== "",
  };
  const uses = USES[p.action] ?? [];
  return Object.entries(said).every(([field, there]) => !there || uses.includes(field));
}

/** Whether `text` is 32 bytes in base64url. */
export function isId(text: string): boolean {
  try {
    return base64url.decode(text, 32).length === 32;
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}
