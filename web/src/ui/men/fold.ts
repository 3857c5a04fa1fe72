/** The last word, folded from the entries (EVENTS.md 4): each man, who speaks for him, and every day he was heard from. Pure. */

import type { Circle } from "../../core/circle.ts";
import { clean, entriesOf, type Told } from "../../core/reading.ts";
import type { ManCalled, ManChanged, ManConfirmed, ManHanded, ManNamed, Retracted } from "../../gen/shapes.ts";

export interface Word {
  readonly id: string;
  readonly day: number;
  readonly by: number;
  readonly byName: string;
  readonly channel: ManCalled["channel"];
  readonly state: ManCalled["state"];
  readonly note: string;
  /** Filled in by a helper and not yet confirmed by his owner. */
  readonly open: boolean;
  readonly sent: boolean;
}

export interface Man {
  readonly id: string;
  readonly name: string;
  readonly owner: number;
  readonly ownerName: string;
  readonly watched: boolean;
  readonly helpers: ReadonlySet<number>;
  /** Newest day first. */
  readonly words: readonly Word[];
  /** The day he was named, from which silence counts while nobody heard from him. */
  readonly since: number;
}

interface Growing {
  told: Told;
  name: string;
  watched: boolean;
  helpers: Set<number>;
  words: Map<string, Word>;
}

/** Every man in the order he was named. A retracted word counts no more; a body of a wrong form was refused before it came here. */
export function men(circle: Circle): Man[] {
  const found = new Map<string, Growing>();
  const author = new Map<string, number>();
  for (const told of entriesOf(circle, "")) {
    if (told.kind === "talk.retracted.v1") {
      const { entry } = told.body as unknown as Retracted;
      if (author.get(entry) !== told.seat) continue;
      found.delete(entry);
      for (const man of found.values()) man.words.delete(entry);
    } else if (told.kind.startsWith("man.")) {
      author.set(told.id, told.seat);
      take(found, told);
    }
  }
  return [...found.values()].map(finish);
}

function take(found: Map<string, Growing>, told: Told): void {
  const { kind, seat, id } = told;
  if (kind === "man.named.v1") {
    const { name } = told.body as unknown as ManNamed;
    found.set(id, { told, name: clean(name), watched: true, helpers: new Set(), words: new Map() });
    return;
  }
  if (kind === "man.confirmed.v1") {
    const { entry, right } = told.body as unknown as ManConfirmed;
    for (const man of found.values()) {
      const word = man.words.get(entry);
      if (!word || man.told.seat !== seat) continue;
      if (right) man.words.set(entry, { ...word, open: false });
      else man.words.delete(entry);
    }
    return;
  }
  const man = found.get((told.body as unknown as { man: string }).man);
  if (!man) return;
  const owns = man.told.seat === seat;
  if (kind === "man.changed.v1" && owns) {
    const { name, watched } = told.body as unknown as ManChanged;
    [man.name, man.watched] = [clean(name), watched];
  } else if (kind === "man.handed.v1" && owns) {
    const { helper, on } = told.body as unknown as ManHanded;
    if (on) man.helpers.add(helper);
    else man.helpers.delete(helper);
  } else if (kind === "man.called.v1" && (owns || man.helpers.has(seat))) man.words.set(id, wordOf(told, !owns));
}

function wordOf(told: Told, open: boolean): Word {
  const { day, channel, state, note } = told.body as unknown as ManCalled;
  return {
    id: told.id,
    day: Math.min(day, told.day),
    by: told.seat,
    byName: told.name,
    channel,
    state,
    note: clean(note),
    open,
    sent: told.sent,
  };
}

const finish = ({ told, name, watched, helpers, words }: Growing): Man => ({
  id: told.id,
  name,
  owner: told.seat,
  ownerName: told.name,
  watched,
  helpers,
  words: [...words.values()].reverse().sort((a, b) => b.day - a.day),
  since: told.day,
});

/** Whole days since he was last heard from, or since he was named. */
export const silence = (man: Man, today: number): number => Math.max(0, today - (man.words[0]?.day ?? man.since));

/** Those watched, the longest silent first; within a day by name. */
export const board = (all: readonly Man[], today: number): Man[] =>
  all.filter((m) => m.watched).sort((a, b) => silence(b, today) - silence(a, today) || (a.name < b.name ? -1 : 1));
