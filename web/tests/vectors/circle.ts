/** Vectors of entries, turns, order and choice. */

import { apply, genesis } from "../../src/core/apply.ts";
import * as canonical from "../../src/core/canonical.ts";
import { checkAuthor, entryId, parse } from "../../src/core/entry.ts";
import { proves } from "../../src/core/evidence.ts";
import { parseTurn, turnId } from "../../src/core/naming.ts";
import { arrange, type Epoch } from "../../src/core/order.ts";
import { coordinators, finalQuorum, hasQuorum, laneHolders, mayAuthor, seatOf, witnesses } from "../../src/core/roster.ts";
import type { AdoptionProof, Entry, Seat, Signed, SignedTurn, State } from "../../src/core/shapes.ts";
import { Tree } from "../../src/core/tree.ts";
import { CRYPTO as c } from "../around.ts";
import { document, type Given, join, type Run, state } from "./load.ts";

const summary = (after: State): object => ({
  epoch: after.epoch,
  seats: after.seats.map((s) => [s.seat, s.state, s.roles, s.since, s.confirmed]),
  next: after.next,
  waiting: after.waiting.length,
  done: after.done.length,
  title: after.title,
  closed: after.closed,
});

type Line = readonly [number, number, string];
const heads = (lines: readonly Line[]): Map<number, readonly [number, string]> => new Map(lines.map(([s, n, h]) => [s, [n, h]]));

function arranged(full: ReadonlyMap<string, Entry>, ids: readonly string[], epochs: readonly Epoch[]): object {
  const byTurn = new Map<string, Map<string, Signed>>();
  for (const id of ids) {
    const entry = full.get(id)!;
    byTurn.set(entry.turn, (byTurn.get(entry.turn) ?? new Map<string, Signed>()).set(id, { entry, sig: "" }));
  }
  const found = arrange(byTurn, epochs);
  return {
    order: found.placed.map((p) => [p.id, p.epoch, p.lamport]),
    double: found.placed
      .filter((p) => p.double)
      .map((p) => p.id)
      .sort(),
    gaps: [...found.gaps].sort(),
    outside: [...found.outside].sort(),
  };
}

export const CIRCLE: Readonly<Record<string, Run>> = {
  async entry(_, given) {
    const signed = parse(join(given.parts));
    await checkAuthor(c, state(given.base), signed);
    return { id: entryId(c, state(given.base).circle, signed.entry) };
  },
  async turn(_, given) {
    const signed = parseTurn(canonical.encode(given.turn));
    const after = await apply(c, state(given.base), document(given.base).id, signed);
    return { id: turnId(c, signed.turn), ...summary(after) };
  },
  async genesis(_, given) {
    const after = await genesis(c, parseTurn(canonical.encode(given.turn)));
    return { id: after.circle, ...summary(after) };
  },
  roster(_, given) {
    const blank = { name: "", ed: "", kem: "", frozen: -1, frozen_by: -1, confirmed: false };
    const seats = (given.seats as [number, Seat["roles"], Seat["state"], number][]).map(([seat, roles, status, since]): Seat => ({
      ...blank,
      seat,
      roles,
      state: status,
      since,
    }));
    const at: State = { ...state("pair"), seats };
    const numbers = seats.map((s) => s.seat);
    const sets = Array.from({ length: 2 ** numbers.length }, (_unused, k) => new Set(numbers.filter((_n, i) => (k >> i) & 1)));
    const bits = (action: string, target: number): string =>
      sets.reduce((all, set, k) => all | (hasQuorum(at, action, target, set) ? 1n << BigInt(k) : 0n), 0n).toString(16);
    const quorum: Record<string, Record<string, string>> = {};
    for (const [action, targets] of Object.entries(given.asked as Record<string, number[]>)) {
      quorum[action] = Object.fromEntries(targets.map((t) => [String(t), bits(action, t)]));
    }
    const may = (n: number): boolean[] => [mayAuthor(at, n, 0, true), mayAuthor(at, n, 1, true), mayAuthor(at, n, 1, false)];
    return {
      coordinators: coordinators(at),
      witnesses: witnesses(at),
      final: finalQuorum(at),
      lanes: laneHolders(at),
      authors: Object.fromEntries(numbers.map((n) => [String(n), may(n)])),
      quorum,
    };
  },
  async evidence(_, given) {
    const seat = seatOf(state(given.base), given.seat)!;
    return { holds: await proves(c, state(given.base).circle, given.evidence, seat.ed) };
  },
  async choice(_, given) {
    const turns = (given.turns as string[]).map((name) => document("tree")[name] as SignedTurn);
    const tips: string[] = [];
    for (const all of [turns, [...turns].reverse()]) {
      const tree = new Tree(c, { id: document(given.base).id, state: state(given.base), signed: null });
      for (const signed of all) await tree.add(signed);
      for (const adoption of given.adoptions as AdoptionProof[]) await tree.adopt(adoption);
      tips.push(tree.tip().id);
    }
    if (tips[0] !== tips[1]) throw new Error("the order of arrival mattered");
    return { tip: tips[0] };
  },
  order(_, given) {
    const rest = { v: 1, kind: "talk.said.v1", again: "", day: 20_000, body: {} };
    const full = new Map(
      Object.entries(given.entries as Record<string, Given>).map(([id, fields]) => [id, { ...rest, ...fields } as Entry]),
    );
    const epochs = (given.epochs as Given[]).map((e): Epoch => ({
      turn: e.turn,
      epoch: e.epoch,
      child: e.cut ? "child" : "",
      start: heads(e.start),
      cut: e.cut ? heads(e.cut) : undefined,
    }));
    const ids = [...full.keys()].sort();
    const [one, other] = [arranged(full, ids, epochs), arranged(full, ids.reverse(), epochs)];
    if (JSON.stringify(one) !== JSON.stringify(other)) throw new Error("the order of arrival mattered");
    return one;
  },
};
