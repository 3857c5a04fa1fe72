/** Invitations and the knocks at their doors, as the people inside see them (PROTOCOL 8.1, 8.4, 8.6). */

import * as base64url from "./base64url.ts";
import * as canonical from "./canonical.ts";
import type { Circle } from "./circle.ts";
import { usableKeys } from "./decisions.ts";
import * as door from "./door.ts";
import { closeDoor, postDoor } from "./door_post.ts";
import { DoorRefused, NotAllowed, NotCanonical, NotFound } from "./errors.ts";
import { isId } from "./form.ts";
import type { HeldKnock, Invitation, KnockState } from "./local.ts";
import type { Mailboxes } from "./mailbox.ts";
import * as names from "./names.ts";
import { seatOf } from "./roster.ts";
import { checkInviterCard, type InviterCard, type KnockNote, SEAT_LIMIT, type VouchNote } from "./shapes.ts";
import { writeNote } from "./writing.ts";

/** A knock in one of these states may still be vouched for. */
export const OPEN: readonly KnockState[] = ["waiting", "offered", "promised", "ready"];

/** Opens a door and returns it with its link. Throws RelayUnreachable when no relay of the circle answers. Locks by itself. */
export async function invite(circle: Circle, mailboxes: Mailboxes, app: string, linked = false): Promise<Invitation> {
  const { c, seat, state } = circle;
  if (state.seats.length >= SEAT_LIMIT[state.policy.kind]) throw new NotAllowed("every seat of this circle is taken");
  const [secret, laneSeed, kem] = [c.random(32), c.random(32), c.random(32)];
  const oneTime = base64url.encode((await c.opener(kem)).public);
  const card: InviterCard = { v: 1, circle: state.circle, seat: seat.seat, name: seat.name, ed: seat.ed, kem: oneTime };
  const lane = await c.signer(laneSeed);
  const link: door.Link = { secret, cardHash: door.cardHash(c, card), lane: lane.public, relays: state.relays };
  const made: Invitation = {
    id: base64url.encode(c.sha256(secret)).slice(0, 8),
    secret: base64url.encode(secret),
    laneSeed: base64url.encode(laneSeed),
    kem: base64url.encode(kem),
    card,
    relays: state.relays,
    epoch: state.epoch,
    day: circle.around.today(),
    linked,
    link: door.writeLink(app, link),
  };
  await circle.vault.write(async () => circle.put("invitation", made.id, made));
  try {
    await postDoor(c, link, mailboxes, [door.cardMessage(card)], lane);
  } catch (error) {
    await circle.vault.write(async () => circle.drop("invitation", made.id));
    throw error;
  }
  return made;
}

/** Open invitations of this device. */
export const invitations = (circle: Circle): Invitation[] => circle.scan<Invitation>("invitation").map(([, made]) => made);

/** The parts of an invitation's link. */
export const linkOf = (invitation: Invitation): door.Link => door.readLink(invitation.link);

/** Shuts an invitation's door. Throws NotFound. Locks by itself. */
export async function cancel(circle: Circle, mailboxes: Mailboxes, id: string): Promise<void> {
  const found = invitations(circle).find((i) => i.id === id);
  if (!found) throw new NotFound(`invitation ${id}`);
  await closeDoor(circle.c, linkOf(found), mailboxes, await circle.c.signer(base64url.decode(found.laneSeed, 32)));
  await circle.vault.write(async () => {
    circle.drop("invitation", found.id);
    for (const knock of knocks(circle)) {
      if (knock.mine && secretIn(knock) === found.secret && OPEN.includes(knock.state)) keepKnock(circle, knock, { state: "over" });
    }
  });
}

/** Knocks this device may vouch for, by number. */
export const knocks = (circle: Circle): HeldKnock[] =>
  circle
    .scan<HeldKnock>("knock")
    .map(([, knock]) => knock)
    .sort((a, b) => a.number - b.number);

/** Vouches this device knows: its own, and as a coordinator those sealed to it. */
export const vouches = (circle: Circle): VouchNote[] => circle.scan<VouchNote>("vouch").map(([, note]) => note);

/** Stores a knock with changes. */
export function keepKnock(circle: Circle, knock: HeldKnock, changes: Partial<HeldKnock>): HeldKnock {
  const changed = { ...knock, ...changes };
  circle.put("knock", changed.knock, changed);
  circle.version++;
  return changed;
}

/** Holds a knock that arrived at this device's door or was passed on by the inviter. */
export function noteKnock(circle: Circle, note: KnockNote, inviter: number, mine: boolean): void {
  if (circle.get("knock", note.knock) || !sound(circle, note)) return;
  const blank = { session: "", sessionKey: "", commitment: "", nonce: "", turn: "", roster: "", card: null, transcript: "" };
  const number = knocks(circle).length + 1;
  keepKnock(circle, { ...blank, number, knock: note.knock, note, inviter, mine, state: "waiting" }, {});
}

function sound(circle: Circle, note: KnockNote): boolean {
  try {
    const reply = base64url.decode(note.reply, 1_216);
    const promised = base64url.encode(door.readLink(note.link).cardHash);
    const card = base64url.encode(door.cardHash(circle.c, inviterOf(note)));
    return circle.c.usableSealing(reply) && card === promised && names.proper(note.name);
  } catch (error) {
    if (error instanceof NotCanonical || error instanceof DoorRefused) return false;
    throw error;
  }
}

/** Keeps a vouch its own author sent, if it is well formed. */
export function noteVouch(circle: Circle, note: VouchNote, author: number): void {
  const fits = isId(note.transcript) && isId(note.nonce) && usableKeys(circle.c, note.card.ed, note.card.kem);
  if (note.voucher === author && fits) circle.put("vouch", `${note.knock}:${note.voucher}`, note);
}

/** Asks one more member to be a voucher. Throws NotFound. */
export async function ask(circle: Circle, number: number, seat: number): Promise<void> {
  const knock = knocks(circle).find((k) => k.number === number);
  if (!knock || !seatOf(circle.state, seat)) throw new NotFound(`knock ${number}`);
  await writeNote(circle, knock.note, [seat]);
}

/** The link a passed-on knock came through. */
export const linkIn = (knock: HeldKnock): door.Link => door.readLink(knock.note.link);
export const secretIn = (knock: HeldKnock): string => base64url.encode(linkIn(knock).secret);

/** The inviter's card in a passed-on knock. */
export const inviterOf = (note: KnockNote): InviterCard => canonical.decode(new TextEncoder().encode(note.card), checkInviterCard, 8_192);
