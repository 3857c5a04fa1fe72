/** Where encrypted bytes lie: IndexedDB in the browser, a Map in tests. Knows no key and no name. */

import type { Bytes } from "../core/bytes.ts";

/** Argon2id parameters, stored beside what they protect. */
export interface Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/**
 * What is readable without the passphrase: salt, cost, two wrapped keys (one may be noise: nobody can tell), and the count of wrong
 * tries (`wait` is the millisecond after which the next is allowed; `limit` 0 never destroys).
 */
export interface Header {
  readonly version: 1;
  readonly salt: Bytes;
  readonly cost: Cost;
  readonly slots: readonly [Bytes, Bytes];
  readonly tries: { readonly limit: number; readonly used: number; readonly wait: number };
}

/** Encrypted changes of one write under one bucket's key; replayed in order of `id`. */
export interface Segment {
  readonly id: number;
  readonly bucket: number;
  readonly data: Bytes;
}

export interface SealedBucket {
  readonly id: number;
  readonly sealed: Bytes;
}

export interface SealedBlob {
  readonly id: string;
  readonly bucket: number;
  readonly data: Bytes;
}

/** All of it happens together or not at all; `dropBuckets` takes keys, segments and blobs. */
export interface Changes {
  readonly segments: readonly Segment[];
  readonly buckets: readonly SealedBucket[];
  readonly blobs: readonly SealedBlob[];
  readonly dropSegments: readonly number[];
  readonly dropBlobs: readonly string[];
  readonly dropBuckets: readonly number[];
}

export interface Backend {
  header(): Promise<Header | undefined>;
  putHeader(header: Header): Promise<void>;
  load(): Promise<{ segments: readonly Segment[]; buckets: readonly SealedBucket[]; blobs: ReadonlySet<string> }>;
  blob(id: string): Promise<SealedBlob | undefined>;
  commit(changes: Changes): Promise<void>;
  /** Everything but the header. */
  clear(): Promise<void>;
  /** Everything. */
  destroy(): Promise<void>;
  close(): void;
}
