/** What a member needs of a relay: the network client and the tests' relay in memory both fit it. */

import type { Bytes } from "./bytes.ts";
import type { LogKeys } from "./epoch.ts";

/** Blocks from position `first` on, the running head before them (empty: unknown), the next free position, whether it is closed. */
export interface Page {
  readonly first: number;
  readonly head: Bytes;
  readonly blocks: readonly Bytes[];
  readonly next: number;
  readonly closed: boolean;
}

/** A kept block without its bytes. */
export interface IndexLine {
  readonly position: number;
  readonly size: number;
  readonly hash: Bytes;
}

/** One relay. Every method may throw RelayUnreachable, RelayRefused (or one of its kinds) or WireMalformed. */
export interface Mailbox {
  readonly relay: Bytes;
  /** How many blocks to send at once now; it follows what the connection bears. */
  readonly batch: number;
  /** Creates the log; nothing happens if it exists. */
  create(log: LogKeys): Promise<void>;
  /** Appends blocks, durably; blocks already there are not doubled. */
  append(log: LogKeys, blocks: readonly Bytes[], byLane: boolean): Promise<void>;
  /** Blocks after position `after` (−1 for all), at least one if there is one. */
  read(log: LogKeys, after: number, maxBytes: number): Promise<Page>;
  /** What there is after a position, without the bytes. */
  index(log: LogKeys, after: number): Promise<readonly IndexLine[]>;
  /** One block. */
  fetch(log: LogKeys, position: number): Promise<Bytes>;
  /** Closes the log with this seat's lane; nothing happens if it is closed. */
  close(log: LogKeys): Promise<void>;
  /** Until the log has more than position `after`, or `seconds` passed, or `signal` ends it; the next free position. */
  wait(log: LogKeys, after: number, seconds: number, signal?: AbortSignal): Promise<number>;
  /** Calls `news` whenever the log grows beyond `after`; resolves when it no longer can. */
  listen(log: LogKeys, after: number, news: () => void, signal: AbortSignal): Promise<void>;
}

export type Mailboxes = ReadonlyMap<string, Mailbox>;
