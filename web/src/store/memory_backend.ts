/** A backend that forgets when the page does: for tests, and for a visit that shall leave nothing behind. */

import type { Backend, Header, SealedBlob, SealedBucket, Segment } from "./backend.ts";

export function memoryBackend(): Backend {
  let header: Header | undefined;
  const segments = new Map<number, Segment>();
  const buckets = new Map<number, SealedBucket>();
  const blobs = new Map<string, SealedBlob>();
  const clear = async (): Promise<void> => {
    for (const map of [segments, buckets, blobs]) map.clear();
  };
  return {
    header: async () => header,
    putHeader: async (made) => {
      header = made;
    },
    load: async () => ({ segments: [...segments.values()], buckets: [...buckets.values()], blobs: new Set(blobs.keys()) }),
    blob: async (id) => blobs.get(id),
    async commit(changes) {
      for (const id of changes.dropBuckets) {
        buckets.delete(id);
        for (const s of segments.values()) if (s.bucket === id) segments.delete(s.id);
        for (const b of blobs.values()) if (b.bucket === id) blobs.delete(b.id);
      }
      for (const id of changes.dropSegments) segments.delete(id);
      for (const id of changes.dropBlobs) blobs.delete(id);
      for (const s of changes.segments) segments.set(s.id, s);
      for (const b of changes.buckets) buckets.set(b.id, b);
      for (const b of changes.blobs) blobs.set(b.id, b);
    },
    clear,
    async destroy() {
      header = undefined;
      await clear();
    },
    close: () => undefined,
  };
}
