/**
 * The vault's bytes in IndexedDB. One transaction a write, with strict durability, so that what is shown as kept is on disk.
 * Deleting removes bytes from the database's view; what the disk keeps underneath is only ciphertext whose key went with it.
 */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { StorageFull, VaultDamaged } from "../core/errors.ts";
import type { Backend, Changes, Header, SealedBlob, SealedBucket, Segment } from "./backend.ts";

interface Tables extends DBSchema {
  header: { key: number; value: Header };
  segment: { key: number; value: Segment; indexes: { bucket: number } };
  bucket: { key: number; value: SealedBucket };
  blob: { key: string; value: SealedBlob; indexes: { bucket: number } };
}
const ALL = ["segment", "bucket", "blob"] as const;

export async function idbBackend(name: string): Promise<Backend> {
  const db: IDBPDatabase<Tables> = await openDB<Tables>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("header");
      fresh.createObjectStore("bucket", { keyPath: "id" });
      fresh.createObjectStore("segment", { keyPath: "id" }).createIndex("bucket", "bucket");
      fresh.createObjectStore("blob", { keyPath: "id" }).createIndex("bucket", "bucket");
    },
  });
  const clear = (): Promise<void> =>
    guarded(async () => {
      const tx = db.transaction(ALL, "readwrite", { durability: "strict" });
      for (const table of ALL) void tx.objectStore(table).clear();
      await tx.done;
    });
  return {
    header: () => db.get("header", 1),
    putHeader: (header) =>
      guarded(async () => {
        const tx = db.transaction("header", "readwrite", { durability: "strict" });
        void tx.store.put(header, 1);
        await tx.done;
      }),
    async load() {
      const [segments, buckets, names] = await Promise.all([db.getAll("segment"), db.getAll("bucket"), db.getAllKeys("blob")]);
      return { segments, buckets, blobs: new Set(names) };
    },
    blob: (id) => db.get("blob", id),
    commit: (changes) => guarded(() => commit(db, changes)),
    clear,
    async destroy() {
      await guarded(async () => {
        const tx = db.transaction("header", "readwrite", { durability: "strict" });
        void tx.store.clear();
        await tx.done;
      });
      await clear();
    },
    close: () => db.close(),
  };
}

async function commit(db: IDBPDatabase<Tables>, changes: Changes): Promise<void> {
  const tx = db.transaction(ALL, "readwrite", { durability: "strict" });
  const [segments, buckets, blobs] = ALL.map((table) => tx.objectStore(table)) as never as [
    ReturnType<typeof tx.objectStore<"segment">>,
    ReturnType<typeof tx.objectStore<"bucket">>,
    ReturnType<typeof tx.objectStore<"blob">>,
  ];
  for (const id of changes.dropBuckets) {
    void buckets.delete(id);
    for (const key of await segments.index("bucket").getAllKeys(id)) void segments.delete(key);
    for (const key of await blobs.index("bucket").getAllKeys(id)) void blobs.delete(key);
  }
  for (const id of changes.dropSegments) void segments.delete(id);
  for (const id of changes.dropBlobs) void blobs.delete(id);
  for (const segment of changes.segments) void segments.put(segment);
  for (const bucket of changes.buckets) void buckets.put(bucket);
  for (const blob of changes.blobs) void blobs.put(blob);
  await tx.done;
}

async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DOMException && error.name === "QuotaExceededError") throw new StorageFull();
    if (error instanceof DOMException) throw new VaultDamaged(error.name, error.message);
    throw error;
  }
}
