/** Making this seat's own entries and putting records into the outbox (PROTOCOL 7.2, 9.1). Inside `vault.write`. */

import { ADOPTION, ENTRY, framesOf, type Item, OBJECT, pack, REPAIR, sealBlock, SLOTS, SMALL, LARGE, TURN } from "./block.ts";
import { sealNote } from "./boxes.ts";
import { type Bytes, bytes, concat } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import type { Circle } from "./circle.ts";
import { order } from "./decisions.ts";
import { checkBody, entryId, signEntry } from "./entry.ts";
import { EntryRefused, NotAllowed, TooMuch } from "./errors.ts";
import type { Draft, OutItem } from "./local.ts";
import { bucketOf, objectsOf } from "./retention.ts";
import { seatOf } from "./roster.ts";
import { ADMIN, type Entry, type Note } from "./shapes.ts";

const MAX_SEEN = 16;
const TURN_LOG: ReadonlySet<number> = new Set([TURN, SLOTS, ADOPTION, REPAIR]);

/** Signs an entry of this seat, keeps it, and puts it (after its objects' ciphertexts) into the outbox. Its id. */
export async function write(circle: Circle, kind: string, body: object, again = "", objects: readonly Bytes[] = []): Promise<string> {
  if (circle.seat.state !== "active") throw new NotAllowed("your seat is frozen");
  const [n, prev] = ownHead(circle);
  const day = circle.around.today();
  const entry: Entry = {
    v: 1,
    kind,
    turn: circle.here.id,
    seat: circle.me.seat,
    n: n + 1,
    prev,
    seen: newHeads(circle),
    again,
    day,
    body: body as Record<string, unknown>,
  };
  fits(entry);
  const signed = await signEntry(circle.state.circle, entry, await circle.signing());
  const id = entryId(circle.c, circle.state.circle, entry);
  circle.keepEntry(id, signed, bucketOf(entry, day));
  const records: Item[] = objects.map((object) => [OBJECT, object]);
  await putOut(circle, circle.here.id, [...records, [ENTRY, canonical.encode(signed)]], id);
  return id;
}

// Nothing leaves this device that others would refuse.
function fits(entry: Entry): void {
  try {
    checkBody(entry);
  } catch (error) {
    if (error instanceof EntryRefused) throw new TooMuch(error.detail);
    throw error;
  }
}

/** Sends `note` to some seats only, inside an ordinary entry. Seats that are gone are left out. */
export async function writeNote(circle: Circle, note: Note, receivers: Iterable<number>, again = ""): Promise<string> {
  const seats = [...new Set(receivers)].map((r) => seatOf(circle.state, r)).filter((s) => s?.state === "active");
  const kems = seats.map((s) => s!.kem);
  const sealed = await sealNote(circle.c, note, circle.state.circle, circle.here.id, circle.me.seat, kems);
  const id = await write(circle, "circle.sealed.v1", sealed, again);
  const draft: Draft = { note: canonical.text(note), receivers: seats.map((s) => s!.seat) };
  circle.drafts.set(id, draft);
  circle.put("draft", id, draft);
  return id;
}

/** (n, id) of this seat's last entry on this branch; (0, "") before the first. */
export function ownHead(circle: Circle): readonly [number, string] {
  const start = circle.state.heads.find(([seat]) => seat === circle.me.seat);
  let head: readonly [number, string] = start ? [start[1], start[2]] : [0, ""];
  for (const [id, { entry }] of circle.current()) {
    if (entry.seat === circle.me.seat && later([entry.n, id], head)) head = [entry.n, id];
  }
  return head;
}

/** Heads of other seats in this epoch that this seat has not named yet, at most sixteen. */
export function newHeads(circle: Circle): string[] {
  const last = new Map<number, readonly [number, string]>();
  const named = new Set<string>();
  for (const [id, { entry }] of circle.current()) {
    if (entry.seat === circle.me.seat) for (const seen of entry.seen) named.add(seen);
    else if (later([entry.n, id], last.get(entry.seat) ?? [0, ""])) last.set(entry.seat, [entry.n, id]);
  }
  const heads = [...last.values()].map(([, id]) => id).filter((id) => !named.has(id));
  return heads.sort().slice(0, MAX_SEEN);
}

const later = (a: readonly [number, string], b: readonly [number, string]): boolean => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);

/** Seals records for every relay of the epoch and keeps the blocks until they are posted: the same bytes at every try. The item's number. */
export async function putOut(circle: Circle, turn: string, records: readonly Item[], entry = "", byLane = false): Promise<number> {
  const log = TURN_LOG.has(records[0]![0]) ? "turn" : "talk";
  const plains = pack(records.flatMap(([kind, record]) => framesOf(circle.c, kind, record)));
  const number = (circle.get<number>("counter", "out") ?? 0) + 1;
  circle.put("counter", "out", number);
  const blocks: Record<string, string> = {};
  let size = 0;
  for (const { relay } of circle.trunk.nodes.get(turn)!.state.relays) {
    const keys = await (log === "turn" ? circle.turnKeys(turn, relay) : circle.talkKeys(turn, relay));
    if (!keys) continue;
    const sealed = joined(await Promise.all(plains.map((plain) => sealBlock(circle.c, keys, plain))));
    blocks[relay] = `${number}:${relay}`;
    circle.putBlob("out", blocks[relay], sealed);
    size = sealed.length;
  }
  const item: OutItem = { number, turn, log, byLane: byLane || log === "turn", entry, blocks, posted: [], done: {}, size };
  circle.out.set(number, item);
  circle.put("out", String(number), item);
  return number;
}

const joined = (blocks: readonly Bytes[]): Bytes => concat(...blocks.flatMap((b) => [bytes(b.length === LARGE ? 1 : 0), b]));

/** The blocks of an outbox blob. */
export function blocksOf(blob: Bytes): Bytes[] {
  const found: Bytes[] = [];
  for (let at = 0; at < blob.length;) {
    const size = blob[at] ? LARGE : SMALL;
    found.push(blob.slice(at + 1, at + 1 + size));
    at += 1 + size;
  }
  return found;
}

/** Ids of entries that no relay has yet. */
export function unsent(circle: Circle): Set<string> {
  const found = new Set<string>();
  for (const item of circle.out.values()) if (item.entry && !item.posted.length) found.add(item.entry);
  return found;
}

/** After a turn: issues again what fell outside its frontier, and posts living decisions in the new epoch (PROTOCOL 6.5). */
export async function writeAgain(circle: Circle): Promise<void> {
  const placed = new Set(circle.arranged().placed.map((p) => p.id));
  const own = [...circle.entries].map(([id, s]) => [id, s.entry] as const).filter(([, e]) => e.seat === circle.me.seat);
  const renewed = new Set(own.map(([, e]) => e.again).filter(Boolean));
  const live = new Set(circle.liveTurns());
  const spent = new Set<unknown>([...circle.state.done.map(([id]) => id), ...circle.state.waiting.map((w) => w.id)]);
  for (const [id, entry] of own.sort((a, b) => a[1].n - b[1].n || order(a[0], b[0]))) {
    if (entry.turn === circle.here.id || entry.kind === "circle.rotate.v1") continue;
    if (ADMIN.has(entry.kind)) {
      if (live.has(entry.turn) && !spent.has(id) && !spent.has(entry.body["proposal"])) {
        await putOut(circle, circle.here.id, [[ENTRY, canonical.encode(circle.entries.get(id)!)]], id);
      }
    } else if (!placed.has(id) && !renewed.has(id) && entry.kind !== "circle.here.v1") await renew(circle, id, entry);
  }
}

async function renew(circle: Circle, id: string, entry: Entry): Promise<void> {
  const origin = entry.again || id;
  const draft = circle.drafts.get(id);
  if (draft) {
    await writeNote(circle, JSON.parse(draft.note) as Note, draft.receivers, origin);
    circle.drafts.delete(id);
    circle.drop("draft", id);
  } else if (entry.kind !== "circle.sealed.v1") {
    const ciphers = await Promise.all(objectsOf(entry).map((object) => circle.getBlob("object", object)));
    await write(
      circle,
      entry.kind,
      entry.body,
      origin,
      ciphers.filter((x) => x !== undefined),
    );
  }
}
