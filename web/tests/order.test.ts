/** The incremental order is the order worked out at once, whatever arrives when (PROTOCOL 7.4). */

import { expect, test } from "vitest";
import { arrange, type Epoch, Fold } from "../src/core/order.ts";
import type { Signed } from "../src/core/shapes.ts";

// A small generator of its own, so that a failure can be seen again by its number.
function numbers(seed: number): () => number {
  let at = seed;
  return () => (at = (at * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

function history(next: () => number, size: number): [string, Signed][] {
  const made: [string, Signed][] = [];
  const last = new Map<number, { id: string; n: number }>();
  for (let i = 0; i < size; i++) {
    const seat = Math.floor(next() * 4);
    const head = last.get(seat);
    const seen = [...last].filter(([other]) => other !== seat && next() < 0.4).map(([, h]) => h.id);
    const n = (head?.n ?? 0) + 1 - (next() < 0.05 && head ? 1 : 0); // now and then two at one place
    const id = `id${String(Math.floor(next() * 1e9))}-${i}`;
    const entry = { v: 1, kind: "talk.said.v1", turn: "t", seat, n, prev: head?.id ?? "", seen, again: "", day: 1, body: {} };
    made.push([id, { entry, sig: "" }]);
    last.set(seat, { id, n });
  }
  return made;
}

const TIP: Epoch = { turn: "t", epoch: 3, child: "", start: new Map(), cut: undefined };

test.each(Array.from({ length: 60 }, (_, i) => i))("seed %i", (seed) => {
  const next = numbers(seed + 1);
  const arriving = history(next, 40);
  for (let i = 0; i < arriving.length; i++) {
    const j = Math.max(0, i - Math.floor(next() * 4)); // a little out of order
    [arriving[i], arriving[j]] = [arriving[j]!, arriving[i]!];
  }
  const fold = new Fold();
  const here = new Map<string, Signed>();
  const byTurn = new Map([["t", here]]);
  for (const [id, signed] of arriving) {
    here.set(id, signed);
    if (next() < 0.3) continue;
    const grown = fold.arrange(byTurn, [TIP]);
    const once = arrange(byTurn, [TIP]);
    expect(grown.placed).toEqual(once.placed);
    expect([...grown.gaps].sort()).toEqual([...once.gaps].sort());
  }
});
