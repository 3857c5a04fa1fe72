/** Bringing a pack in ranged pieces: two units at a time, one where the wall is low; checked, kept as they come, unpacked at the end. */

import { type Pack, UNIT } from "./release.ts";

export interface Progress {
  readonly done: number;
  readonly of: number;
}

interface Around {
  readonly shelf: Cache;
  readonly parts: Cache;
  readonly headers: Readonly<Record<string, string>>;
  readonly tell: (progress: Progress) => void;
  readonly base: string;
}

const AT_ONCE = 3;
/** How long one unit may take, and two, before they are asked for one by one. */
const PATIENCE = 20_000;
const PATIENCE_FOR_TWO = 9_000;
const TRIES = 6;

/** Puts every file of the pack on the shelf. Throws when a piece does not come, or not as it was released. */
export async function fetchPack(pack: Pack, around: Around): Promise<void> {
  if (!pack.files.length || (await allThere(pack, around))) return;
  const wanted = pack.units.map((_, i) => i);
  let [next, done, width] = [0, 0, 2];
  const work = async (): Promise<void> => {
    while (next < wanted.length) {
      const first = next;
      const count = Math.min(width, wanted.length - first);
      next += count;
      try {
        await bring(pack, first, count, around);
      } catch (error) {
        if (count === 1) throw error;
        width = 1; // behind an 8 KB wall two units do not pass, one does
        for (let i = 0; i < count; i++) await bring(pack, first + i, 1, around);
      }
      done += count;
      around.tell({ done: Math.ceil(done / 2), of: Math.ceil(wanted.length / 2) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await unpack(pack, around);
}

async function allThere(pack: Pack, { shelf, base }: Around): Promise<boolean> {
  const found = await Promise.all(pack.files.map((f) => shelf.match(new URL(f.path, base))));
  return found.every(Boolean);
}

const partName = (pack: Pack, unit: number, base: string): string => new URL(`${pack.path}?${unit}`, base).href;

async function bring(pack: Pack, first: number, count: number, around: Around): Promise<void> {
  const had = await Promise.all(Array.from({ length: count }, (_, i) => around.parts.match(partName(pack, first + i, around.base))));
  if (had.every(Boolean)) return;
  const last = Math.min((first + count) * UNIT, pack.size) - 1;
  for (let tried = 1; ; tried++) {
    try {
      const data = await ranged(new URL(pack.path, around.base), first * UNIT, last, count > 1 ? PATIENCE_FOR_TWO : PATIENCE);
      for (let i = 0; i < count; i++) await keep(pack, first + i, data.slice(i * UNIT, (i + 1) * UNIT), around);
      return;
    } catch (error) {
      if (tried >= (count > 1 ? 1 : TRIES)) throw error;
      await new Promise((later) => setTimeout(later, 400 * tried));
    }
  }
}

async function ranged(url: URL, first: number, last: number, patience: number): Promise<ArrayBuffer> {
  const answer = await fetch(url, {
    headers: { range: `bytes=${first}-${last}` },
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(patience),
  });
  const data = await answer.arrayBuffer();
  if (answer.status === 200 && data.byteLength > last) return data.slice(first, last + 1); // a host that knows no ranges
  if (answer.status !== 206 || data.byteLength !== last - first + 1) throw new Error(`piece: ${answer.status}`);
  return data;
}

async function keep(pack: Pack, unit: number, data: ArrayBuffer, { parts, base }: Around): Promise<void> {
  if ((await digest(data)) !== pack.units[unit]) throw new Error(`piece ${unit} is not the released one`);
  await parts.put(partName(pack, unit, base), new Response(data));
}

async function unpack(pack: Pack, { shelf, parts, headers, base }: Around): Promise<void> {
  const all: ArrayBuffer[] = [];
  for (let unit = 0; unit < pack.units.length; unit++) all.push(await (await parts.match(partName(pack, unit, base)))!.arrayBuffer());
  const stream = new Blob(all).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const plain = await new Response(stream).arrayBuffer();
  let at = 0;
  for (const { path, type, size, single } of pack.files) {
    const packed = plain.slice(at, at + size);
    const data = single ? new TextDecoder("windows-1251").decode(packed) : packed;
    at += size;
    await shelf.put(new URL(path, base), new Response(data, { headers: { ...headers, "content-type": type } }));
  }
}

export async function digest(data: ArrayBuffer): Promise<string> {
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", data))));
}
