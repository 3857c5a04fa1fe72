/** Moving this device to the turn everybody agrees on: choosing, opening the slot, adopting, witnessing (PROTOCOL 6.7–6.10). Inside `vault.write`. */

import * as base64url from "./base64url.ts";
import { ADOPTION } from "./block.ts";
import { concat } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import { type Circle, secretsFrom } from "./circle.ts";
import { type Secrets, turnSecret } from "./epoch.ts";
import { SlotWrong, TwoHistories } from "./errors.ts";
import { adoptionPreimage } from "./evidence.ts";
import type { EpochKeys, MadeTurn, SpareKeys, Status } from "./local.ts";
import { clamp, EPOCH_DAYS } from "./retention.ts";
import { seatOf, witnesses } from "./roster.ts";
import type { AdoptionProof, Turn } from "./shapes.ts";
import { openSlot } from "./slots.ts";
import type { Node } from "./tree.ts";
import { putOut, write, writeAgain } from "./writing.ts";

/** Goes as far towards the tip as this device has keys for. Whether it moved. Alarms instead of throwing. */
export async function settle(circle: Circle): Promise<boolean> {
  let moved = false;
  while (circle.following && (await step(circle))) moved = true;
  if (moved) await arrive(circle);
  return moved;
}

async function step(circle: Circle): Promise<boolean> {
  let tip: Node;
  try {
    tip = circle.trunk.tip();
  } catch (error) {
    if (!(error instanceof TwoHistories)) throw error;
    circle.changeMe({ status: "stopped" });
    circle.alarm("two-histories");
    return false;
  }
  if (tip.id === circle.me.tip) return false;
  const path = circle.trunk.path(tip);
  const own = new Set(circle.branch().map((n) => n.id));
  let at = path.findIndex((n) => n.id === circle.me.tip);
  if (at < 0) at = path.findLastIndex((n) => own.has(n.id));
  for (const node of path.slice(at + 1)) if (await enter(circle, node)) return true;
  // The branch this device stood on lost, and the better one cannot be entered yet: it stands at the fork meanwhile.
  const fork = path[at]!;
  if (fork.id !== circle.me.tip && circle.keys.has(fork.id)) circle.changeMe({ tip: fork.id });
  return false;
}

/** Adopts `node` if this seat's secrets for it are at hand, or if it ends this seat or the circle. */
async function enter(circle: Circle, node: Node): Promise<boolean> {
  const turn = node.signed?.turn;
  if (!turn) return false;
  const seat = seatOf(node.state, circle.me.seat);
  if (node.state.closed || !seat || seat.state === "frozen") {
    return enterWithoutKeys(circle, node, node.state.closed ? "closed" : seat ? "frozen" : "expelled");
  }
  if (!(await ownPublics(circle)).has(seat.ed)) return enterWithoutKeys(circle, node, "taken");
  const secrets = await secretsFor(circle, turn, node.id, seat.kem);
  if (!secrets) return false;
  keepKeys(circle, node.id, secrets);
  await takeUp(circle, seat.ed, node.id);
  circle.changeMe({ tip: node.id, status: "active" });
  return true;
}

/** Keeps the secrets of an epoch that begins here. */
export function keepKeys(circle: Circle, turn: string, secrets: Secrets): void {
  const keys: EpochKeys = {
    e: base64url.encode(secrets.e),
    l: base64url.encode(secrets.l),
    d: base64url.encode(turnSecret(circle.c, secrets.l)),
    lane: secrets.lane,
    laneSeed: base64url.encode(secrets.laneSeed),
    ended: -1,
  };
  circle.keys.set(turn, keys);
  circle.put("keys", turn, keys);
  circle.forgetLogs();
}

function enterWithoutKeys(circle: Circle, node: Node, status: Status): boolean {
  if (status === "frozen" && circle.me.status === "frozen" && circle.me.tip === node.id) return false;
  const turn = node.signed!.turn;
  const leaving = turn.proposals.some((p) => p.entry.body["action"] === "leave" && p.entry.seat === circle.me.seat);
  const left = status === "expelled" && leaving;
  circle.changeMe({ tip: node.id, status: left ? "left" : status });
  if (!left) circle.alarm(status, circle.nameOf(turn.author));
  return true;
}

/** Destroys this seat's keys once its end is final and its own witnessing of it is out. */
export function bury(circle: Circle): void {
  if (!circle.ending || !circle.trunk.isFinal(circle.here)) return;
  for (const item of circle.out.values()) if (item.log === "turn" && !item.posted.length) return;
  destroyKeys(circle);
}

/** Forgets every secret of this circle; what was already read stays until it expires. */
function destroyKeys(circle: Circle): void {
  for (const kind of ["keys", "out", "slot", "repair", "made", "prepared", "invitation", "knock", "slots-of"]) {
    circle.vault.deleteKind(circle.kind(kind));
  }
  circle.keys.clear();
  circle.out.clear();
  circle.slots.clear();
  circle.forgetLogs();
  circle.changeMe({ sign: "", kem: "", ring: [] });
}

const publicOf = async (circle: Circle, seed: string): Promise<string> =>
  base64url.encode((await circle.c.signer(base64url.decode(seed, 32))).public);

const signSeeds = (circle: Circle): string[] => [circle.me.sign, ...circle.me.ring.map((spare) => spare.sign)].filter(Boolean);

async function ownPublics(circle: Circle): Promise<Set<string>> {
  return new Set(await Promise.all(signSeeds(circle).map((seed) => publicOf(circle, seed))));
}

async function secretsFor(circle: Circle, turn: Turn, id: string, kem: string): Promise<Secrets | undefined> {
  const made = circle.get<MadeTurn>("made", id);
  if (made) return secretsFrom(made);
  const key = await circle.sealingFor(kem);
  if (!key) return undefined;
  const listed = turn.slots.find(([seat]) => seat === circle.me.seat)?.[1] ?? "";
  const slot = circle.slots.get(listed);
  const repairs = (circle.repairs.get(id) ?? []).filter((r) => r.seat === circle.me.seat);
  for (const sealed of [...(slot ? [base64url.encode(slot)] : []), ...repairs.map((r) => r.sealed)]) {
    try {
      return await openSlot(circle.c, turn, circle.me.seat, key, base64url.decode(sealed));
    } catch (error) {
      if (!(error instanceof SlotWrong)) throw error;
      circle.alarm("slot-wrong", `${circle.nameOf(turn.author)}: ${error.message}`);
    }
  }
  return undefined;
}

/** Puts the keys the turn gives this seat in force. The others stay in the ring: the turn may yet lose against a sibling. */
async function takeUp(circle: Circle, ed: string, turn: string): Promise<void> {
  const { sign, kem, ring } = circle.me;
  for (const taken of ring) {
    if ((await publicOf(circle, taken.sign)) !== ed) continue;
    const left: SpareKeys = { sign, kem, state: "replaced", turn };
    circle.changeMe({ sign: taken.sign, kem: taken.kem, ring: [...ring.filter((spare) => spare !== taken), left] });
    return;
  }
}

/** Erases keys that no turn can put in force again: what replaced them is final, or the turn after their posting is (3, S1). */
function dropSpares(circle: Circle): void {
  const settled = circle.trunk.settled();
  const kept = circle.me.ring.filter((s) => !settled.includes(s.turn) || (s.state === "posted" && s.turn === settled.at(-1)));
  if (kept.length !== circle.me.ring.length) circle.changeMe({ ring: kept });
}

/** Everything that follows a move: epochs that ended, witnessing, rotation, a sign of life, what must be written again. */
async function arrive(circle: Circle): Promise<void> {
  const today = circle.around.today();
  const branch = circle.branch();
  branch.forEach((before, i) => {
    const [keys, after] = [circle.keys.get(before.id), branch[i + 1]?.signed];
    if (!keys || keys.ended >= 0 || !after) return;
    const ended = { ...keys, ended: clamp(after.turn.day, today, EPOCH_DAYS - 1) };
    circle.keys.set(before.id, ended);
    circle.put("keys", before.id, ended);
  });
  const listed = circle.here.signed?.turn.slots.flatMap(([, hash]) => circle.slots.get(hash) ?? []) ?? [];
  if (listed.length) circle.putBlob("slots-of", circle.here.id, concat(...listed));
  for (const name of circle.slots.keys()) circle.drop("slot", name);
  circle.slots.clear();
  if (circle.me.status === "active" || circle.me.status === "closed") await witness(circle);
  if (circle.me.status !== "active") return;
  dropSpares(circle);
  await writeAgain(circle);
  await rotateIfDue(circle);
  await announce(circle);
}

/** Signs the adoption of the turn this device stands in, if this seat is a witness of its parent; once per parent. */
async function witness(circle: Circle): Promise<void> {
  const [node, parent] = [circle.here, circle.trunk.parent(circle.here)];
  if (!parent || !witnesses(parent.state).includes(circle.me.seat) || !circle.secretsOf(parent.id)) return;
  if (circle.get("witnessed", parent.id) !== undefined) return;
  const ed = seatOf(parent.state, circle.me.seat)?.ed;
  for (const seed of signSeeds(circle)) {
    const key = await circle.c.signer(base64url.decode(seed, 32));
    if (base64url.encode(key.public) !== ed) continue;
    const message = adoptionPreimage(circle.state.circle, parent.id, node.id, circle.me.seat);
    const sig = base64url.encode(await key.sign(message));
    const adoption: AdoptionProof = { parent: parent.id, child: node.id, seat: circle.me.seat, sig };
    await circle.trunk.adopt(adoption);
    circle.put("witnessed", parent.id, node.id);
    circle.put("adoption", `${parent.id}:${circle.me.seat}:${node.id}`, adoption);
    await putOut(circle, parent.id, [[ADOPTION, canonical.encode(adoption)]]);
    return;
  }
}

/** A sign of life in this epoch, so that nobody thinks this seat missed the turn. */
export async function announce(circle: Circle): Promise<void> {
  for (const { entry } of circle.current().values()) if (entry.seat === circle.me.seat) return;
  await write(circle, "circle.here.v1", {});
}

/** Posts new keys when it is this seat's epoch to rotate (PROTOCOL 6.11), or after a clone. */
async function rotateIfDue(circle: Circle): Promise<void> {
  const { epoch, origin_circle, policy, seats } = circle.state;
  const due = (circle.me.seat + epoch) % 4 === 0 || (epoch === 0 && origin_circle !== "");
  const posted = [...circle.current().values()].some((s) => s.entry.seat === circle.me.seat && s.entry.kind === "circle.rotate.v1");
  if (posted) return; // a branch this device comes back to
  if (due && policy.kind !== "porch" && seats.length > 1) await rotate(circle);
}

/** Draws new keys and posts them; they are in force after the next turn. */
export async function rotate(circle: Circle): Promise<void> {
  const [seed, kemSeed] = [circle.c.random(32), circle.c.random(32)];
  const spare: SpareKeys = { sign: base64url.encode(seed), kem: base64url.encode(kemSeed), state: "posted", turn: circle.here.id };
  circle.changeMe({ ring: [...circle.me.ring, spare] });
  const [ed, kem] = [(await circle.c.signer(seed)).public, (await circle.c.opener(kemSeed)).public];
  await write(circle, "circle.rotate.v1", { ed: base64url.encode(ed), kem: base64url.encode(kem) });
}
