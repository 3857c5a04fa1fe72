/** The conversation as lines, and other kinds in fold order for the app's own folds. Pure; incremental through the circle's order. */

import type { Circle } from "./circle.ts";
import { held } from "./pending.ts";
import type { Edited, ObjectRef, Retracted, Said } from "./shapes.ts";
import { unsent } from "./writing.ts";

const MAX_TEXT = 4_000;

/** One thing said. `marks`: edited, double (written twice), again (issued again after a turn). */
export interface Line {
  readonly id: string;
  readonly seat: number;
  readonly name: string;
  readonly day: number;
  readonly epoch: number;
  readonly kind: "said" | "retracted" | "unknown";
  readonly text: string;
  readonly reply: string;
  readonly objects: readonly ObjectRef[];
  readonly marks: readonly ("edited" | "double" | "again")[];
  /** Whether a relay has it. */
  readonly sent: boolean;
}

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
export function conversation(circle: Circle, isOther: (kind: string) => boolean = () => false): Line[] {
  const lines = new Map<string, Line>();
  for (const { placed, name, sent } of shown(circle)) {
    const { entry, id, epoch, double } = placed;
    const origin = entry.again || id;
    const { seat, day, kind } = entry;
    if (kind.startsWith("circle.") || isOther(kind)) continue;
    if (kind === "talk.edited.v1") change(lines, entry.body as unknown as Edited, seat, (line, body) => edited(line, body.text));
    else if (kind === "talk.retracted.v1") change(lines, entry.body as unknown as Retracted, seat, retracted);
    else if (!lines.has(origin)) {
      const said = kind === "talk.said.v1" ? (entry.body as unknown as Said) : undefined;
      const marks = [...(double ? (["double"] as const) : []), ...(entry.again ? (["again"] as const) : [])];
      const blank = { id: origin, seat, name, day, epoch, sent };
      if (said) lines.set(origin, { ...blank, kind: "said", text: clean(said.text), reply: said.reply, objects: said.objects, marks });
      else lines.set(origin, { ...blank, kind: "unknown", text: kind.slice(0, 64), reply: "", objects: [], marks: [] });
    }
  }
  return [...lines.values()];
}

/** Entries whose kind begins with `prefix`, each once, in fold order. */
export function entriesOf(circle: Circle, prefix: string): Told[] {
  const found = new Map<string, Told>();
  for (const { placed, name, sent } of shown(circle)) {
    const { entry, id, epoch, double } = placed;
    if (!entry.kind.startsWith(prefix)) continue;
    const origin = entry.again || id;
    const { seat, day, kind, body } = entry;
    if (!found.has(origin)) found.set(origin, { id: origin, seat, name, day, epoch, kind, body, double, sent });
  }
  return [...found.values()];
}

function* shown(circle: Circle): Generator<{ placed: ReturnType<Circle["arranged"]>["placed"][number]; name: string; sent: boolean }> {
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

function change<B extends { entry: string }>(lines: Map<string, Line>, body: B, seat: number, how: (line: Line, body: B) => Line): void {
  const line = lines.get(body.entry);
  if (line?.seat === seat && line.kind === "said") lines.set(line.id, how(line, body));
}

const retracted = (line: Line): Line => ({ ...line, kind: "retracted", text: "", objects: [] });
const edited = (line: Line, text: string): Line => ({
  ...line,
  text: clean(text),
  marks: [...line.marks.filter((m) => m !== "edited"), "edited"],
});

// Controls but tab and line feed, direction marks and overrides, isolates.
const UNSAFE: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
];

/** `text` without control characters, direction overrides and terminal escapes, at most 4,000 code points. */
export function clean(text: string): string {
  const kept = Array.from(text)
    .slice(0, MAX_TEXT)
    .filter((letter) => {
      const point = letter.codePointAt(0)!;
      return !UNSAFE.some(([low, high]) => low <= point && point <= high);
    });
  return kept.join("");
}
