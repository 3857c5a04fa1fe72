/** The conversation as lines, and other kinds in fold order for the app's own folds. Pure; incremental through the circle's order. */

import type { Circle } from "./circle.ts";
import { held } from "./pending.ts";
import type { Placed } from "./order.ts";
import { objectRefs } from "./retention.ts";
import { type Edited, isKnownKind, type ObjectRef, type Retracted, type Said } from "./shapes.ts";
import { unsent } from "./writing.ts";

const MAX_TEXT = 4_000;

/**
 * One thing written. `kind`: said, retracted, other (a known kind with a screen of its own, `text` its name), unknown (a newer version's).
 * `marks`: edited, double (written twice), again (issued again after a turn), voice.
 */
export interface Line {
  readonly id: string;
  readonly seat: number;
  readonly name: string;
  readonly day: number;
  readonly epoch: number;
  readonly kind: "said" | "retracted" | "other" | "unknown";
  readonly text: string;
  readonly reply: string;
  readonly objects: readonly ObjectRef[];
  readonly marks: readonly Mark[];
  /** The signed kind and body, for what a screen needs besides: a picture's size, a voice note's length. */
  readonly entryKind: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether a relay has it. */
  readonly sent: boolean;
}

export type Mark = "edited" | "double" | "again" | "voice";

/** An entry of another kind, in fold order; its body is whatever its author signed and must be checked by the fold. */
export interface Told {
  readonly id: string;
  readonly seat: number;
  readonly name: string;
  readonly day: number;
  readonly epoch: number;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly double: boolean;
  readonly sent: boolean;
}

/** Lines in fold order; held entries (of a frozen seat) left out, edits and retractions by their own authors applied. */
export function conversation(circle: Circle): Line[] {
  const lines = new Map<string, Line>();
  for (const { placed, name, sent } of shown(circle)) {
    const { seat, kind, body } = placed.entry;
    if (kind.startsWith("circle.")) continue;
    if (kind === "talk.edited.v1" || kind === "talk.retracted.v1") {
      change(lines, body as unknown as Edited | Retracted, seat);
      continue;
    }
    const id = origin(circle, placed);
    if (lines.has(id)) continue;
    const known = made.get(placed);
    const line = known?.sent === sent && known.name === name ? known : lineOf(placed, id, name, sent);
    made.set(placed, line);
    lines.set(id, line);
  }
  return [...lines.values()];
}

// Lines as they were before anybody changed them: what is placed does not change, so a thousand old lines are made once.
const made = new WeakMap<Placed, Line>();

function lineOf(placed: Placed, id: string, name: string, sent: boolean): Line {
  const { seat, day, kind, body, again } = placed.entry;
  const marks: Mark[] = [];
  if (placed.double) marks.push("double");
  if (again) marks.push("again");
  const content = contentOf(kind, body, objectRefs(placed.entry), marks);
  return { id, seat, name, day, epoch: placed.epoch, sent, entryKind: kind, body, ...content };
}

type Content = Pick<Line, "kind" | "text" | "reply" | "objects" | "marks">;

function contentOf(kind: string, body: unknown, objects: readonly ObjectRef[], marks: Mark[]): Content {
  const { text, reply } = body as Said;
  if (kind === "talk.said.v1" || kind === "talk.shown.v1") return { kind: "said", text: clean(text), reply, objects, marks };
  if (kind === "talk.voiced.v1") return { kind: "said", text: "", reply, objects, marks: [...marks, "voice"] };
  return { kind: isKnownKind(kind) ? "other" : "unknown", text: clean(kind), reply: "", objects, marks: [] };
}

/** The id a line keeps when it is issued again. Nobody takes another's: `again` counts only between entries of one seat. */
function origin(circle: Circle, { id, entry }: Placed): string {
  const first = circle.entries.get(entry.again);
  const foreign = first !== undefined && first.entry.seat !== entry.seat;
  return foreign ? id : entry.again || id;
}

/** Entries whose kind begins with `prefix`, each once, in fold order. */
export function entriesOf(circle: Circle, prefix: string): Told[] {
  const found = new Map<string, Told>();
  for (const { placed, name, sent } of shown(circle)) {
    const { entry, epoch, double } = placed;
    if (!entry.kind.startsWith(prefix)) continue;
    const first = origin(circle, placed);
    const { seat, day, kind, body } = entry;
    if (!found.has(first)) found.set(first, { id: first, seat, name, day, epoch, kind, body, double, sent });
  }
  return [...found.values()];
}

function* shown(circle: Circle): Generator<{ placed: Placed; name: string; sent: boolean }> {
  if (!circle.tree) return;
  const arranged = circle.arranged();
  const hidden = circle.me.status === "active" ? held(circle, arranged) : new Set<string>();
  const waiting = unsent(circle);
  const names = new Map<number, string>();
  for (const placed of arranged.placed) {
    if (hidden.has(placed.id)) continue;
    const { seat } = placed.entry;
    const name = names.get(seat) ?? circle.nameOf(seat);
    names.set(seat, name);
    yield { placed, name, sent: !waiting.has(placed.id) };
  }
}

function change(lines: Map<string, Line>, what: Edited | Retracted, seat: number): void {
  const line = lines.get(what.entry);
  if (!line || line.seat !== seat || line.kind === "retracted") return;
  if (!("text" in what)) lines.set(line.id, { ...line, kind: "retracted", text: "", objects: [], body: {} });
  else if (line.kind === "said" && !line.marks.includes("voice")) {
    lines.set(line.id, { ...line, text: clean(what.text), marks: [...line.marks.filter((m) => m !== "edited"), "edited"] });
  }
}

// Controls but tab and line feed, direction marks and overrides, isolates.
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** `text` without control characters, direction overrides and terminal escapes, at most 4,000 code points. */
export function clean(text: string): string {
  const short = text.length > MAX_TEXT ? Array.from(text).slice(0, MAX_TEXT).join("") : text;
  return short.replace(UNSAFE, "");
}
