/** Who may decide what (PROTOCOL 5.4–5.8). Pure functions of a state. */

import * as base64url from "./base64url.ts";
import * as canonical from "./canonical.ts";
import { type Crypto, hashOf } from "./crypto.ts";
import type { Seat, State } from "./shapes.ts";

const WITNESSES = 9;
export const LIFETIME = 4;
export const LAPSE = 2;
const RECOVERABLE: ReadonlySet<string> = new Set(["expel", "demote", "freeze", "promote", "restore"]);

/** The roster hash of `state` (PROTOCOL 5.1), base64url. */
export const rosterHash = (c: Crypto, state: State): string => base64url.encode(hashOf(c, "homeward/roster/v1", canonical.encode(state)));

export const seatOf = (state: State, seat: number): Seat | undefined => state.seats.find((s) => s.seat === seat);
export const active = (state: State): Seat[] => state.seats.filter((s) => s.state === "active");

/** Numbers of the active coordinators. */
export const coordinators = (state: State): number[] =>
  active(state)
    .filter((s) => s.roles.includes("coordinator"))
    .map((s) => s.seat);

/** The nine longest-seated active seats (PROTOCOL 5.8). */
export const witnesses = (state: State): number[] =>
  active(state)
    .sort((a, b) => a.since - b.since || a.seat - b.seat)
    .slice(0, WITNESSES)
    .map((s) => s.seat);

/** How many adoptions make a child of `state`'s turn final: two thirds of its witnesses, rounded up. */
export const finalQuorum = (state: State): number => Math.ceil((2 * witnesses(state).length) / 3);

/** Seats that hold lanes 0, 1 … (PROTOCOL 3.2), at most sixteen. */
export function laneHolders(state: State): number[] {
  const first = coordinators(state);
  return [...first, ...witnesses(state).filter((w) => !first.includes(w))].slice(0, 16);
}

/** Whether `approvers` may carry out `action` on seat `target` (−1 for none), judged on `state`. */
export function hasQuorum(state: State, action: string, target: number, approvers: ReadonlySet<number>): boolean {
  if (action === "leave") return approvers.size === 1 && approvers.has(target) && seatOf(state, target) !== undefined;
  const counted = countedOf(state, target, approvers);
  const chairs = new Set(coordinators(state));
  const chaired = seatOf(state, target)?.roles.includes("coordinator") ?? false;
  if (RECOVERABLE.has(action) && recovery(state, target, counted)) return true;
  const chairing = among(counted, chairs);
  if (action === "freeze") return (chairs.size === 1 && !chaired && chairing > 0) || counted.size >= (chaired ? 3 : 2);
  if (action === "confirm" || (action === "thaw" && !chaired)) return chairing > 0;
  if (chaired && (action === "expel" || action === "demote" || action === "restore")) {
    chairs.delete(target);
    return againstCoordinator(state, counted, chairs);
  }
  if (action === "promote" && chairs.size === 1) {
    const others = active(state).length - new Set([...chairs, target]).size;
    return chairing > 0 && counted.size - chairing >= Math.min(2, others);
  }
  return chairs.size > 0 && chairing >= Math.min(2, chairs.size);
}

/** Whether the witnesses alone carry this decision (PROTOCOL 5.5). */
export const byRecovery = (state: State, action: string, target: number, approvers: ReadonlySet<number>): boolean =>
  RECOVERABLE.has(action) && recovery(state, target, countedOf(state, target, approvers));

/** Whether `seat` may make a turn with so many actions (6.3); `plain`: each is a freeze, a leaving, evidence or decided by witnesses. */
export const mayAuthor = (state: State, seat: number, actions: number, plain: boolean): boolean =>
  coordinators(state).includes(seat) || (witnesses(state).includes(seat) && actions > 0 && plain);

function countedOf(state: State, target: number, approvers: ReadonlySet<number>): Set<number> {
  return new Set(
    active(state)
      .map((s) => s.seat)
      .filter((s) => approvers.has(s) && s !== target),
  );
}

function againstCoordinator(state: State, counted: ReadonlySet<number>, others: ReadonlySet<number>): boolean {
  if (others.size >= 2) return among(counted, others) >= 2;
  if (others.size !== 1 || among(counted, others) !== 1) return false;
  return among(counted, new Set(witnesses(state).filter((w) => !others.has(w)))) >= 3;
}

function recovery(state: State, target: number, counted: ReadonlySet<number>): boolean {
  const seated = witnesses(state);
  if (seated.length < 2) return false;
  const needed = coordinators(state).length === 0 && seated.length === WITNESSES ? 5 : finalQuorum(state);
  return among(counted, new Set(seated.filter((w) => w !== target))) >= needed;
}

function among(some: ReadonlySet<number>, all: ReadonlySet<number>): number {
  let n = 0;
  for (const x of some) if (all.has(x)) n++;
  return n;
}

/** Whether one coordinator alone admits and expels (PROTOCOL 5.10), which clients say. @public */
export const lonely = (state: State): boolean => coordinators(state).length === 1;
