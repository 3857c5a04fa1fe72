/** A voucher's own session, her vouch, and the proposal it leads to (PROTOCOL 8.4–8.6). */

import * as base64url from "./base64url.ts";
import * as canonical from "./canonical.ts";
import type { Circle } from "./circle.ts";
import { order, usableKeys } from "./decisions.ts";
import * as door from "./door.ts";
import { DoorRefused, NotFound, WordsDiffer } from "./errors.ts";
import { cancel, inviterOf, invitations, keepKnock, knocks, linkIn, noteVouch, secretIn, vouches } from "./inviting.ts";
import type { HeldKnock } from "./local.ts";
import type { Mailboxes } from "./mailbox.ts";
import { pending } from "./pending.ts";
import { active, coordinators, rosterHash, seatOf } from "./roster.ts";
import {
  checkCommit,
  checkReveal as checkRevealed,
  type DoorMessage,
  type NewcomerCard,
  type Proposal,
  type Purpose,
  type VouchNote,
} from "./shapes.ts";
import { push } from "./tree.ts";
import { indices, parseWords, type WordLists } from "./words.ts";
import { write, writeNote } from "./writing.ts";

/** The words were read to me: do they agree? Sends the vouch; WordsDiffer cancels the invitation (PROTOCOL 8.5). Locks by itself. */
export async function vouch(circle: Circle, mailboxes: Mailboxes, number: number, typed: string, lists: WordLists): Promise<HeldKnock> {
  const knock = knocks(circle).find((k) => k.number === number);
  if (!knock) throw new NotFound(`knock ${number}`);
  if (knock.state !== "ready" || !knock.card) throw new DoorRefused("not-ready", "her device has not answered yet; sync and try again");
  const shown = indices(base64url.decode(knock.transcript, 32), door.WORDS);
  if (parseWords(typed, door.WORDS, lists).join() !== shown.join()) {
    await circle.vault.write(async () => keepKnock(circle, knock, { state: "differs" }));
    for (const made of invitations(circle)) if (made.secret === secretIn(knock)) await cancel(circle, mailboxes, made.id);
    throw new WordsDiffer();
  }
  return circle.vault.write(() => vouched(circle, knock));
}

/** Makes and sends this device's vouch for a knock that is ready. */
export async function vouched(circle: Circle, knock: HeldKnock): Promise<HeldKnock> {
  if (!knock.card) throw new DoorRefused("not-ready");
  const note: VouchNote = {
    type: "vouch",
    knock: knock.knock,
    purpose: knock.note.purpose,
    card: knock.card,
    transcript: knock.transcript,
    turn: knock.turn,
    voucher: circle.me.seat,
    nonce: base64url.encode(circle.c.random(32)),
  };
  noteVouch(circle, note, circle.me.seat);
  const changed = keepKnock(circle, knock, { state: "vouched" });
  const others = coordinators(circle.state).filter((seat) => seat !== circle.me.seat);
  if (others.length) await writeNote(circle, note, others);
  await proposeVouched(circle);
  return changed;
}

/** Takes a newcomer's promise and answers it with a nonce and the state the words will cover. */
export async function promise(circle: Circle, knock: HeldKnock, message: DoorMessage): Promise<HeldKnock> {
  const promised = await door.openMessage(message, await circle.sealing(knock.sessionKey), checkCommit);
  if (!promised) return knock;
  base64url.decode(promised.commitment, 32);
  const nonce = base64url.encode(circle.c.random(32));
  const roster = rosterHash(circle.c, circle.state);
  return keepKnock(circle, knock, { state: "promised", commitment: promised.commitment, nonce, turn: circle.here.id, roster });
}

/** Takes a newcomer's card and nonce, checks them against her promise, and works out the words. */
export async function checkReveal(circle: Circle, knock: HeldKnock, message: DoorMessage): Promise<HeldKnock> {
  const shown = await door.openMessage(message, await circle.sealing(knock.sessionKey), checkRevealed);
  if (!shown) return knock;
  const { card } = shown;
  const nonce = base64url.decode(shown.nonce, 32);
  const old = seatOf(circle.state, card.seat);
  const fits =
    base64url.encode(door.doorCommitment(circle.c, card, nonce)) === knock.commitment &&
    card.name === knock.note.name &&
    usableKeys(circle.c, card.ed, card.kem) &&
    (knock.note.purpose === "admit" ? card.seat === -1 : old?.name === card.name);
  if (!fits) return keepKnock(circle, knock, { state: "differs" });
  const transcript = door.transcriptOf(circle.c, {
    purpose: knock.note.purpose,
    circle: circle.state.circle,
    turn: knock.turn,
    roster: knock.roster,
    secret: linkIn(knock).secret,
    inviter: inviterOf(knock.note),
    voucher: circle.me.seat,
    voucherEd: circle.seat.ed,
    newcomer: card,
    promised: base64url.decode(knock.commitment, 32),
    nonceV: base64url.decode(knock.nonce, 32),
    nonceN: nonce,
  });
  return keepKnock(circle, knock, { state: "ready", card, transcript: base64url.encode(transcript) });
}

/** How many of a proposal's vouches this coordinator's client can open and check (PROTOCOL 8.6). */
export function commitments(circle: Circle, proposal: Proposal): number {
  const good = new Set<number>();
  for (const note of vouches(circle)) {
    const promised = shownOf(circle, note);
    const same = proposal.card !== null && canonical.text(note.card) === canonical.text(proposal.card);
    if (same && proposal.vouches.includes(promised) && seatOf(circle.state, note.voucher)?.state === "active") good.add(note.voucher);
  }
  return good.size;
}

/** The lowest coordinator among a newcomer's vouchers (else of all) proposes her once there are enough vouches. */
export async function proposeVouched(circle: Circle): Promise<void> {
  const { state } = circle;
  const chairs = coordinators(state);
  if (!chairs.includes(circle.me.seat)) return;
  const byCard = new Map<string, VouchNote[]>();
  for (const note of vouches(circle)) push(byCard, canonical.text(note.card), note);
  const open = [...pending(circle), ...state.waiting].map((p) => p.proposal.card);
  const decided = new Set(open.map((card) => card && canonical.text(card)));
  for (const [card, notes] of [...byCard].sort(([a], [b]) => order(a, b))) {
    const first = notes[0]!;
    const seated = new Set(active(state).map((s) => s.seat));
    const vouchers = new Set(notes.map((n) => n.voucher).filter((v) => seated.has(v)));
    const needed = first.purpose === "thaw" ? 1 : Math.min(state.policy.vouchers, [...seated].filter((s) => s !== first.card.seat).length);
    const chairing = chairs.find((seat) => vouchers.has(seat)) ?? chairs[0];
    if (decided.has(card) || vouchers.size < needed || circle.me.seat !== chairing) continue;
    if (!stillWanted(circle, first.card, first.purpose)) continue;
    const shown = notes.filter((n) => vouchers.has(n.voucher)).map((n) => shownOf(circle, n));
    const blank = { policy: null, relays: null, role: "" as const, title: "" };
    const body: Proposal = { ...blank, action: first.purpose, target: first.card.seat, card: first.card, vouches: shown.sort() };
    await write(circle, "circle.propose.v1", body);
  }
}

/** A vouch counts once: kept longer it would propose again whoever rotated her keys or was expelled. */
export function forgetUsedVouches(circle: Circle): void {
  for (const note of vouches(circle)) {
    if (circle.get("welcome", note.card.ed) === undefined && wasSeated(circle, note.card)) {
      circle.drop("vouch", `${note.knock}:${note.voucher}`);
    }
  }
}

const shownOf = (circle: Circle, note: VouchNote): string => {
  const [transcript, nonce] = [base64url.decode(note.transcript, 32), base64url.decode(note.nonce, 32)];
  return base64url.encode(door.vouchCommitment(circle.c, transcript, note.voucher, nonce));
};

const wasSeated = (circle: Circle, card: NewcomerCard): boolean =>
  circle.branch().some((node) => node.state.seats.some((s) => s.ed === card.ed));

function stillWanted(circle: Circle, card: NewcomerCard, purpose: Purpose): boolean {
  const seat = seatOf(circle.state, card.seat);
  if (wasSeated(circle, card)) return false;
  return purpose === "admit" || (seat !== undefined && (purpose !== "thaw" || seat.state === "frozen"));
}
