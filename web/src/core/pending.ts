/** What the circle is deciding: proposals with their approvals, as this device knows them (PROTOCOL 5.4, 5.9). */

import type { Circle } from "./circle.ts";
import { order } from "./decisions.ts";
import type { Arranged } from "./order.ts";
import { coordinators, hasQuorum, seatOf } from "./roster.ts";
import type { Approve, Proposal, Signed } from "./shapes.ts";
import { push } from "./tree.ts";

/** A living proposal: entry id, body, who proposed, who stands behind it, and whether that suffices now. */
export interface Pending {
  readonly id: string;
  readonly proposal: Proposal;
  readonly proposer: number;
  readonly approvers: ReadonlySet<number>;
  readonly complete: boolean;
}

/** All living proposals, by (proposer, n, id). */
export function pending(circle: Circle): Pending[] {
  const { state } = circle;
  const spent = new Set([...state.done.map(([id]) => id), ...state.waiting.map((w) => w.id)]);
  const behind = new Map<string, number[]>();
  const proposals: { id: string; proposal: Proposal; proposer: number; n: number }[] = [];
  for (const [id, { entry }] of circle.living()) {
    if (!entry.kind.startsWith("circle.") || !counts(circle, entry.seat)) continue;
    if (entry.kind === "circle.propose.v1" && !spent.has(id)) {
      proposals.push({ id, proposal: entry.body as unknown as Proposal, proposer: entry.seat, n: entry.n });
      push(behind, id, entry.seat);
    } else if (entry.kind === "circle.approve.v1") push(behind, (entry.body as unknown as Approve).proposal, entry.seat);
  }
  proposals.sort((a, b) => a.proposer - b.proposer || a.n - b.n || order(a.id, b.id));
  return proposals.map(({ id, proposal, proposer }) => {
    const approvers = new Set(behind.get(id));
    return { id, proposal, proposer, approvers, complete: hasQuorum(state, proposal.action, proposal.target, approvers) };
  });
}

/** Living vetoes against what waits. */
export function vetoes(circle: Circle): Signed[] {
  const waiting = new Set(circle.state.waiting.map((w) => w.id));
  const found = new Map<string, Signed>();
  for (const [, signed] of living(circle, "circle.veto.v1")) {
    const { proposal } = signed.entry.body as unknown as Approve;
    const key = `${signed.entry.seat} ${proposal}`;
    if (waiting.has(proposal) && !found.has(key)) found.set(key, signed);
  }
  return [...found.values()];
}

/** This epoch's rotations, one a seat (two are evidence). */
export function rotations(circle: Circle): Signed[] {
  const found = new Map<number, Signed[]>();
  for (const [, signed] of living(circle, "circle.rotate.v1")) {
    if (signed.entry.turn === circle.here.id) push(found, signed.entry.seat, signed);
  }
  return [...found.values()].filter((all) => all.length === 1).map(([one]) => one!);
}

/** Ids of entries held back by an approved freeze: the target's, unless the freeze knew them (PROTOCOL 7.6). */
export function held(circle: Circle, arranged: Arranged): Set<string> {
  const hidden = new Set<string>();
  const chairs = coordinators(circle.state);
  const alone = new Set(circle.state.seats.filter((s) => s.state === "frozen" && !s.confirmed).map((s) => s.frozen_by));
  for (const p of pending(circle)) {
    if (p.proposal.action !== "freeze" || !p.complete) continue;
    if (!chairs.some((seat) => p.approvers.has(seat))) {
      if (alone.has(p.proposer)) continue; // one outstanding per proposer holds here too: two members may not silence everybody
      alone.add(p.proposer);
    }
    const before = past(circle, p);
    for (const { id, entry } of arranged.placed) {
      if (entry.seat === p.proposal.target && entry.turn === circle.here.id && !before.has(id)) hidden.add(id);
    }
  }
  return hidden;
}

/** Living entries of an admin kind by seats that count, in order of id. */
export function living(circle: Circle, kind: string): [string, Signed][] {
  const found = [...circle.living()].filter(([, { entry }]) => entry.kind === kind && counts(circle, entry.seat));
  return found.sort((a, b) => order(a[0], b[0]));
}

const counts = (circle: Circle, seat: number): boolean => seatOf(circle.state, seat)?.state === "active";

function past(circle: Circle, freeze: Pending): Set<string> {
  const stack = [freeze.id];
  for (const [id, { entry }] of living(circle, "circle.approve.v1")) {
    if ((entry.body as unknown as Approve).proposal === freeze.id) stack.push(id);
  }
  const seen = new Set<string>();
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const entry = circle.entries.get(id)?.entry;
    if (!entry || seen.has(id)) continue;
    seen.add(id);
    stack.push(...[entry.prev, ...entry.seen].filter(Boolean));
  }
  return seen;
}
