/** After a sync: hears knocks, carries every open session one step on, welcomes who was admitted, shuts doors that are done (PROTOCOL 8). */

import * as base64url from "./base64url.ts";
import type { Bytes } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import type { Circle } from "./circle.ts";
import * as door from "./door.ts";
import { postDoor, readDoor } from "./door_post.ts";
import { CannotOpen, DoorRefused, NotCanonical, RelayUnreachable } from "./errors.ts";
import { cancel, invitations, keepKnock, knocks, linkIn, linkOf, noteKnock, OPEN, secretIn, vouches } from "./inviting.ts";
import type { HeldKnock, Invitation, KnockState } from "./local.ts";
import type { Mailboxes } from "./mailbox.ts";
import * as names from "./names.ts";
import { coordinators, witnesses } from "./roster.ts";
import { checkKnock, type DoorMessage, type KnockNote, type Nonce, type Offer, type Welcome } from "./shapes.ts";
import { checkReveal, forgetUsedVouches, promise, proposeVouched, vouched } from "./vouching.ts";
import { writeNote } from "./writing.ts";

const LIFETIME_TURNS = 2;

export async function tend(circle: Circle, mailboxes: Mailboxes): Promise<void> {
  if (circle.me.status !== "active") return;
  for (const invitation of invitations(circle)) {
    if (circle.state.epoch > invitation.epoch + LIFETIME_TURNS) await cancel(circle, mailboxes, invitation.id);
    else await hear(circle, mailboxes, invitation);
  }
  for (const knock of knocks(circle)) if (OPEN.includes(knock.state)) await tryOn(circle, mailboxes, knock);
  for (const knock of knocks(circle)) await conclude(circle, mailboxes, knock);
  if (circle.me.status !== "active") return;
  await circle.vault.write(async () => {
    forgetUsedVouches(circle);
    await proposeVouched(circle);
  });
}

async function hear(circle: Circle, mailboxes: Mailboxes, invitation: Invitation): Promise<void> {
  const { c } = circle;
  const seen = await readDoor(c, linkOf(invitation), mailboxes);
  const key = await circle.sealing(invitation.kem);
  const heard = (): HeldKnock[] => knocks(circle).filter((k) => k.mine && secretIn(k) === invitation.secret);
  for (const message of seen.messages) {
    if (message.type !== "knock" || heard().length >= door.MAX_KNOCKS) continue;
    const id = base64url.encode(c.sha256(canonical.encode(message))).slice(0, 16);
    if (heard().some((k) => k.knock === id)) continue;
    const content = await door.openMessage(message, key, checkKnock);
    if (!content || !names.proper(content.name)) continue;
    const note: KnockNote = {
      type: "knock",
      knock: id,
      link: door.writeLink("", linkOf(invitation)),
      card: canonical.text(invitation.card),
      purpose: content.purpose,
      name: content.name,
      reply: content.reply,
    };
    await circle.vault.write(async () => {
      noteKnock(circle, note, circle.me.seat, true);
      const others = secondVouchers(circle);
      if (!invitation.linked && others.length) await writeNote(circle, note, others);
    });
  }
}

/** Who learns of a knock at this device's door: the coordinators, and where they are too few the longest-seated members. */
function secondVouchers(circle: Circle): number[] {
  const others = coordinators(circle.state).filter((seat) => seat !== circle.me.seat);
  const older = witnesses(circle.state).filter((seat) => !others.includes(seat) && seat !== circle.me.seat);
  const missing = circle.state.policy.vouchers - 1 - others.length;
  return [...others, ...older.slice(0, Math.max(0, missing) * 2)];
}

// The knock as it is now, if it still is where the network call found it.
const still = (circle: Circle, knock: HeldKnock, ...states: KnockState[]): HeldKnock | undefined => {
  const now = circle.get<HeldKnock>("knock", knock.knock);
  return now && states.includes(now.state) ? now : undefined;
};

async function tryOn(circle: Circle, mailboxes: Mailboxes, knock: HeldKnock): Promise<void> {
  try {
    await carryOn(circle, mailboxes, knock);
  } catch (error) {
    if (!(error instanceof NotCanonical) && !(error instanceof CannotOpen)) throw error;
    await circle.vault.write(async () => keepKnock(circle, knock, { state: "over" })); // only who knocked can write in her session
  }
}

async function carryOn(circle: Circle, mailboxes: Mailboxes, held: HeldKnock): Promise<void> {
  let knock: HeldKnock | undefined = held;
  const { c } = circle;
  const link = linkIn(knock);
  const reply = base64url.decode(knock.note.reply, 1_216);
  if (knock.state === "waiting") {
    const [session, sessionKey] = [base64url.encode(c.random(9)), base64url.encode(c.random(32))];
    await circle.vault.write(async () => keepKnock(circle, held, { state: "offered", session, sessionKey }));
    knock = still(circle, knock, "offered");
    if (!knock) return;
  }
  const { session } = knock;
  const seen = (await readDoor(c, link, mailboxes)).messages.filter((m) => m.session === session);
  const said = new Set(seen.map((m) => m.type));
  if (!said.has("offer") && !(await say(circle, mailboxes, link, await offerOf(circle, knock, reply)))) return;
  for (const message of seen) await hearStep(circle, held, message);
  knock = still(circle, held, "promised", "ready");
  if (knock?.state === "promised" && !said.has("nonce")) await say(circle, mailboxes, link, await nonceOf(circle, knock, reply));
  const linked = knock?.mine && invitations(circle).some((i) => i.linked && i.secret === base64url.encode(link.secret));
  if (knock?.state === "ready" && linked) {
    const ready = knock;
    await circle.vault.write(() => vouched(circle, ready));
  }
}

async function hearStep(circle: Circle, held: HeldKnock, message: DoorMessage): Promise<void> {
  if (message.type !== "commit" && message.type !== "reveal") return;
  await circle.vault.write(async () => {
    const knock = still(circle, held, "offered", "promised");
    if (knock?.state === "offered" && message.type === "commit") await promise(circle, knock, message);
    else if (knock?.state === "promised" && message.type === "reveal") await checkReveal(circle, knock, message);
  });
}

async function offerOf(circle: Circle, knock: HeldKnock, reply: Bytes): Promise<Bytes> {
  const { purpose, name } = knock.note;
  const same = circle.state.seats.find((s) => s.name === name);
  const offer: Offer = {
    voucher: circle.me.seat,
    old_seat: same && purpose !== "admit" ? same.seat : -1,
    name: circle.seat.name,
    ed: circle.seat.ed,
    session_key: base64url.encode((await circle.sealing(knock.sessionKey)).public),
  };
  return door.sealMessage(circle.c, "offer", knock.session, offer, reply);
}

async function nonceOf(circle: Circle, knock: HeldKnock, reply: Bytes): Promise<Bytes> {
  const { session, commitment, nonce, turn, roster } = knock;
  const signed = await (await circle.signing()).sign(door.noncePreimage(session, commitment, nonce, turn, roster));
  const answer: Nonce = { nonce, turn, roster, sig: base64url.encode(signed) };
  return door.sealMessage(circle.c, "nonce", session, answer, reply);
}

async function conclude(circle: Circle, mailboxes: Mailboxes, knock: HeldKnock): Promise<void> {
  const card = knock.card ?? vouches(circle).find((v) => v.knock === knock.knock)?.card;
  if (!card || knock.state === "over" || knock.state === "admitted") return;
  const seated = circle.state.seats.find((s) => s.ed === card.ed);
  if (!seated) return;
  const slot = circle.get<string>("welcome", card.ed);
  if (slot !== undefined && !(await welcome(circle, mailboxes, knock, card.ed, seated.seat, slot))) return;
  const lively = [...circle.current().values()].some((s) => s.entry.seat === seated.seat);
  if (knock.mine && !lively) return;
  await circle.vault.write(async () => keepKnock(circle, knock, { state: "admitted" }));
  if (!knock.mine) return;
  for (const made of invitations(circle)) if (made.secret === secretIn(knock)) await cancel(circle, mailboxes, made.id);
}

async function welcome(circle: Circle, mailboxes: Mailboxes, knock: HeldKnock, ed: string, seat: number, slot: string): Promise<boolean> {
  const turns = new Set(
    vouches(circle)
      .filter((v) => v.card.ed === ed)
      .map((v) => v.turn),
  );
  const branch = circle.branch();
  const admitting = branch.findIndex((n) => n.state.seats.some((s) => s.ed === ed));
  const covered = branch.flatMap((n, i) => (turns.has(n.id) ? [i] : []));
  const start = Math.max(0, Math.min(...covered, admitting - 1));
  const base = branch[start]!;
  const since = branch.slice(start + 1, admitting + 1).flatMap((n) => (n.signed ? [n.signed] : []));
  const content: Welcome = { turn: base.id, state: base.state, turns: since, seat, slot };
  const kem = branch[admitting]!.state.seats.find((s) => s.ed === ed)!.kem;
  const record = await door.sealMessage(circle.c, "welcome", "", content, base64url.decode(kem, 1_216));
  if (!(await say(circle, mailboxes, linkIn(knock), record))) return false;
  await circle.vault.write(async () => circle.drop("welcome", ed));
  return true;
}

async function say(circle: Circle, mailboxes: Mailboxes, link: door.Link, record: Bytes): Promise<boolean> {
  try {
    await postDoor(circle.c, link, mailboxes, [record]);
    return true;
  } catch (error) {
    if (error instanceof RelayUnreachable || error instanceof DoorRefused) return false;
    throw error;
  }
}
