/** Blocks by hand (PROTOCOL 9.4): a file that carries them as a relay would, for days without any network. */

import * as base64url from "./base64url.ts";
import { ADOPTION, ENTRY, framesOf, type Item, LARGE, OBJECT, pack, sealBlock, SLOTS, SMALL, TURN } from "./block.ts";
import { type Bytes, bytes, concat, utf8 } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import type { Circle } from "./circle.ts";
import type { LogKeys } from "./epoch.ts";
import { BlockRefused, NotAllowed } from "./errors.ts";
import { objectsOf } from "./retention.ts";
import { settle } from "./settle.ts";
import type { AdoptionProof } from "./shapes.ts";
import { SEALED_BYTES } from "./slots.ts";
import { takeBlock } from "./taking.ts";
import type { Node } from "./tree.ts";

const MAGIC = concat(utf8("HOMEWARD"), bytes(1));
const MAX_FILE = 64 * 2 ** 20;
const HEAD = 34;

/** What an import brought: blocks in the file, blocks of this circle, records that were new. */
export interface Brought {
  readonly blocks: number;
  readonly ours: number;
  readonly fresh: number;
}

/** Everything this device can give another member of the circle: turns, slots it has, entries of living epochs. */
export async function exportFile(circle: Circle): Promise<Bytes> {
  if (circle.me.status !== "active") throw new NotAllowed("this device is not in the circle now");
  const parts: Bytes[] = [MAGIC];
  const { relay } = circle.state.relays[0]!;
  const nodes = circle.branch();
  for (const [i, node] of nodes.entries()) {
    for (const log of ["turn", "talk"] as const) {
      const keys = await (log === "turn" ? circle.turnKeys(node.id, relay) : circle.talkKeys(node.id, relay));
      if (!keys) continue;
      const items = await (log === "turn" ? turnsAfter(circle, node, nodes[i + 1]) : talkOf(circle, node));
      for (const plain of pack(items.flatMap(([kind, record]) => framesOf(circle.c, kind, record)))) {
        const block = await sealBlock(circle.c, keys, plain);
        parts.push(bytes(log === "turn" ? 1 : 0), keys.address, bytes(block.length === LARGE ? 1 : 0), block);
      }
    }
  }
  return concat(...parts);
}

async function turnsAfter(circle: Circle, node: Node, child: Node | undefined): Promise<Item[]> {
  const items: Item[] = [];
  if (child?.signed) {
    items.push([TURN, canonical.encode(child.signed)]);
    const slots = (await circle.getBlob("slots-of", child.id)) ?? bytes();
    for (let at = 0; at < slots.length; at += SEALED_BYTES) items.push([SLOTS, slots.slice(at, at + SEALED_BYTES)]);
  }
  for (const [, adoption] of circle.scan<AdoptionProof>("adoption")) {
    if (adoption.parent === node.id) items.push([ADOPTION, canonical.encode(adoption)]);
  }
  return items;
}

async function talkOf(circle: Circle, node: Node): Promise<Item[]> {
  const items: Item[] = [];
  for (const signed of circle.byTurn.get(node.id)?.values() ?? []) {
    items.push([ENTRY, canonical.encode(signed)]);
    for (const object of objectsOf(signed.entry)) {
      const cipher = await circle.getBlob("object", object);
      if (cipher) items.push([OBJECT, cipher]);
    }
  }
  return items;
}

/** Takes in a file of blocks through the same parser as a relay's. Throws BlockRefused for what is not such a file. Inside `vault.write`. */
export async function importFile(circle: Circle, data: Bytes): Promise<Brought> {
  let waiting = readFile(data);
  const blocks = waiting.length;
  let [ours, fresh] = [0, 0];
  for (;;) {
    const logs = await logsOf(circle);
    const mine = waiting.filter(({ address }) => logs.has(address));
    if (!mine.length) return { blocks, ours, fresh };
    waiting = waiting.filter(({ address }) => !logs.has(address));
    for (const { address, block } of mine) fresh += await takeBlock(circle, logs.get(address)!, block);
    ours += mine.length;
    await settle(circle);
  }
}

async function logsOf(circle: Circle): Promise<Map<string, LogKeys>> {
  const found = new Map<string, LogKeys>();
  for (const node of circle.branch()) {
    for (const { relay } of node.state.relays) {
      for (const keys of [await circle.turnKeys(node.id, relay), await circle.talkKeys(node.id, relay)]) {
        if (keys) found.set(base64url.encode(keys.address), keys);
      }
    }
  }
  return found;
}

/** Every line of a file: log kind (0 talk, 1 turn), address, block. Throws BlockRefused for what is not such a file. */
export function readFile(data: Bytes): { log: number; address: string; block: Bytes }[] {
  if (base64url.encode(data.subarray(0, MAGIC.length)) !== base64url.encode(MAGIC)) throw new BlockRefused("file", "not of this program");
  if (data.length > MAX_FILE) throw new BlockRefused("file", `${data.length} bytes, at most ${MAX_FILE}`);
  const found: { log: number; address: string; block: Bytes }[] = [];
  for (let at = MAGIC.length; at < data.length;) {
    const size = [SMALL, LARGE][data[at + 33] ?? 2];
    if (data[at]! > 1 || size === undefined || at + HEAD + size > data.length) throw new BlockRefused("file", "it is cut off or damaged");
    found.push({
      log: data[at]!,
      address: base64url.encode(data.subarray(at + 1, at + 33)),
      block: data.slice(at + HEAD, at + HEAD + size),
    });
    at += HEAD + size;
  }
  return found;
}
