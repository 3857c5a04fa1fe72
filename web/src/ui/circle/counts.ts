/** What waits for this person in a circle: knocks to answer, decisions to support or carry out, notices not yet read. */

import type { Circle } from "../../core/circle.ts";
import { knocks } from "../../core/inviting.ts";
import type { HeldKnock } from "../../core/local.ts";
import { type Pending, pending } from "../../core/pending.ts";
import { coordinators } from "../../core/roster.ts";

export interface Counts {
  readonly knocks: readonly HeldKnock[];
  readonly decisions: readonly Pending[];
  readonly alarms: number;
  readonly waiting: number;
}

export const isCoordinator = (circle: Circle): boolean => coordinators(circle.state).includes(circle.me.seat);

/** Whether this person can do something about a decision now. */
export function mine(circle: Circle, p: Pending): boolean {
  if (p.proposal.target === circle.me.seat) return false;
  return p.complete ? isCoordinator(circle) : !p.approvers.has(circle.me.seat) && (isCoordinator(circle) || p.proposal.action !== "admit");
}

export function counts(circle: Circle): Counts {
  if (!circle.tree || circle.me.status !== "active") return { knocks: [], decisions: [], alarms: unread(circle), waiting: 0 };
  const open = knocks(circle).filter(
    (k) => k.state === "waiting" || k.state === "offered" || k.state === "promised" || k.state === "ready",
  );
  const decisions = pending(circle).filter((p) => mine(circle, p));
  return { knocks: open, decisions, alarms: unread(circle), waiting: open.length + decisions.length };
}

const unread = (circle: Circle): number => circle.alarms.filter((a) => !a.seen).length;
