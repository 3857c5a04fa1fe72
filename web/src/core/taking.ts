/** Taking in what a log brings: blocks, frames, records. Everything here may come from an enemy; nothing here trusts it. Inside `vault.write`. */

import * as base64url from "./base64url.ts";
import { ADOPTION, ENTRY, type Frame, OBJECT, openBlock, REPAIR, SLOTS, TURN, unpack } from "./block.ts";
import type { Bytes } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import type { Circle } from "./circle.ts";
import { checkAuthor, entryId, parse } from "./entry.ts";
import type { LogKeys } from "./epoch.ts";
import { BlockRefused, HomewardError, NotCanonical } from "./errors.ts";
import { parseTurn, turnId } from "./naming.ts";
import { bucketOf } from "./retention.ts";
import { type AdoptionProof, checkAdoption, checkRepair, type Signed, type SignedTurn } from "./shapes.ts";
import { SEALED_BYTES } from "./slots.ts";
import { push } from "./tree.ts";

const TALK_KINDS: ReadonlySet<number> = new Set([ENTRY, OBJECT]);
const TURN_KINDS: ReadonlySet<number> = new Set([TURN, SLOTS, ADOPTION, REPAIR]);
const MAX_LATE = 64;
const MAX_REPAIRS = 16;

/** Takes in one block of a log. How many new records it completed; 0 for what does not open or is malformed. */
export async function takeBlock(circle: Circle, keys: LogKeys, block: Bytes): Promise<number> {
  const log = base64url.encode(keys.address);
  let frames: Frame[];
  try {
    frames = unpack(await openBlock(circle.c, keys, block));
  } catch (error) {
    if (error instanceof BlockRefused) return 0;
    throw error;
  }
  const wanted = keys.writer.length ? TALK_KINDS : TURN_KINDS;
  let done = 0;
  for (const frame of frames) {
    if (!wanted.has(frame.kind)) continue;
    if (frame.count > 1) {
      const { data, ...rest } = frame;
      circle.put("frame", place(log, frame, frame.index), rest);
      circle.putBlob("frame", place(log, frame, frame.index), data);
    }
    const item = circle.assembly(log).add(circle.c, frame);
    if (!item) continue;
    for (let index = 0; frame.count > 1 && index < frame.count; index++) {
      circle.drop("frame", place(log, frame, index));
      circle.vault.deleteBlob(circle.kind("frame"), place(log, frame, index));
    }
    if (await takeRecord(circle, ...item)) done++;
  }
  return done;
}

const place = (log: string, frame: Frame, index: number): string => `${log}:${frame.id}:${index}`;

/** Takes in one record; whether it was new and valid. */
export async function takeRecord(circle: Circle, kind: number, record: Bytes): Promise<boolean> {
  try {
    if (kind === ENTRY) return await takeEntry(circle, record);
    if (kind === TURN) return await takeTurn(circle, record);
    if (kind === SLOTS) return takeSlots(circle, record);
    if (kind === ADOPTION) return await takeAdoption(circle, record);
    if (kind === REPAIR) return takeRepair(circle, record);
    if (kind === OBJECT) return circle.keepObject(base64url.encode(circle.c.sha256(record)), record);
  } catch (error) {
    if (!(error instanceof HomewardError)) throw error;
    circle.alarm("refused", error instanceof NotCanonical ? "form" : error.reason);
  }
  return false;
}

const takeEntry = (circle: Circle, record: Bytes): Promise<boolean> => keep(circle, parse(record));

async function keep(circle: Circle, signed: Signed): Promise<boolean> {
  const node = circle.trunk.nodes.get(signed.entry.turn);
  if (!node || node.state.epoch < circle.me.since) return false;
  const id = entryId(circle.c, node.state.circle, signed.entry);
  if (circle.entries.has(id)) return false;
  await checkAuthor(circle.c, node.state, signed);
  if (signed.entry.seat === circle.me.seat) circle.alarm("second-device");
  circle.keepEntry(id, signed, bucketOf(signed.entry, circle.around.today()));
  return true;
}

async function takeTurn(circle: Circle, record: Bytes): Promise<boolean> {
  const signed = parseTurn(record);
  const tree = circle.trunk;
  const { parent } = signed.turn;
  let late = 0;
  for (const all of tree.waiting.values()) late += all.length;
  if (late >= MAX_LATE && !tree.nodes.has(parent)) return false;
  const known = tree.refused.size;
  const grown = await tree.add(signed);
  for (const node of grown) {
    circle.saveNode(node);
    circle.drop("late", node.id);
    await takeCarried(circle, node.signed);
  }
  const id = turnId(circle.c, signed.turn);
  if (!grown.length && !tree.nodes.has(parent)) circle.put("late", id, signed);
  const refusal = tree.refused.get(`${id} ${signed.sig}`);
  if (tree.refused.size > known && refusal) {
    circle.alarm("turn-refused", `${circle.nameOf(signed.turn.author)}: ${refusal.message}`);
  }
  const fresh = new Set(grown.map((node) => node.id));
  for (const [, adoption] of circle.scan<AdoptionProof>("adoption")) if (fresh.has(adoption.parent)) await tree.adopt(adoption);
  if (grown.length) circle.version++;
  return grown.length > 0;
}

/** A turn carries its decisions as whole entries: where a log was closed before one was posted, this is how it arrives. */
async function takeCarried(circle: Circle, signed: SignedTurn | null): Promise<void> {
  if (!signed) return;
  const { proposals, approvals, vetoes, rotations } = signed.turn;
  for (const entry of [...proposals, ...approvals, ...vetoes, ...rotations]) await keep(circle, entry);
}

function takeSlots(circle: Circle, record: Bytes): boolean {
  if (record.length % SEALED_BYTES) throw new BlockRefused("slots", "of another size");
  const entered = new Set<string>(); // a relay may bring the slots of a turn this device is past again and again
  for (const turn of circle.keys.keys()) for (const [, hash] of circle.trunk.nodes.get(turn)?.signed?.turn.slots ?? []) entered.add(hash);
  let fresh = false;
  for (let at = 0; at < record.length; at += SEALED_BYTES) {
    const sealed = record.slice(at, at + SEALED_BYTES);
    const name = base64url.encode(circle.c.sha256(sealed));
    if (entered.has(name) || circle.slots.has(name)) continue;
    circle.slots.set(name, sealed);
    circle.put("slot", name, base64url.encode(sealed));
    fresh = true;
  }
  return fresh;
}

async function takeAdoption(circle: Circle, record: Bytes): Promise<boolean> {
  const adoption = canonical.decode(record, checkAdoption, 1_024);
  const name = `${adoption.parent}:${adoption.seat}:${adoption.child}`;
  if (circle.get("adoption", name)) return false;
  if (circle.trunk.nodes.has(adoption.parent) && !(await circle.trunk.adopt(adoption))) return false;
  circle.put("adoption", name, adoption);
  return true;
}

function takeRepair(circle: Circle, record: Bytes): boolean {
  const repair = canonical.decode(record, checkRepair, 4_096);
  base64url.decode(repair.sealed, SEALED_BYTES);
  const known = circle.repairs.get(repair.turn) ?? [];
  const repeated = known.some((other) => other.sealed === repair.sealed && other.by === repair.by);
  if (repair.seat !== circle.me.seat || repeated || known.length >= MAX_REPAIRS) return false;
  circle.put("repair", `${repair.turn}:${known.length + 1}`, repair);
  push(circle.repairs, repair.turn, repair);
  return true;
}
