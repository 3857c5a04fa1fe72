/** Blocks of two sizes and the frames inside them (PROTOCOL 4). Knows keys and bytes, not what records mean. */

import * as base64url from "./base64url.ts";
import { type Bytes, bytes, concat, numberAt, u16, zeros } from "./bytes.ts";
import { type Crypto, preimage } from "./crypto.ts";
import type { LogKeys } from "./epoch.ts";
import { BlockRefused, CannotOpen } from "./errors.ts";

export const SMALL = 4_096;
export const LARGE = 12_288;
const NONCE = 12;
const TAG = 16;
const HEADER = 39;
export const ENTRY = 1;
export const TURN = 2;
export const SLOTS = 3;
export const ADOPTION = 4;
export const REPAIR = 5;
export const OBJECT = 6;
export const DOOR = 7;
const RECORD_LIMIT: Readonly<Record<number, number>> = {
  [ENTRY]: 65_536,
  [TURN]: 1_048_576,
  [SLOTS]: 3_699,
  [ADOPTION]: 1_024,
  [REPAIR]: 4_096,
  [OBJECT]: 2_097_152,
  [DOOR]: 1_500_000,
};
const MAX_PENDING = 8_388_608;

export type Item = readonly [kind: number, record: Bytes];

/** A part of a record: kind, the record's SHA-256 (base64url), which part of how many, and its bytes. */
export interface Frame {
  readonly kind: number;
  readonly id: string;
  readonly index: number;
  readonly count: number;
  readonly data: Bytes;
}

/** `record` cut into frames. Throws BlockRefused for one that is too large. */
export function framesOf(c: Crypto, kind: number, record: Bytes): Frame[] {
  if (record.length > (RECORD_LIMIT[kind] ?? 0)) throw new BlockRefused("large", `${record.length} bytes, at most ${RECORD_LIMIT[kind]}`);
  const id = base64url.encode(c.sha256(record));
  const room = LARGE - NONCE - TAG - HEADER;
  const count = Math.max(1, Math.ceil(record.length / room));
  return Array.from({ length: count }, (_, index) => ({
    kind,
    id,
    index,
    count,
    data: record.subarray(index * room, (index + 1) * room),
  }));
}

/** Plaintexts of blocks that carry `frames` in order, each padded to a small or a large block. */
export function pack(frames: Iterable<Frame>): Bytes[] {
  const plains: Bytes[] = [];
  let current: Bytes[] = [];
  let size = 0;
  const close = (): void => {
    if (size) plains.push(pad(concat(...current)));
    current = [];
    size = 0;
  };
  for (const frame of frames) {
    const raw = encodeFrame(frame);
    if (size && size + raw.length > room(SMALL)) close();
    current.push(raw);
    size += raw.length;
  }
  close();
  return plains;
}

/** The frames of a block's plaintext. Throws BlockRefused for a malformed one. */
export function unpack(plain: Bytes): Frame[] {
  const frames: Frame[] = [];
  let at = 0;
  while (at < plain.length && plain[at]) {
    if (at + HEADER > plain.length) throw new BlockRefused("frame", "runs over the block");
    const [index, count, length] = [numberAt(plain, at + 33, 2), numberAt(plain, at + 35, 2), numberAt(plain, at + 37, 2)];
    const [kind, id] = [plain[at]!, base64url.encode(plain.subarray(at + 1, at + 33))];
    at += HEADER;
    if (at + length > plain.length || index >= count || !length) throw new BlockRefused("frame", "contradicts itself");
    frames.push({ kind, id, index, count, data: plain.slice(at, at + length) });
    at += length;
  }
  if (plain.subarray(at).some(Boolean)) throw new BlockRefused("padding", "is not zero");
  return frames;
}

/** A block of `plain` under the log's content key, bound to the log's address. */
export async function sealBlock(c: Crypto, log: LogKeys, plain: Bytes): Promise<Bytes> {
  const nonce = c.random(NONCE);
  return concat(nonce, await c.encrypt(log.content, nonce, plain, aad(log.address)));
}

/** The plaintext of a block. Throws BlockRefused when it was made for another log or changed. */
export async function openBlock(c: Crypto, log: LogKeys, block: Bytes): Promise<Bytes> {
  if (block.length !== SMALL && block.length !== LARGE) throw new BlockRefused("size", String(block.length));
  try {
    return await c.decrypt(log.content, block.subarray(0, NONCE), block.subarray(NONCE), aad(log.address));
  } catch (error) {
    if (error instanceof CannotOpen) throw new BlockRefused("key", "it does not open with this log's key");
    throw error;
  }
}

/** Puts records together from frames that come in any order, within a limit on what is pending. */
export class Assembly {
  private readonly pending = new Map<string, Map<number, Frame>>();
  private held = 0;

  /** The record when `frame` completes one; frames that contradict what is held are ignored. */
  add(c: Crypto, frame: Frame): Item | undefined {
    const limit = RECORD_LIMIT[frame.kind];
    if (limit === undefined) return undefined;
    const whole = (record: Bytes): Item | undefined =>
      record.length <= limit && base64url.encode(c.sha256(record)) === frame.id ? [frame.kind, record] : undefined;
    if (frame.count === 1) return whole(frame.data);
    if (frame.count > Math.floor(limit / 1_024) + 1 || this.held + frame.data.length > MAX_PENDING) return undefined;
    const parts = this.pending.get(frame.id) ?? new Map<number, Frame>();
    this.pending.set(frame.id, parts);
    for (const other of parts.values()) if (other.kind !== frame.kind || other.count !== frame.count) return undefined;
    if (parts.has(frame.index)) return undefined;
    parts.set(frame.index, frame);
    this.held += frame.data.length;
    if (parts.size < frame.count) return undefined;
    const record = concat(...Array.from({ length: frame.count }, (_, i) => parts.get(i)!.data));
    this.held -= record.length;
    this.pending.delete(frame.id);
    return whole(record);
  }
}

function encodeFrame(frame: Frame): Bytes {
  const head = [bytes(frame.kind), base64url.decode(frame.id, 32), u16(frame.index), u16(frame.count), u16(frame.data.length)];
  return concat(...head, frame.data);
}

const room = (size: number): number => size - NONCE - TAG;

function pad(plain: Bytes): Bytes {
  const padded = zeros(room(plain.length <= room(SMALL) ? SMALL : LARGE));
  padded.set(plain);
  return padded;
}

const aad = (address: Bytes): Bytes => preimage("homeward/block/v1", address);
