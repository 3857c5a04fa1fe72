/** What a device forgets, and when (PROTOCOL 9.3). Keys first, bytes next. Dates decide only this, never validity. */

import type { Circle } from "./circle.ts";
import { ADMIN, type Entry, isKnownKind, type ObjectRef, type Said, type Shown, type Voiced } from "./shapes.ts";

const ARRIVAL_SLACK = 14;
export const EPOCH_DAYS = 14;
const ADMIN_DAYS = 180;
const DEFAULT_DAYS = 30;

/** The retention bucket of an entry: class and day, the day clamped to [arrival − 14, arrival]. */
export function bucketOf(entry: Entry, arrived: number): string {
  const kind = ADMIN.has(entry.kind) || entry.kind === "circle.sealed.v1" ? "admin" : "talk";
  return `${kind}:${clamp(entry.day, arrived, ARRIVAL_SLACK)}`;
}

/** A claimed day within [arrival − slack, arrival]: no clock, wrong or lying, keeps or destroys anything by itself (S12). */
export const clamp = (day: number, arrived: number, slack: number): number => Math.min(Math.max(day, arrived - slack), arrived);

/** Destroys what has outlived its time: entries with their objects, and secrets of old epochs. How many entries went. */
export function expire(circle: Circle, today: number): number {
  const talkDays = circle.tree ? circle.state.policy.talk_days : DEFAULT_DAYS;
  const before = circle.entries.size;
  const prefix = circle.kind("");
  for (const name of circle.vault.buckets()) {
    if (!name.startsWith(prefix)) continue;
    const bucket = name.slice(prefix.length);
    const [kind, day] = bucket.split(":");
    if (Number(day) + (kind === "admin" ? ADMIN_DAYS : talkDays) >= today) continue;
    for (const [id, signed] of circle.entries) if (bucketOf(signed.entry, circle.arrived.get(id)!) === bucket) forget(circle, id);
    circle.vault.eraseBucket(name);
  }
  for (const [turn, keys] of circle.keys) if (keys.ended >= 0 && keys.ended < today - EPOCH_DAYS) forgetEpoch(circle, turn);
  return before - circle.entries.size;
}

/** The objects an entry of a known kind names, wherever they stand in it. */
export function objectRefs(entry: Entry): ObjectRef[] {
  if (!isKnownKind(entry.kind)) return [];
  const body = entry.body as Partial<Said & Shown & Voiced>;
  return [...(body.objects ?? []), ...(body.pictures ?? []).map((p) => p.object), ...(body.voice ? [body.voice.object] : [])];
}

/** Their ids. */
export const objectsOf = (entry: Entry): string[] => objectRefs(entry).map((object) => object.id);

function forget(circle: Circle, id: string): void {
  for (const object of objectsOf(circle.entries.get(id)!.entry)) circle.vault.deleteBlob(circle.kind("object"), object);
  circle.loseEntry(id);
  if (circle.drafts.delete(id)) circle.drop("draft", id);
}

function forgetEpoch(circle: Circle, turn: string): void {
  for (const [number, item] of circle.out) {
    if (item.turn !== turn) continue;
    circle.out.delete(number);
    circle.drop("out", String(number));
    for (const blob of Object.values(item.blocks)) circle.vault.deleteBlob(circle.kind("out"), blob);
  }
  circle.keys.delete(turn);
  circle.drop("keys", turn);
  circle.vault.deleteBlob(circle.kind("slots-of"), turn);
  circle.forgetLogs();
}
