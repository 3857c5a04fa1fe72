/** The relay's binary requests and answers (PROTOCOL 10). Shapes and bytes only. */

import { type Bytes, bytes, concat, numberAt, u32, u64, utf8 } from "../core/bytes.ts";
import { LARGE, SMALL } from "../core/block.ts";
import { preimage } from "../core/crypto.ts";
import type { LogKeys } from "../core/epoch.ts";
import { WireMalformed } from "../core/errors.ts";
import type { IndexLine, Page } from "../core/mailbox.ts";

export const MAX_APPEND_BLOCKS = 64;

/** Takes fields off the front of an answer. */
class Reader {
  private at = 0;
  private readonly data: Bytes;
  constructor(data: Bytes) {
    this.data = data;
  }

  take(size: number): Bytes {
    if (this.at + size > this.data.length) throw new WireMalformed("the answer ends too early");
    this.at += size;
    return this.data.slice(this.at - size, this.at);
  }

  number(size: number): number {
    const n = numberAt(this.take(size), 0, size);
    if (!Number.isSafeInteger(n)) throw new WireMalformed("a number too large");
    return n;
  }

  /** One byte that is 0 or 1. */
  flag(): boolean {
    const n = this.number(1);
    if (n > 1) throw new WireMalformed("a flag that is neither 0 nor 1");
    return n === 1;
  }

  end(): void {
    if (this.at !== this.data.length) throw new WireMalformed("bytes after the end");
  }
}

export const createBody = (log: LogKeys, nonce: number | bigint, code: string): Bytes => {
  const text = utf8(code);
  const head = bytes(log.writer.length / 32, log.lanes.length);
  return concat(head, log.writer, ...log.lanes, log.reader, u64(nonce), bytes(text.length), text);
};

/** `key` is 0 for the writer, 1…16 for a lane. */
export const appendBody = (log: LogKeys, key: number, signature: Bytes, blocks: readonly Bytes[]): Bytes =>
  concat(log.address, bytes(key), signature, bytes(blocks.length), ...blocks.flatMap((b) => [bytes(b.length === LARGE ? 1 : 0), b]));

/** For /v1/read, /v1/index, /v1/fetch (with `offset`), /v1/wait, /v1/status and /v1/news. */
export const readBody = (log: LogKeys, position: number, amount: number, offset = 0): Bytes =>
  concat(log.address, log.token, u64(position), u32(amount), u32(offset));

export const closeBody = (log: LogKeys, key: number, signature: Bytes): Bytes => concat(log.address, bytes(key), signature);

export const appendMessage = (relay: Bytes, address: Bytes, hashes: readonly Bytes[]): Bytes =>
  preimage("homeward/append/v1", relay, address, concat(bytes(), ...hashes));

export const closeMessage = (relay: Bytes, address: Bytes): Bytes => preimage("homeward/close/v1", relay, address);

export const workMessage = (address: Bytes, nonce: number | bigint): Bytes => preimage("homeward/work/v1", address, u64(nonce));

export function readPage(data: Bytes): Page {
  const r = new Reader(data);
  const [first, head, next, closed, count] = [r.number(8), r.take(32), r.number(8), r.flag(), r.number(4)];
  const blocks: Bytes[] = [];
  for (let i = 0; i < count; i++) blocks.push(r.take(r.flag() ? LARGE : SMALL));
  r.end();
  return { first, head, next, closed, blocks };
}

export function readIndex(data: Bytes): IndexLine[] {
  const r = new Reader(data);
  const count = r.number(4);
  const lines: IndexLine[] = [];
  for (let i = 0; i < count; i++) lines.push({ position: r.number(8), size: r.flag() ? LARGE : SMALL, hash: r.take(32) });
  r.end();
  return lines;
}

export interface Status {
  readonly next: number;
  readonly oldest: number;
  readonly closed: boolean;
  readonly head: Bytes;
}

export function readStatus(data: Bytes): Status {
  const r = new Reader(data);
  const status = { next: r.number(8), oldest: r.number(8), closed: r.flag(), head: r.take(32) };
  r.end();
  return status;
}

/** Whether an append was answered as it must be. */
export function checkAppended(data: Bytes, count: number): void {
  const r = new Reader(data);
  const positions = r.number(1);
  r.take(8 * positions + 8 + 32);
  r.end();
  if (positions !== count) throw new WireMalformed("fewer positions than blocks");
}
