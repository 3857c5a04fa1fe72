/**
 * What the core wants of storage. Small values lie in memory while the vault is open, so reading them is immediate; large ones
 * (blobs) are fetched. All changes made inside one `write` are kept together or not at all, and one `write` runs after another.
 */

import type { Bytes } from "./bytes.ts";

export interface Vault {
  /**
   * Runs `change` while nothing else writes, then keeps everything it put. When it throws, nothing is kept, `onUndo` listeners
   * hear of it, and the error goes on. Not to be nested: whoever reaches for the network or the screen calls it, nobody below.
   */
  write<T>(change: () => Promise<T>): Promise<T>;
  get<T>(kind: string, name: string): T | undefined;
  /** All (name, value) of a kind, in the order they were first put. */
  scan<T>(kind: string): [string, T][];
  /** With `bucket`, under that bucket's key. Only inside `write`, like everything below. */
  put(kind: string, name: string, value: unknown, bucket?: string): void;
  delete(kind: string, name: string): void;
  deleteKind(kind: string): void;
  /** Everything whose kind begins with `prefix`, blobs too. */
  deletePrefix(prefix: string): void;
  getBlob(kind: string, name: string): Promise<Bytes | undefined>;
  hasBlob(kind: string, name: string): boolean;
  putBlob(kind: string, name: string, data: Bytes, bucket?: string): void;
  deleteBlob(kind: string, name: string): void;
  /** Names of the buckets that still have a key. */
  buckets(): string[];
  /** Destroys a bucket's key first, then everything under it. */
  eraseBucket(bucket: string): void;
  /** Awaited before the failed `write` throws. */
  onUndo(listener: () => Promise<void>): void;
  /** Called after every `write` that changed something. */
  onChange(listener: () => void): void;
}
