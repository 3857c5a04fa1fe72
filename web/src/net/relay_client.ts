/** A relay over HTTP (PROTOCOL 10), as a Mailbox. Behind a wall every answer is one piece: a block, or a range of one. */

import * as base64url from "../core/base64url.ts";
import { type Bytes, concat, equal, textOf, zeros } from "../core/bytes.ts";
import type { Crypto } from "../core/crypto.ts";
import type { LogKeys } from "../core/epoch.ts";
import { AllowanceUsed, HomewardError, LogClosed, LogUnknown, RelayRefused, RelayUnreachable, WireMalformed } from "../core/errors.ts";
import type { IndexLine, Mailbox, Page } from "../core/mailbox.ts";
import type { Meter } from "./meter.ts";
import { type Fetch, request } from "./request.ts";
import * as wire from "./wire.ts";

const MAX_WORK = 32;
const INDEX_LINES = 140; // 5.7 KB: one piece behind any wall
const WAIT_GRACE = 10_000;
const WAIT_SECONDS = 25;
const MAX_POLLS = 2;

export interface Network {
  readonly c: Crypto;
  readonly fetch: Fetch;
  readonly meter: Meter;
  /** The proof of work, in a worker. */
  readonly work: (address: Bytes, bits: number) => Promise<number>;
  readonly WebSocket: typeof globalThis.WebSocket | undefined;
}

export interface Facts {
  readonly relay: Bytes;
  readonly workBits: number;
  readonly codes: boolean;
}

/** What the relay at `url` says of itself. Throws RelayUnreachable, RelayRefused. */
export async function factsOf(net: Network, url: string): Promise<Facts> {
  const answer = await request(net.fetch, net.meter, `${url.replace(/\/+$/, "")}/v1`, undefined);
  try {
    const said = JSON.parse(textOf(answer.body)) as { relay: string; work_bits: number; codes: boolean };
    const workBits = Number(said.work_bits);
    if (!Number.isInteger(workBits) || workBits < 0) throw new TypeError("work_bits");
    if (workBits > MAX_WORK) throw new RelayRefused("work", `${workBits} bits of work is more than this device gives`);
    return { relay: base64url.decode(said.relay, 16), workBits, codes: Boolean(said.codes) };
  } catch (error) {
    if (error instanceof RelayRefused) throw error;
    throw new RelayUnreachable(url, "does not answer like a relay");
  }
}

export class RelayClient implements Mailbox {
  readonly relay: Bytes;
  private readonly net: Network;
  private readonly url: string;
  private readonly code: string;
  private polls = 0;
  private facts: Promise<Facts> | undefined;

  /** The relay at `url`, which must show the id `relay`: another at the same address is refused. */
  constructor(net: Network, url: string, relay: Bytes, code = "") {
    this.net = net;
    this.url = url.replace(/\/+$/, "");
    this.relay = relay;
    this.code = code;
  }

  get batch(): number {
    return this.net.meter.batch;
  }

  async create(log: LogKeys): Promise<void> {
    const { workBits } = await this.checked();
    await this.post("create", wire.createBody(log, await this.net.work(log.address, workBits), this.code));
  }

  async append(log: LogKeys, blocks: readonly Bytes[], byLane: boolean): Promise<void> {
    const key = byLane ? log.lane : log.write;
    if (!key) throw new RelayRefused("no_key");
    for (let at = 0; at < blocks.length; at += wire.MAX_APPEND_BLOCKS) {
      const part = blocks.slice(at, at + wire.MAX_APPEND_BLOCKS);
      const message = wire.appendMessage(
        this.relay,
        log.address,
        part.map((b) => this.net.c.sha256(b)),
      );
      const body = wire.appendBody(log, byLane ? log.laneIndex + 1 : 0, await key.sign(message), part);
      wire.checkAppended(await this.post("append", body), part.length);
    }
  }

  async read(log: LogKeys, after: number, maxBytes: number): Promise<Page> {
    if (this.net.meter.wall === "8k") return this.readInRanges(log, after, maxBytes);
    return wire.readPage(await this.ask(log, "read", after, Math.min(maxBytes, this.net.meter.pieceBytes)));
  }

  async index(log: LogKeys, after: number): Promise<readonly IndexLine[]> {
    const found: IndexLine[] = [];
    const amount = this.net.meter.wall === "none" ? 0 : INDEX_LINES;
    for (let at = after; ; at = found.at(-1)!.position) {
      const lines = wire.readIndex(await this.ask(log, "index", at, amount));
      found.push(...lines);
      if (!amount || lines.length < amount) return found;
    }
  }

  async fetch(log: LogKeys, position: number): Promise<Bytes> {
    const piece = Math.min(this.net.meter.pieceBytes, 12_288);
    const parts: Bytes[] = [];
    for (let offset = 0; ; offset += piece) {
      const part = await this.ask(log, "fetch", position, piece, offset);
      parts.push(part);
      if (part.length < piece || offset + piece >= 12_288) return concat(...parts);
    }
  }

  async close(log: LogKeys): Promise<void> {
    if (!log.lane) throw new RelayRefused("no_key");
    const signature = await log.lane.sign(wire.closeMessage(this.relay, log.address));
    await this.post("close", wire.closeBody(log, log.laneIndex + 1, signature));
  }

  async wait(log: LogKeys, after: number, seconds: number, signal?: AbortSignal): Promise<number> {
    const body = wire.readBody(log, after, seconds);
    return wire.readStatus(await this.post("wait", body, seconds * 1_000 + WAIT_GRACE, signal)).next;
  }

  /** Calls `news` whenever the log grows, over a WebSocket, or where none gets through by long polls; resolves when it ends. */
  async listen(log: LogKeys, after: number, news: () => void, signal: AbortSignal): Promise<void> {
    if (signal.aborted || (await this.overSocket(log, after, news, signal))) return;
    if (this.polls >= MAX_POLLS) return; // a browser opens six connections to one host, and there is more to do
    this.polls++;
    try {
      for (let known = after; !signal.aborted;) {
        const next = await this.wait(log, known, WAIT_SECONDS, signal);
        if (next > known + 1) news();
        known = next - 1;
      }
    } catch (error) {
      if (!(error instanceof HomewardError)) throw error; // the next sync finds out whether the relay is there
    } finally {
      this.polls--;
    }
  }

  /** Whether there was a WebSocket; resolves when it has ended. */
  private overSocket(log: LogKeys, after: number, news: () => void, signal: AbortSignal): Promise<boolean> {
    const { WebSocket } = this.net;
    if (!WebSocket) return Promise.resolve(false);
    return new Promise((resolve) => {
      const socket = new WebSocket(`${this.url.replace(/^http/, "ws")}/v1/news`);
      let opened = false;
      socket.binaryType = "arraybuffer";
      signal.addEventListener("abort", () => socket.close(), { once: true });
      socket.onopen = () => {
        opened = true;
        socket.send(wire.readBody(log, after, 0));
      };
      socket.onmessage = () => news();
      socket.onclose = () => resolve(opened);
      socket.onerror = () => resolve(opened);
    });
  }

  // A block at a time, each in ranges that fit; the head is not known this way and stays unchecked.
  private async readInRanges(log: LogKeys, after: number, maxBytes: number): Promise<Page> {
    const status = wire.readStatus(await this.ask(log, "status", after, 0));
    const lines = status.next > after + 1 ? await this.index(log, after) : [];
    const blocks: Bytes[] = [];
    let bytes = 0;
    for (const line of lines) {
      if (blocks.length && bytes + line.size > maxBytes) break;
      const block = await this.fetch(log, line.position);
      if (!equal(this.net.c.sha256(block), line.hash)) throw new WireMalformed("a block that is not the one listed");
      blocks.push(block);
      bytes += block.length;
      if (blocks.length >= 4) break;
    }
    return { first: lines[0]?.position ?? status.next, head: zeros(0), blocks, next: status.next, closed: status.closed };
  }

  private async checked(): Promise<Facts> {
    this.facts ??= factsOf(this.net, this.url);
    try {
      const facts = await this.facts;
      if (!equal(facts.relay, this.relay)) throw new RelayUnreachable(this.url, "is another relay than the circle agreed on");
      return facts;
    } catch (error) {
      this.facts = undefined;
      throw error;
    }
  }

  private ask(log: LogKeys, name: string, position: number, amount: number, offset = 0): Promise<Bytes> {
    return this.post(name, wire.readBody(log, position, amount, offset));
  }

  private async post(name: string, body: Bytes, patience = 0, signal?: AbortSignal): Promise<Bytes> {
    const answer = await request(this.net.fetch, this.net.meter, `${this.url}/v1/${name}`, body, patience, signal);
    if (answer.status === 200) return answer.body;
    throw refusal(this.url, answer.status, answer.body);
  }
}

function refusal(url: string, status: number, body: Bytes): HomewardError {
  let said: { error?: unknown; hint?: unknown };
  try {
    said = JSON.parse(textOf(body)) as typeof said;
  } catch {
    return new RelayUnreachable(url, `answered ${status}`); // not a relay's words: something in between
  }
  if (typeof said.error !== "string") return new RelayUnreachable(url, `answered ${status}`);
  const [reason, hint] = [said.error.slice(0, 40), String(said.hint).slice(0, 200)];
  if (reason === "no_log") return new LogUnknown(reason, hint);
  if (reason === "closed") return new LogClosed(reason, hint);
  if (reason === "quota") return new AllowanceUsed(reason, hint);
  return new RelayRefused(reason, hint);
}
