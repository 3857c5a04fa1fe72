/** The outside of the door: a newcomer (or somebody whose phone was lost) knocks, reads her words, and is let in (PROTOCOL 8). */

import * as base64url from "./base64url.ts";
import type { Bytes } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import type { Circle } from "./circle.ts";
import type { Opener } from "./crypto.ts";
import * as door from "./door.ts";
import { postDoor, readDoor } from "./door_post.ts";
import type { Secrets } from "./epoch.ts";
import { DoorRefused, NotCanonical, SlotWrong } from "./errors.ts";
import { validBy } from "./evidence.ts";
import type { Knocking, Session } from "./local.ts";
import type { Mailboxes } from "./mailbox.ts";
import * as names from "./names.ts";
import { rosterHash, seatOf } from "./roster.ts";
import { checkInviterCard, checkNonce, checkOffer, checkWelcome, type DoorMessage, type Knock, type Purpose } from "./shapes.ts";
import { keepKeys } from "./settle.ts";
import { openSlot } from "./slots.ts";
import { type Node, Tree } from "./tree.ts";
import { spoken } from "./words.ts";

const MAX_SESSIONS = 8;

/** Draws fresh keys for this knock and keeps them. Throws DoorRefused for a bad link or name. Inside `vault.write`. */
export async function startKnock(circle: Circle, text: string, name: string, purpose: Purpose): Promise<void> {
  const link = door.readLink(text);
  if (!names.proper(name)) throw new DoorRefused("name", "1 to 40 letters, no invisible characters");
  const ed = base64url.encode((await circle.signing()).public);
  const kem = base64url.encode((await circle.sealing()).public);
  const card = { v: 1, name, ed, kem, seat: -1 };
  const reply = base64url.encode(circle.c.random(32));
  keep(circle, { link: door.writeLink("", link), purpose, card, reply, inviter: null, sessions: [] });
}

/** The knock under way on this device, if any. */
export const knockingOf = (circle: Circle): Knocking | undefined => circle.get<Knocking>("knocking", "mine");

/** The same for a screen: who invites, and each voucher's words once they are known (`transcript` is "" until then). */
export function knockView(
  circle: Circle,
): { purpose: Purpose; name: string; inviter: string; sessions: { voucher: number; name: string; transcript: string }[] } | undefined {
  const mine = knockingOf(circle);
  if (!mine) return undefined;
  const sessions = mine.sessions.map((s) => ({ voucher: s.voucher, name: s.voucherName, transcript: s.transcript }));
  return { purpose: mine.purpose, name: mine.card.name, inviter: mine.inviter?.name ?? "", sessions };
}

/** The six words of a transcript (base64url), none for "". */
export const sixWords = (transcript: string, list: readonly string[]): string[] =>
  transcript ? spoken(base64url.decode(transcript, 32), door.WORDS, list) : [];

/** Carries the knock one step on; true once the welcome was accepted. Throws DoorRefused when the door is not what the link says. */
export async function stepKnock(circle: Circle, mailboxes: Mailboxes): Promise<boolean> {
  const mine = knockingOf(circle);
  if (!mine) return true;
  const link = door.readLink(mine.link);
  const seen = await readDoor(circle.c, link, mailboxes);
  if (seen.missing) throw new DoorRefused("gone", "this invitation has expired or was cancelled");
  const met = mine.inviter ? mine : await circle.vault.write(async () => meet(circle, mine, link, seen.messages));
  if (!met.inviter) return false;
  const reply = await circle.sealing(met.reply);
  if (!seen.messages.some((m) => m.type === "knock" && m.session === ownMark(met))) {
    await postDoor(circle.c, link, mailboxes, [await knockMessage(circle, met, reply)]);
  }
  for (const message of seen.messages) {
    if (message.type === "offer") await circle.vault.write(() => newSession(circle, message, reply));
    else if (message.type === "nonce") await circle.vault.write(() => wordsOf(circle, message, reply, link));
  }
  const records = await answers(circle, new Set(seen.messages.map((m) => `${m.type} ${m.session}`)));
  if (records.length) await postDoor(circle.c, link, mailboxes, records);
  for (const message of seen.messages) {
    if (message.type === "welcome" && (await circle.vault.write(() => welcomed(circle, message)))) return true;
  }
  if (seen.closed && !knockingOf(circle)?.sessions.length) throw new DoorRefused("closed", "this invitation was used or cancelled");
  return false;
}

function keep(circle: Circle, knocking: Knocking): Knocking {
  circle.put("knocking", "mine", knocking);
  circle.version++;
  return knocking;
}

function meet(circle: Circle, mine: Knocking, link: door.Link, messages: readonly DoorMessage[]): Knocking {
  for (const message of messages.filter((m) => m.type === "card")) {
    try {
      const card = canonical.decode(base64url.decode(message.data), checkInviterCard, 8_192);
      const promised = base64url.encode(door.cardHash(circle.c, card)) === base64url.encode(link.cardHash);
      if (card.v === 1 && promised && isKey(circle, card.kem)) return keep(circle, { ...mine, inviter: card });
    } catch (error) {
      if (!(error instanceof NotCanonical)) throw error;
    }
  }
  return mine;
}

const ownMark = (mine: Knocking): string => mine.card.ed.slice(0, 12);

async function knockMessage(circle: Circle, mine: Knocking, reply: Opener): Promise<Bytes> {
  const content: Knock = { purpose: mine.purpose, name: mine.card.name, reply: base64url.encode(reply.public) };
  return door.sealMessage(circle.c, "knock", ownMark(mine), content, base64url.decode(mine.inviter!.kem, 1_216));
}

async function newSession(circle: Circle, message: DoorMessage, reply: Opener): Promise<void> {
  const mine = knockingOf(circle)!;
  const { inviter } = mine;
  if (!inviter || mine.sessions.some((s) => s.id === message.session) || mine.sessions.length >= MAX_SESSIONS) return;
  const offer = await door.openMessage(message, reply, checkOffer);
  if (!offer || !names.valid(offer.name) || !isKey(circle, offer.session_key)) return;
  if (offer.voucher === inviter.seat && offer.ed !== inviter.ed) return; // somebody claims the inviter's seat without the link's key
  let card = mine.card;
  if (mine.purpose !== "admit" && card.seat === -1) {
    if (offer.voucher !== inviter.seat) return; // only the inviter, whose key the link promised, may name the old seat
    card = { ...card, seat: offer.old_seat };
    if (card.seat === -1) throw new DoorRefused("no-seat", "nobody of that name has a seat in this circle");
  }
  const nonce = circle.c.random(32);
  const session: Session = {
    id: message.session,
    voucher: offer.voucher,
    voucherName: offer.name,
    voucherEd: offer.ed,
    sessionKey: offer.session_key,
    commitment: base64url.encode(door.doorCommitment(circle.c, card, nonce)),
    nonce: base64url.encode(nonce),
    turn: "",
    roster: "",
    transcript: "",
  };
  keep(circle, { ...mine, card, sessions: [...mine.sessions, session] });
}

function isKey(circle: Circle, text: string): boolean {
  try {
    return circle.c.usableSealing(base64url.decode(text, 1_216));
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}

async function wordsOf(circle: Circle, message: DoorMessage, reply: Opener, link: door.Link): Promise<void> {
  const mine = knockingOf(circle)!;
  const session = mine.sessions.find((s) => s.id === message.session && !s.transcript);
  const answer = session && (await door.openMessage(message, reply, checkNonce));
  if (!session || !answer || !mine.inviter) return;
  const { nonce, turn, roster, sig } = answer;
  try {
    const message_ = door.noncePreimage(session.id, session.commitment, nonce, turn, roster);
    if (!(await validBy(circle.c, session.voucherEd, sig, message_))) return;
    const transcript = door.transcriptOf(circle.c, {
      purpose: mine.purpose,
      circle: mine.inviter.circle,
      turn,
      roster,
      secret: link.secret,
      inviter: mine.inviter,
      voucher: session.voucher,
      voucherEd: session.voucherEd,
      newcomer: mine.card,
      promised: base64url.decode(session.commitment, 32),
      nonceV: base64url.decode(nonce, 32),
      nonceN: base64url.decode(session.nonce, 32),
    });
    const ready = { ...session, turn, roster, transcript: base64url.encode(transcript) };
    keep(circle, { ...mine, sessions: mine.sessions.map((s) => (s.id === ready.id ? ready : s)) });
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error; // a malformed answer is no answer
  }
}

async function answers(circle: Circle, said: ReadonlySet<string>): Promise<Bytes[]> {
  const mine = knockingOf(circle)!;
  const records: Bytes[] = [];
  for (const s of mine.sessions) {
    const key = base64url.decode(s.sessionKey, 1_216);
    if (!said.has(`commit ${s.id}`)) records.push(await door.sealMessage(circle.c, "commit", s.id, { commitment: s.commitment }, key));
    if (s.transcript && !said.has(`reveal ${s.id}`)) {
      records.push(await door.sealMessage(circle.c, "reveal", s.id, { card: mine.card, nonce: s.nonce }, key));
    }
  }
  return records;
}

/** Checks everything a welcome says against what the words covered, then sits down (PROTOCOL 8.7). */
async function welcomed(circle: Circle, message: DoorMessage): Promise<boolean> {
  const mine = knockingOf(circle);
  const key = await circle.sealing();
  const welcome = mine && (await door.openMessage(message, key, checkWelcome));
  if (!welcome || !mine.inviter) return false;
  const tree = new Tree(circle.c, { id: welcome.turn, state: welcome.state, signed: null });
  const grown: Node[] = [tree.root];
  try {
    for (const signed of welcome.turns) grown.push(...(await tree.add(signed)));
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error; // ids that are none: too few turns grow, which is refused below
  }
  const reached = new Set(grown.map((n) => `${n.id} ${rosterHash(circle.c, n.state)}`));
  const covered = mine.sessions.filter((s) => s.transcript && s.voucher === mine.inviter!.seat && reached.has(`${s.turn} ${s.roster}`));
  const tip = grown.at(-1)!;
  const turn = tip.signed?.turn;
  const seat = seatOf(tip.state, welcome.seat);
  const whole = welcome.state.circle === mine.inviter.circle && grown.length === welcome.turns.length + 1;
  const own = seat && seat.ed === mine.card.ed && seat.kem === mine.card.kem && seat.name === mine.card.name;
  if (!covered.length || !whole || !turn || !own) {
    circle.alarm("welcome-wrong");
    return false;
  }
  if (!turn.slots.some(([number]) => number === seat.seat)) return false;
  try {
    sit(circle, tree, grown, tip, seat.seat, await openSlot(circle.c, turn, seat.seat, key, base64url.decode(welcome.slot)));
    return true;
  } catch (error) {
    if (!(error instanceof SlotWrong) && !(error instanceof NotCanonical)) throw error;
    circle.alarm("slot-wrong", circle.me.name);
    return false;
  }
}

function sit(circle: Circle, tree: Tree, grown: readonly Node[], tip: Node, seat: number, secrets: Secrets): void {
  circle.tree = tree;
  for (const node of grown) circle.saveNode(node);
  keepKeys(circle, tip.id, secrets);
  circle.drop("knocking", "mine");
  const { epoch, circle: id } = tip.state;
  circle.changeMe({ status: "active", circle: id, seat, root: tree.root.id, tip: tip.id, since: epoch, created: circle.around.today() });
}
