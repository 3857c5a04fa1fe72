/**
 * Which entries are in, and in what order (PROTOCOL 7.3–7.5). A function of a set: delivery order never matters.
 *
 * `Fold` keeps what it worked out: an epoch that nothing was added to is not looked at again, and an entry that nobody was
 * waiting for is put in its place alone. So ten thousand entries cost their order once.
 */

import { order } from "./decisions.ts";
import type { Entry, Signed } from "./shapes.ts";

export type Heads = ReadonlyMap<number, readonly [n: number, head: string]>;

/** One epoch on the chosen branch: its turn, number, the heads it started from, and those its child cut it at (undefined: the tip). */
export interface Epoch {
  readonly turn: string;
  readonly epoch: number;
  /** The turn that cut it, "" for the tip. */
  readonly child: string;
  readonly start: Heads;
  readonly cut: Heads | undefined;
}

/** An entry with its id, epoch and computed lamport; `double` when its author wrote another at the same `n`. */
export interface Placed {
  readonly id: string;
  readonly entry: Entry;
  readonly epoch: number;
  readonly lamport: number;
  readonly double: boolean;
}

/** Entries in fold order, the ids that are named but not here, and the ids that fell outside a frontier. */
export interface Arranged {
  readonly placed: readonly Placed[];
  readonly gaps: ReadonlySet<string>;
  readonly outside: ReadonlySet<string>;
}

type Entries = ReadonlyMap<string, Signed>;

class Folded {
  readonly placed: Placed[] = [];
  readonly gaps = new Set<string>();
  readonly outside: string[] = [];
  readonly lamports = new Map<string, number>();
  readonly counts = new Map<number | string, number>();
  readonly child: string;
  constructor(child: string) {
    this.child = child;
  }
}

const NOTHING: Entries = new Map();

export class Fold {
  private epochs = new Map<string, Folded>();
  private whole: Arranged | undefined;

  /**
   * Orders `byTurn` (turn to id to entry in order of arrival, signatures already checked) along the chosen branch.
   * Between two calls entries may only have been added; after anything else call `forget` first.
   */
  arrange(byTurn: ReadonlyMap<string, Entries>, epochs: readonly Epoch[]): Arranged {
    const next = new Map<string, Folded>();
    let changed = this.whole === undefined || epochs.length !== this.epochs.size;
    for (const epoch of epochs) {
      const here = byTurn.get(epoch.turn) ?? NOTHING;
      const before = this.epochs.get(epoch.turn);
      const fits = before?.child === epoch.child ? before : undefined;
      const same = fits !== undefined && fits.placed.length + fits.outside.length === here.size;
      const folded = same ? fits : ((fits && grow(fits, here, epoch)) ?? foldAll(here, epoch));
      changed ||= !same;
      next.set(epoch.turn, folded);
    }
    this.epochs = next;
    if (changed || !this.whole) this.whole = unite([...next.values()]);
    return this.whole;
  }

  forget(): void {
    this.epochs.clear();
    this.whole = undefined;
  }
}

function unite(all: readonly Folded[]): Arranged {
  const gaps = new Set<string>();
  const outside = new Set<string>();
  for (const folded of all) {
    for (const id of folded.gaps) gaps.add(id);
    for (const id of folded.outside) outside.add(id);
  }
  return { placed: all.flatMap((folded) => folded.placed), gaps, outside };
}

function foldAll(here: Entries, epoch: Epoch): Folded {
  const folded = new Folded(epoch.child);
  const inside = epoch.cut ? within(here, epoch.start, epoch.cut, folded.gaps) : here;
  for (const id of here.keys()) if (!inside.has(id)) folded.outside.push(id);
  const starts = new Set([...epoch.start.values()].map(([, head]) => head));
  for (const [id, { entry }] of inside) {
    nameGaps(folded, entry, (other) => inside.has(other) || starts.has(other));
    count(folded, entry);
    lamportOf(id, inside, folded.lamports);
  }
  for (const [id, { entry }] of inside) folded.placed.push(place(folded, id, entry, epoch.epoch));
  folded.placed.sort(byPlace);
  return folded;
}

// Adds what is new to an open epoch; undefined when something that is already placed would change by it.
function grow(folded: Folded, here: Entries, epoch: Epoch): Folded | undefined {
  if (epoch.cut || folded.outside.length || here.size < folded.placed.length) return undefined;
  const starts = new Set([...epoch.start.values()].map(([, head]) => head));
  for (const [id, { entry }] of here) {
    if (folded.lamports.has(id)) continue;
    if (folded.gaps.has(id) || count(folded, entry) > 1) return undefined;
    nameGaps(folded, entry, (other) => folded.lamports.has(other) || starts.has(other));
    folded.lamports.set(id, 1 + Math.max(0, ...before(entry).map((other) => folded.lamports.get(other) ?? 0)));
    const placed = place(folded, id, entry, epoch.epoch);
    let at = folded.placed.length;
    while (at > 0 && byPlace(placed, folded.placed[at - 1]!) < 0) at--;
    folded.placed.splice(at, 0, placed);
  }
  return folded;
}

function within(here: Entries, start: Heads, cut: Heads, gaps: Set<string>): Map<string, Signed> {
  const inside = new Map<string, Signed>();
  for (const [seat, [, head]] of cut) {
    const first = start.get(seat)?.[1] ?? "";
    for (let step = head; step !== "" && step !== first;) {
      const found = here.get(step);
      if (!found) {
        gaps.add(step);
        break;
      }
      if (found.entry.seat !== seat || inside.has(step)) break;
      inside.set(step, found);
      step = found.entry.prev;
    }
  }
  return inside;
}

// A number wherever it can be one: ten thousand texts cost more than all the rest.
const placeOf = ({ seat, n }: Entry): number | string => (seat < 2 ** 20 && n < 2 ** 32 ? seat * 2 ** 32 + n : `${seat} ${n}`);

const before = (entry: Entry): string[] => [entry.prev, ...entry.seen].filter(Boolean);

function nameGaps(folded: Folded, entry: Entry, known: (id: string) => boolean): void {
  if (entry.prev && !known(entry.prev)) folded.gaps.add(entry.prev);
  for (const id of entry.seen) if (id && !known(id)) folded.gaps.add(id);
}

function count(folded: Folded, entry: Entry): number {
  const key = placeOf(entry);
  const n = (folded.counts.get(key) ?? 0) + 1;
  folded.counts.set(key, n);
  return n;
}

const place = (folded: Folded, id: string, entry: Entry, epoch: number): Placed => ({
  id,
  entry,
  epoch,
  lamport: folded.lamports.get(id)!,
  double: (folded.counts.get(placeOf(entry)) ?? 0) > 1,
});

const byPlace = (a: Placed, b: Placed): number => a.lamport - b.lamport || order(a.id, b.id);

// Ids are hashes of what they name, so there are no cycles; an explicit stack keeps long chains off the engine's own.
function lamportOf(start: string, inside: Entries, found: Map<string, number>): void {
  const own = inside.get(start)!.entry;
  if (own.seen.length === 0 && (!own.prev || found.has(own.prev))) {
    found.set(start, 1 + (own.prev ? found.get(own.prev)! : 0)); // most entries, when they come in order
    return;
  }
  const stack = [start];
  while (stack.length) {
    const id = stack.at(-1)!;
    if (found.has(id)) {
      stack.pop();
      continue;
    }
    const known = before(inside.get(id)!.entry).filter((other) => inside.has(other));
    const open = known.filter((other) => !found.has(other));
    if (open.length) stack.push(...open);
    else {
      found.set(id, 1 + Math.max(0, ...known.map((other) => found.get(other)!)));
      stack.pop();
    }
  }
}

/** Orders without keeping anything. */
export const arrange = (byTurn: ReadonlyMap<string, Entries>, epochs: readonly Epoch[]): Arranged => new Fold().arrange(byTurn, epochs);
