/** Polls and pins, folded from the entries (EVENTS.md 3). Pure. */

import type { Circle } from "../../core/circle.ts";
import { clean, entriesOf, type Line } from "../../core/reading.ts";
import { coordinators } from "../../core/roster.ts";
import type { Asked, Pinned, PollClosed, Voted } from "../../gen/shapes.ts";

const MOST_PINS = 20;

export interface Poll {
  readonly question: string;
  readonly answers: readonly string[];
  readonly many: boolean;
  readonly closed: boolean;
  /** By answer: who chose it. */
  readonly votes: readonly (readonly string[])[];
  readonly mine: ReadonlySet<number>;
}

/** The poll that `line` asked. */
export function pollOf(circle: Circle, line: Line): Poll {
  const { question, answers, many } = line.body as unknown as Asked;
  const by = new Map<number, { name: string; chosen: readonly number[] }>();
  let closed = false;
  for (const { kind, body, seat, name } of entriesOf(circle, "talk.")) {
    if ((body as { poll?: string }).poll !== line.id) continue;
    if (
      kind === "talk.poll_closed.v1" &&
      (body as unknown as PollClosed).poll &&
      (seat === line.seat || coordinators(circle.state).includes(seat))
    )
      closed = true;
    if (kind !== "talk.voted.v1" || closed) continue;
    const places = [...new Set((body as unknown as Voted).answers)].filter((n) => n < answers.length);
    by.set(seat, { name, chosen: many ? places : places.slice(0, 1) });
  }
  const votes = answers.map((_, n) => [...by.values()].filter((v) => v.chosen.includes(n)).map((v) => v.name));
  return { question: clean(question), answers: answers.map(clean), many, closed, votes, mine: new Set(by.get(circle.me.seat)?.chosen) };
}

/** Ids of pinned entries, the newest pin first. */
export function pins(circle: Circle): string[] {
  const on = new Map<string, boolean>();
  for (const { body } of entriesOf(circle, "talk.pinned.")) {
    const pin = body as unknown as Pinned;
    on.delete(pin.entry);
    on.set(pin.entry, pin.on);
  }
  return [...on]
    .filter(([, is]) => is)
    .map(([id]) => id)
    .reverse()
    .slice(0, MOST_PINS);
}
