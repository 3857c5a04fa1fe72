/**
 * Fetching slots without showing which seat one has (S6): where a turn log holds more slots than a small circle's, all large blocks
 * (turns), then of each long run of small ones this seat's and three fixed decoys, and what stands alone.
 */

import { SMALL } from "./block.ts";
import { type Bytes, numberAt, utf8, zeros } from "./bytes.ts";
import type { Circle } from "./circle.ts";
import { hashOf } from "./crypto.ts";
import type { LogKeys } from "./epoch.ts";
import type { Cursor } from "./local.ts";
import type { IndexLine, Mailbox, Page } from "./mailbox.ts";
import { takeBlock } from "./taking.ts";

const DECOYS = 3;
const FETCH_ALL = 16;
const SLOTS_A_BLOCK = 3;

/** The next page of a large circle's turn log, undefined where everything is simply read. Locks by itself. */
export async function sparsePage(circle: Circle, mailbox: Mailbox, keys: LogKeys, cursor: Cursor): Promise<Page | undefined> {
  if (circle.state.seats.length <= FETCH_ALL * 2) return undefined;
  const lines = await mailbox.index(keys, cursor.position);
  if (lines.filter((line) => line.size === SMALL).length <= FETCH_ALL) return undefined;
  const fetched = new Map<number, Bytes>();
  const fetch = async (position: number): Promise<void> => {
    const block = fetched.get(position) ?? (await mailbox.fetch(keys, position));
    fetched.set(position, block);
    await circle.vault.write(() => takeBlock(circle, keys, block));
  };
  for (const line of lines) if (line.size !== SMALL) await fetch(line.position);
  for (const run of runsOf(lines)) {
    const wanted = run.length <= FETCH_ALL ? run : await ownAndDecoys(circle, keys, run, fetch);
    for (const position of wanted) await fetch(position);
  }
  const next = lines.at(-1)!.position + 1;
  const blocks = [...fetched].sort(([a], [b]) => a - b).map(([, block]) => block);
  return { first: next - blocks.length, head: zeros(0), blocks, next, closed: false };
}

function runsOf(lines: readonly IndexLine[]): number[][] {
  const runs: number[][] = [];
  for (const { position, size } of lines) {
    if (size !== SMALL) continue;
    const run = runs.at(-1);
    if (run?.at(-1) === position - 1) run.push(position);
    else runs.push([position]);
  }
  return runs;
}

/** Fetches this seat's slot block; positions of three decoys that never change for this log, or everything if it is not there. */
async function ownAndDecoys(
  circle: Circle,
  keys: LogKeys,
  run: readonly number[],
  fetch: (position: number) => Promise<void>,
): Promise<readonly number[]> {
  await fetch(run[0]!); // the end of the turn's own bytes may be a small block
  for (const node of circle.trunk.nodes.values()) {
    const table = node.signed?.turn.slots;
    if (!table?.length || circle.keys.has(node.id)) continue;
    const own = table.findIndex(([seat]) => seat === circle.me.seat);
    if (own < 0 || Math.ceil(table.length / SLOTS_A_BLOCK) > run.length) continue;
    for (const place of [Math.floor(own / SLOTS_A_BLOCK), Math.floor(own / SLOTS_A_BLOCK) + 1]) {
      if (place >= run.length) continue;
      await fetch(run[place]!);
      if (!circle.slots.has(table[own]![1])) continue;
      const hash = hashOf(circle.c, "homeward/decoy/v1", utf8(circle.me.ref), keys.address);
      const [seed, stride] = [numberAt(hash, 0, 6), Math.floor(run.length / DECOYS) + 1];
      return Array.from({ length: DECOYS }, (_, i) => run[(seed + i * stride) % run.length]!);
    }
  }
  return run;
}
