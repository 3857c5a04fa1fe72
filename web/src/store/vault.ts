/**
 * The encrypted store of one device (PROTOCOL 9.3), a log of encrypted changes over a backend. See core/vault.ts for what it promises.
 *
 * Small values are replayed into memory at unlock; each write adds one segment per bucket it touched, under that bucket's key, in one
 * transaction. Blobs lie apart under names that are keyed hashes. Keys are WebCrypto keys that cannot be taken out again.
 */

import * as base64url from "../core/base64url.ts";
import { type Bytes, concat, textOf, u64, utf8 } from "../core/bytes.ts";
import { type Crypto, derive } from "../core/crypto.ts";
import { HomewardError } from "../core/errors.ts";
import type { Vault } from "../core/vault.ts";
import type { Backend, Changes, SealedBlob, SealedBucket, Segment } from "./backend.ts";
import { Boxes } from "./boxes.ts";

const MAIN = 0;
const MAX_SEGMENTS = 1_024;
const TIDY_SEGMENTS = 256;
const SEGMENT_CHARS = 65_536;

type Change = [kind: string, name: string, value?: unknown];
interface Held {
  readonly value: unknown;
  readonly bucket: number;
}

export class LogVault implements Vault {
  private readonly values = new Map<string, Map<string, Held>>();
  private readonly bucketIds = new Map<string, number>();
  private readonly backend: Backend;
  private readonly boxes: Boxes;
  private readonly c: Crypto;
  private readonly nameKey: Bytes;
  private nextSegment = 1;
  private segments = 0;
  private queue: Promise<unknown> = Promise.resolve();
  private undo: (() => void)[] = [];
  private staged = fresh();
  private readonly undoListeners: (() => Promise<void>)[] = [];
  private readonly listeners: (() => void)[] = [];

  private constructor(backend: Backend, boxes: Boxes, c: Crypto, nameKey: Bytes) {
    this.backend = backend;
    this.boxes = boxes;
    this.c = c;
    this.nameKey = nameKey;
  }

  /** The vault under `key` (32 bytes; the caller overwrites it afterwards). Throws VaultDamaged. */
  static async open(backend: Backend, c: Crypto, subtle: SubtleCrypto, key: Bytes): Promise<LogVault> {
    const boxes = new Boxes(c, subtle);
    await boxes.add(MAIN, derive(c, key, "homeward/vault-values/v1"));
    const vault = new LogVault(backend, boxes, c, derive(c, key, "homeward/vault-names/v1"));
    await vault.load();
    return vault;
  }

  private async load(): Promise<void> {
    const { segments, buckets } = await this.backend.load();
    for (const { id, sealed } of buckets) {
      const [name, key] = JSON.parse(textOf(await this.boxes.open(MAIN, sealed, bucketAad(id)))) as [string, string];
      this.bucketIds.set(name, id);
      await this.boxes.add(id, base64url.decode(key, 32));
    }
    const sorted = [...segments].sort((a, b) => a.id - b.id);
    const opened = await Promise.all(sorted.map((s) => this.boxes.open(s.bucket, s.data, segmentAad(s.bucket))));
    let replayed = 0;
    opened.forEach((plain, i) => {
      for (const [kind, name, value] of JSON.parse(textOf(plain)) as Change[]) {
        replayed++;
        if (value === undefined) this.values.get(kind)?.delete(name);
        else this.kindOf(kind).set(name, { value, bucket: sorted[i]!.bucket });
      }
    });
    this.segments = sorted.length;
    this.nextSegment = (sorted.at(-1)?.id ?? 0) + 1;
    let living = 0;
    for (const names of this.values.values()) living += names.size;
    // Behind the back of whoever opened it, so that the next opening is quick.
    if (sorted.length > TIDY_SEGMENTS || replayed > 2 * living + TIDY_SEGMENTS) this.queue = this.tidy();
  }

  write<T>(change: () => Promise<T>): Promise<T> {
    const run = async (): Promise<T> => {
      try {
        const result = await change();
        if (await this.keep()) for (const listener of this.listeners) listener();
        return result;
      } catch (error) {
        for (const back of this.undo.reverse()) back();
        this.undo = [];
        this.staged = fresh();
        for (const listener of this.undoListeners) await listener();
        throw error;
      }
    };
    const next = this.queue.then(run, run);
    this.queue = next.catch(() => undefined);
    return next;
  }

  get<T>(kind: string, name: string): T | undefined {
    return this.values.get(kind)?.get(name)?.value as T | undefined;
  }

  scan<T>(kind: string): [string, T][] {
    return [...(this.values.get(kind) ?? [])].map(([name, held]) => [name, held.value as T]);
  }

  put(kind: string, name: string, value: unknown, bucket = ""): void {
    const id = bucket ? this.bucketFor(bucket) : MAIN;
    this.set(kind, name, { value, bucket: id });
    stage(this.staged.changes, id).push([kind, name, value]);
  }

  delete(kind: string, name: string): void {
    if (!this.values.get(kind)?.has(name)) return;
    this.set(kind, name, undefined);
    stage(this.staged.changes, MAIN).push([kind, name]);
  }

  deleteKind(kind: string): void {
    for (const name of this.values.get(kind)?.keys() ?? []) this.delete(kind, name);
    for (const [name] of this.scan<true>(`blob/${kind}`)) this.deleteBlob(kind, name);
  }

  deletePrefix(prefix: string): void {
    for (const kind of Array.from(this.values.keys())) {
      if (kind.startsWith(prefix)) this.deleteKind(kind);
      if (kind.startsWith(`blob/${prefix}`)) this.deleteKind(kind.slice("blob/".length));
    }
  }

  async getBlob(kind: string, name: string): Promise<Bytes | undefined> {
    const id = this.blobId(kind, name);
    const waiting = this.staged.blobs.get(id);
    if (waiting) return waiting.data;
    if (!this.hasBlob(kind, name)) return undefined;
    const found = await this.backend.blob(id);
    return found && this.boxes.open(found.bucket, found.data, utf8(id));
  }

  hasBlob(kind: string, name: string): boolean {
    return this.values.get(`blob/${kind}`)?.has(name) ?? false; // a mark under the blob's own bucket, so it goes with it
  }

  putBlob(kind: string, name: string, data: Bytes, bucket = ""): void {
    const id = this.blobId(kind, name);
    this.staged.dropBlobs.delete(id);
    this.staged.blobs.set(id, { data, bucket: bucket ? this.bucketFor(bucket) : MAIN });
    this.put(`blob/${kind}`, name, true, bucket);
  }

  deleteBlob(kind: string, name: string): void {
    if (!this.hasBlob(kind, name)) return;
    const id = this.blobId(kind, name);
    this.staged.blobs.delete(id);
    this.staged.dropBlobs.add(id);
    this.delete(`blob/${kind}`, name);
  }

  buckets(): string[] {
    return [...this.bucketIds.keys()].sort();
  }

  eraseBucket(bucket: string): void {
    const id = this.bucketIds.get(bucket);
    if (id === undefined) return;
    for (const [kind, names] of this.values) for (const [name, held] of names) if (held.bucket === id) this.set(kind, name, undefined);
    this.bucketIds.delete(bucket);
    this.undo.push(() => this.bucketIds.set(bucket, id));
    this.staged.changes.delete(id);
    for (const [blob, { bucket: under }] of this.staged.blobs) if (under === id) this.staged.blobs.delete(blob);
    this.staged.newBuckets.delete(id);
    this.staged.dropBuckets.push(id);
  }

  onUndo(listener: () => Promise<void>): void {
    this.undoListeners.push(listener);
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Lets the backend go; the vault is of no use afterwards. */
  async close(): Promise<void> {
    await this.queue;
    this.values.clear();
    this.boxes.clear();
    this.backend.close();
  }

  private kindOf(kind: string): Map<string, Held> {
    const found = this.values.get(kind) ?? new Map<string, Held>();
    this.values.set(kind, found);
    return found;
  }

  private set(kind: string, name: string, held: Held | undefined): void {
    const names = this.kindOf(kind);
    const before = names.get(name);
    this.undo.push(() => (before ? names.set(name, before) : names.delete(name)));
    if (held) names.set(name, held);
    else names.delete(name);
  }

  private bucketFor(bucket: string): number {
    const known = this.bucketIds.get(bucket);
    if (known !== undefined) return known;
    const id = 1 + Number(new DataView(this.c.random(8).buffer).getBigUint64(0) >> 12n);
    this.bucketIds.set(bucket, id);
    this.undo.push(() => this.bucketIds.delete(bucket));
    this.staged.newBuckets.set(id, bucket);
    return id;
  }

  private blobId(kind: string, name: string): string {
    return base64url.encode(derive(this.c, this.nameKey, "homeward/vault-name/v1", utf8(kind), utf8(name)).subarray(0, 16));
  }

  private async keep(): Promise<boolean> {
    const { staged } = this;
    const { changes, blobs, newBuckets, dropBlobs, dropBuckets } = staged;
    if (!changes.size && !blobs.size && !dropBlobs.size && !dropBuckets.length) return false;
    const buckets: SealedBucket[] = [];
    for (const [id, name] of newBuckets) {
      const key = this.c.random(32);
      buckets.push({ id, sealed: await this.boxes.seal(MAIN, utf8(JSON.stringify([name, base64url.encode(key)])), bucketAad(id)) });
      await this.boxes.add(id, key);
    }
    const segments: Segment[] = [];
    for (const [bucket, list] of changes) segments.push(await this.segment(bucket, list));
    const sealedBlobs: SealedBlob[] = [];
    for (const [id, blob] of blobs) {
      sealedBlobs.push({ id, bucket: blob.bucket, data: await this.boxes.seal(blob.bucket, blob.data, utf8(id)) });
    }
    const all: Changes = { segments, buckets, blobs: sealedBlobs, dropSegments: [], dropBlobs: [...dropBlobs], dropBuckets };
    await this.backend.commit(all);
    this.segments += segments.length;
    this.undo = [];
    this.staged = fresh();
    if (this.segments > MAX_SEGMENTS) await this.tidy();
    return true;
  }

  private async segment(bucket: number, list: readonly Change[]): Promise<Segment> {
    return { id: this.nextSegment++, bucket, data: await this.boxes.seal(bucket, utf8(JSON.stringify(list)), segmentAad(bucket)) };
  }

  /** Compacts; where that does not work (a full disk) all stays as it was, and nothing is lost. */
  private async tidy(): Promise<void> {
    try {
      await this.compact();
    } catch (error) {
      if (!(error instanceof HomewardError)) throw error;
    }
  }

  /** Writes what lives anew in few segments and drops the old ones, in one transaction. */
  private async compact(): Promise<void> {
    const old = (await this.backend.load()).segments.map((s) => s.id);
    const byBucket = new Map<number, Change[]>();
    for (const [kind, names] of this.values) for (const [name, held] of names) stage(byBucket, held.bucket).push([kind, name, held.value]);
    const segments: Segment[] = [];
    for (const [bucket, list] of byBucket) {
      for (const part of slices(list)) segments.push(await this.segment(bucket, part));
    }
    await this.backend.commit({ segments, buckets: [], blobs: [], dropSegments: old, dropBlobs: [], dropBuckets: [] });
    this.segments = segments.length;
  }
}

interface Staged {
  readonly changes: Map<number, Change[]>;
  readonly blobs: Map<string, { data: Bytes; bucket: number }>;
  readonly newBuckets: Map<number, string>;
  readonly dropBlobs: Set<string>;
  readonly dropBuckets: number[];
}

const fresh = (): Staged => ({ changes: new Map(), blobs: new Map(), newBuckets: new Map(), dropBlobs: new Set(), dropBuckets: [] });

function stage(changes: Map<number, Change[]>, bucket: number): Change[] {
  const list = changes.get(bucket) ?? [];
  changes.set(bucket, list);
  return list;
}

function* slices(list: readonly Change[]): Generator<Change[]> {
  let part: Change[] = [];
  let size = 0;
  for (const change of list) {
    part.push(change);
    size += JSON.stringify(change).length;
    if (size < SEGMENT_CHARS) continue;
    yield part;
    [part, size] = [[], 0];
  }
  if (part.length) yield part;
}

const bucketAad = (id: number): Bytes => concat(utf8("bucket"), u64(id));
const segmentAad = (bucket: number): Bytes => concat(utf8("segment"), u64(bucket));
