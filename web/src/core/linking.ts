/**
 * Circles that hang together: a porch or a case room beside a circle, and a quiet clone without somebody (PROTOCOL 8.9, 8.10).
 * No new cryptography: a linked circle is a circle; the way into it travels in a sealed entry of the first.
 */

import { genesis } from "./apply.ts";
import * as base64url from "./base64url.ts";
import { OBJECT } from "./block.ts";
import type { Bytes } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import type { Circle } from "./circle.ts";
import { preimage } from "./crypto.ts";
import type { Device } from "./device.ts";
import { HomewardError, NotAllowed, NotFound, TurnRefused } from "./errors.ts";
import { validBy } from "./evidence.ts";
import { begin } from "./founding.ts";
import { invite } from "./inviting.ts";
import type { Mailboxes } from "./mailbox.ts";
import { drawLogs, makeGenesis } from "./make_turn.ts";
import { openObject, sealObject } from "./objects.ts";
import { active, coordinators, seatOf } from "./roster.ts";
import { announce, rotate } from "./settle.ts";
import {
  type CircleKind,
  checkCloneOffer,
  type CloneNote,
  type CloneOffer,
  type LinkNote,
  type ObjectRef,
  type Seat,
  type State,
} from "./shapes.ts";
import { openSlot } from "./slots.ts";
import { putOut, writeNote } from "./writing.ts";

const MAX_CLONE = 2_000_000;

type Signature = readonly [seat: number, sig: string];

/** A clone this device drafted and that still lacks signatures. */
interface Cloning {
  readonly reference: ObjectRef;
  readonly sigs: readonly Signature[];
  readonly seats: readonly number[];
}

/** Ways into linked circles that were sealed to this seat, with who sent them. */
export const links = (circle: Circle): [number, LinkNote][] => circle.scan<[number, LinkNote]>("link").map(([, pair]) => pair);

const cloneNotes = (circle: Circle): [number, CloneNote][] => circle.scan<[number, CloneNote]>("clone").map(([, pair]) => pair);

/** Sends a way into `linked`, sealed to one seat of `circle`. Locks by itself. */
export async function sendLink(
  circle: Circle,
  linked: Circle,
  mailboxes: Mailboxes,
  title: string,
  kind: CircleKind,
  helper: number,
): Promise<void> {
  const { link } = await invite(linked, mailboxes, "", true);
  await circle.vault.write(() => writeNote(circle, { type: "link", circle_kind: kind, title, link, roles: [] }, [helper]));
}

/** Clones another coordinator asks this one to sign. */
export const cloneDrafts = (circle: Circle): [number, CloneNote][] => cloneNotes(circle).filter(([, note]) => note.stage === "draft");

/** Begins a circle with everybody but some. With two coordinators the other must sign first. The new circle's id. Locks by itself. */
export async function clone(device: Device, circle: Circle, without: Iterable<number>, title: string): Promise<string> {
  const leftOut = new Set(without);
  if (!coordinators(circle.state).includes(circle.me.seat) || leftOut.has(circle.me.seat) || !leftOut.size) {
    throw new NotAllowed("a coordinator leaves out somebody else");
  }
  const staying = active(circle.state).filter((s) => !leftOut.has(s.seat));
  const seats = staying.map((s): Seat => ({ ...s, since: 0, state: "active", frozen: -1, frozen_by: -1, confirmed: false }));
  const { policy, relays, next, circle: origin } = circle.state;
  const empty = { circle: "", epoch: 0, recent: [], heads: [], waiting: [], done: [], closed: false };
  const state: State = { ...empty, title, origin_circle: origin, origin_turn: circle.here.id, policy, relays, seats, next };
  const numbers = seats.map((s) => s.seat);
  return circle.vault.write(async () => {
    const made = await makeGenesis(circle.c, state, circle.me.seat, await circle.signing(), drawLogs(circle.c), circle.around.today());
    const offer: CloneOffer = { genesis: made.signed, slots: made.slots.map(base64url.encode) };
    const [reference, cipher] = await sealObject(circle.c, canonical.encode(offer), "application/homeward-clone", "");
    await putOut(circle, circle.here.id, [[OBJECT, cipher]]);
    circle.keepObject(reference.id, cipher);
    const fresh = await device.fresh(circle.me.name, "active");
    fresh.changeMe({ sign: circle.me.sign, kem: circle.me.kem });
    await begin(fresh, made, circle.me.seat);
    await rotate(fresh);
    const own: Signature = [circle.me.seat, await signClone_(circle, made.id)];
    const needed = signers(state, circle.state);
    if (needed.length === 1) await announceClone(circle, made.id, [own], reference, numbers);
    else {
      circle.put("cloning", made.id, { reference, sigs: [own], seats: numbers } satisfies Cloning);
      const draft: CloneNote = { type: "clone", stage: "draft", circle: made.id, sigs: [own], object: reference };
      await writeNote(
        circle,
        draft,
        needed.filter((s) => s !== circle.me.seat),
      );
    }
    return made.id;
  });
}

/** Agrees to a clone another coordinator drafted, after checking what it is. Throws NotFound, TurnRefused. Locks by itself. */
export async function signClone(circle: Circle, id: string): Promise<void> {
  const [author, draft] = cloneDrafts(circle).find(([, note]) => note.circle.startsWith(id)) ?? [];
  if (author === undefined || !draft?.object) throw new NotFound(`clone ${id}`);
  await offerOf(circle, draft.object, draft.circle);
  const sigs: Signature[] = [[circle.me.seat, await signClone_(circle, draft.circle)]];
  const answer: CloneNote = { type: "clone", stage: "signed", circle: draft.circle, sigs, object: null };
  await circle.vault.write(() => writeNote(circle, answer, [author]));
}

/** After a sync: announces a clone that has its signatures; sits down in one that was announced to this seat. Locks by itself. */
export async function tendClones(device: Device, circle: Circle): Promise<void> {
  if (circle.me.status !== "active") return;
  const notes = cloneNotes(circle);
  for (const [id, { reference, sigs, seats }] of circle.scan<Cloning>("cloning")) {
    const answers = new Map<number, Signature>(sigs.map((sig) => [sig[0], sig]));
    for (const [author, note] of notes) {
      if (note.stage !== "signed" || note.circle !== id) continue;
      for (const sig of note.sigs) if (sig[0] === author && (await signedClone(circle, id, sig))) answers.set(author, sig);
    }
    const chairs = coordinators(circle.state).filter((c) => seats.includes(c));
    if (answers.size < Math.min(2, chairs.length)) continue;
    await circle.vault.write(async () => {
      await announceClone(circle, id, [...answers.values()], reference, seats);
      circle.drop("cloning", id);
    });
  }
  const known = new Set(device.circles().map((c) => c.me.circle));
  for (const [, note] of notes) {
    if (note.stage === "ready" && note.object && !known.has(note.circle)) await joinClone(device, circle, note, note.object);
  }
}

async function announceClone(
  circle: Circle,
  id: string,
  sigs: readonly Signature[],
  object: ObjectRef,
  seats: readonly number[],
): Promise<void> {
  const note: CloneNote = { type: "clone", stage: "ready", circle: id, sigs, object };
  await writeNote(
    circle,
    note,
    seats.filter((s) => s !== circle.me.seat),
  );
}

async function joinClone(device: Device, circle: Circle, note: CloneNote, reference: ObjectRef): Promise<void> {
  await circle.vault.write(async () => {
    try {
      const offer = await offerOf(circle, reference, note.circle);
      const { turn } = offer.genesis;
      const needed = signers(await genesis(circle.c, offer.genesis), circle.state);
      const signed = new Set<number>();
      for (const sig of note.sigs) if (await signedClone(circle, note.circle, sig)) signed.add(sig[0]);
      const own = turn.slots.findIndex(([seat]) => seat === circle.me.seat);
      if (own < 0 || needed.some((s) => !signed.has(s))) throw new TurnRefused("clone", "not signed by those who must");
      const sealed = base64url.decode(offer.slots[own]!);
      const secrets = await openSlot(circle.c, turn, circle.me.seat, await circle.sealing(), sealed);
      const fresh = await device.fresh(circle.me.name, "active");
      fresh.changeMe({ sign: circle.me.sign, kem: circle.me.kem });
      await begin(fresh, { id: note.circle, signed: offer.genesis, secrets }, circle.me.seat);
      await announce(fresh);
      await rotate(fresh);
    } catch (error) {
      if (!(error instanceof HomewardError)) throw error;
      circle.alarm("clone-refused", error.reason || error.name);
    }
  });
}

async function offerOf(circle: Circle, reference: ObjectRef, id: string): Promise<CloneOffer> {
  const cipher = await circle.getBlob("object", reference.id);
  if (!cipher) throw new NotFound("the clone has not arrived whole yet; sync");
  const offer = canonical.decode(await openObject(circle.c, reference, cipher), checkCloneOffer, MAX_CLONE);
  const state = await genesis(circle.c, offer.genesis);
  const old = circle.branch().find((n) => n.id === state.origin_turn)?.state;
  const ours = state.circle === id && state.origin_circle === circle.state.circle;
  if (!ours || !old || offer.slots.length !== offer.genesis.turn.slots.length) throw new TurnRefused("clone", "is not of this circle");
  const key = (s: Seat): string => canonical.text([s.name, s.ed, s.kem, s.roles]);
  for (const seat of state.seats) {
    const before = seatOf(old, seat.seat);
    if (!before || key(before) !== key(seat)) throw new TurnRefused("clone", "has a seat this circle does not know");
  }
  return offer;
}

/** Who must sign a clone: two of the old circle's coordinators who stay, or the only one. */
const signers = (fresh: State, old: State): number[] =>
  coordinators(old)
    .filter((c) => seatOf(fresh, c))
    .slice(0, 2);

/** What a coordinator of the circle `origin` signs to agree to a clone (PROTOCOL 8.10). */
export const cloneMessage = (genesisId: string, origin: string): Bytes =>
  preimage("homeward/clone/v1", base64url.idBytes(genesisId), base64url.idBytes(origin));

const signClone_ = async (circle: Circle, id: string): Promise<string> =>
  base64url.encode(await (await circle.signing()).sign(cloneMessage(id, circle.state.circle)));

const signedClone = (circle: Circle, id: string, [seat, sig]: Signature): Promise<boolean> =>
  validBy(circle.c, seatOf(circle.state, seat)?.ed ?? "", sig, cloneMessage(id, circle.state.circle));
