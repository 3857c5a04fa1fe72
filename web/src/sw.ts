/**
 * The service worker: brings a release in small pieces, each on a connection of its own, checks every piece and every file against
 * the hashes it was released with, and serves the app from then on, without a network too. Knows nothing of circles.
 */

import { digest, fetchPack, type Progress } from "./pieces.ts";
import type { Release } from "./release.ts";

interface Worker extends EventTarget {
  readonly __RELEASE__: Release;
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void>; matchAll(o: object): Promise<readonly { postMessage(m: unknown): void }[]> };
}
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const worker = globalThis as unknown as Worker;
const release = worker.__RELEASE__;
const SHELF = `r-${release.id}`;
const PARTS = `p-${release.id}`;
/** Headers of the host's entry page that go with every file served from here. */
const CARRIED = [
  "content-security-policy",
  "referrer-policy",
  "x-content-type-options",
  "permissions-policy",
  "cross-origin-opener-policy",
];

const tell = (progress: Progress): void =>
  void worker.clients.matchAll({ includeUncontrolled: true, type: "window" }).then((all) => all.forEach((c) => c.postMessage(progress)));

async function install(): Promise<void> {
  const shelf = await caches.open(SHELF);
  const headers = await shelveWhole(shelf);
  await fetchPack(release.first, { shelf, parts: await caches.open(PARTS), headers, tell, base: worker.registration.scope });
}

/** The few small files that are fetched as they are. The entry page's headers. */
async function shelveWhole(shelf: Cache): Promise<Record<string, string>> {
  const carried: Record<string, string> = {};
  for (const [path, hash] of Object.entries(release.whole)) {
    const answer = await fetch(new URL(path || "./", worker.registration.scope), { cache: "no-store", credentials: "omit" });
    const data = await answer.arrayBuffer();
    if (!answer.ok || (await digest(data)) !== hash) throw new Error(`not the released ${path || "page"}`);
    if (path === "") for (const name of CARRIED) if (answer.headers.has(name)) carried[name] = answer.headers.get(name)!;
    const type = answer.headers.get("content-type") ?? "";
    await shelf.put(
      new URL(path || "./", worker.registration.scope),
      new Response(data, { headers: { ...carried, "content-type": type } }),
    );
  }
  return carried;
}

/** What a first visit does not need: other languages, the square, engines for old browsers. Tried again at the next start. */
async function fetchLater(): Promise<void> {
  const shelf = await caches.open(SHELF);
  const entry = await shelf.match(new URL("./", worker.registration.scope));
  const headers = Object.fromEntries(CARRIED.flatMap((name) => (entry?.headers.has(name) ? [[name, entry.headers.get(name)!]] : [])));
  await fetchPack(release.later, {
    shelf,
    parts: await caches.open(PARTS),
    headers,
    tell: () => undefined,
    base: worker.registration.scope,
  });
  await caches.delete(PARTS);
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name !== SHELF && name !== PARTS) await caches.delete(name);
  await worker.clients.claim();
}

async function answer(request: Request): Promise<Response> {
  const shelf = await caches.open(SHELF);
  const url = request.mode === "navigate" ? new URL("./", worker.registration.scope) : request.url;
  const found = await shelf.match(url);
  if (found) return found;
  if (release.later.files.some((f) => new URL(f.path, worker.registration.scope).href === request.url)) {
    await fetchLater();
    return (await shelf.match(url)) ?? Response.error();
  }
  return fetch(request);
}

worker.addEventListener("install", (event) => (event as Extendable).waitUntil(install()));
worker.addEventListener("activate", (event) => (event as Extendable).waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request, respondWith } = event as Fetching;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || !request.url.startsWith(worker.registration.scope)) return;
  if (url.pathname.endsWith("/where.json")) return;
  respondWith.call(event, answer(request));
});
