/** Every signed or sealed shape with its checker, as homeward.schema has them. Ids, keys and signatures are base64url; "" is "none". */

import { bool, type Check, dict, int, list, type Of, oneOf, orNull, shape, str, tuple } from "./check.ts";

export const Role = oneOf("coordinator", "lawyer");
export type Role = Of<typeof Role>;
export const Purpose = oneOf("admit", "restore", "thaw");
export type Purpose = Of<typeof Purpose>;
export const CircleKind = oneOf("circle", "porch", "case");
export type CircleKind = Of<typeof CircleKind>;
export const Action = oneOf(
  "admit",
  "close",
  "confirm",
  "demote",
  "expel",
  "freeze",
  "leave",
  "policy",
  "promote",
  "relays",
  "restore",
  "thaw",
  "title",
);
export type Action = Of<typeof Action>;

/** Most seats of each kind of circle (PROTOCOL 5.3). */
export const SEAT_LIMIT: Record<CircleKind, number> = { circle: 160, porch: 5, case: 12 };

export const Entry = shape({
  v: int,
  kind: str,
  turn: str,
  seat: int,
  n: int,
  prev: str,
  seen: list(str),
  again: str,
  day: int,
  body: dict,
});
export type Entry = Of<typeof Entry>;
export const Signed = shape({ entry: Entry, sig: str });
export type Signed = Of<typeof Signed>;

export const Seat = shape({
  seat: int,
  name: str,
  ed: str,
  kem: str,
  roles: list(Role),
  state: oneOf("active", "frozen"),
  since: int,
  frozen: int,
  frozen_by: int,
  confirmed: bool,
});
export type Seat = Of<typeof Seat>;
export const Policy = shape({ kind: CircleKind, vouchers: int, talk_days: int, turn_days: int, probation_days: int });
export type Policy = Of<typeof Policy>;
export const RelayAddress = shape({ relay: str, url: str });
export type RelayAddress = Of<typeof RelayAddress>;
export const NewcomerCard = shape({ v: int, name: str, ed: str, kem: str, seat: int });
export type NewcomerCard = Of<typeof NewcomerCard>;
export const Proposal = shape({
  action: Action,
  target: int,
  card: orNull(NewcomerCard),
  vouches: list(str),
  policy: orNull(Policy),
  relays: orNull(list(RelayAddress)),
  role: oneOf("", "coordinator", "lawyer"),
  title: str,
});
export type Proposal = Of<typeof Proposal>;
export const Waiting = shape({ id: str, epoch: int, proposal: Proposal });
export type Waiting = Of<typeof Waiting>;
export const State = shape({
  circle: str,
  epoch: int,
  recent: list(str),
  title: str,
  origin_circle: str,
  origin_turn: str,
  policy: Policy,
  relays: list(RelayAddress),
  seats: list(Seat),
  next: int,
  heads: list(tuple(int, int, str)),
  waiting: list(Waiting),
  done: list(tuple(str, int)),
  closed: bool,
});
export type State = Of<typeof State>;

export const Lanes = shape({ relay: str, talk: list(str), turn: list(str) });
export type Lanes = Of<typeof Lanes>;
export const TurnProof = shape({ parent: str, author: int, digest: str, sig: str });
export type TurnProof = Of<typeof TurnProof>;
export const AdoptionProof = shape({ parent: str, child: str, seat: int, sig: str });
export type AdoptionProof = Of<typeof AdoptionProof>;
export const Evidence = shape({
  kind: oneOf("turns", "adoptions", "entries"),
  seat: int,
  turns: list(TurnProof),
  adoptions: list(AdoptionProof),
  entries: list(Signed),
});
export type Evidence = Of<typeof Evidence>;
export const Turn = shape({
  v: int,
  circle: str,
  parent: str,
  epoch: int,
  author: int,
  day: int,
  state: orNull(State),
  proposals: list(Signed),
  approvals: list(Signed),
  vetoes: list(Signed),
  rotations: list(Signed),
  evidence: list(Evidence),
  frontier: list(tuple(int, int, str)),
  roster: str,
  commit: str,
  slots: list(tuple(int, str)),
  logs: list(Lanes),
});
export type Turn = Of<typeof Turn>;
export const SignedTurn = shape({ turn: Turn, sig: str });
export type SignedTurn = Of<typeof SignedTurn>;
export const Repair = shape({ v: int, circle: str, turn: str, seat: int, by: int, sealed: str });
export type Repair = Of<typeof Repair>;
export const CloneOffer = shape({ genesis: SignedTurn, slots: list(str) });
export type CloneOffer = Of<typeof CloneOffer>;

export const Approve = shape({ proposal: str });
export type Approve = Of<typeof Approve>;
export const Rotate = shape({ ed: str, kem: str });
export type Rotate = Of<typeof Rotate>;
export const Here = shape({});
export const Sealed = shape({ boxes: list(str), data: str });
export type Sealed = Of<typeof Sealed>;
export const ObjectRef = shape({ id: str, key: str, size: int, hash: str, type: str, name: str });
export type ObjectRef = Of<typeof ObjectRef>;
export const Said = shape({ text: str, reply: str, objects: list(ObjectRef) });
export type Said = Of<typeof Said>;
export const Edited = shape({ entry: str, text: str });
export type Edited = Of<typeof Edited>;
export const Retracted = shape({ entry: str });
export type Retracted = Of<typeof Retracted>;

/** Bodies of the kinds every member knows. A body that does not fit its kind is refused at intake, on every phone alike. */
export const BODIES = new Map<string, Check<unknown>>([
  ["circle.propose.v1", Proposal],
  ["circle.approve.v1", Approve],
  ["circle.veto.v1", Approve],
  ["circle.rotate.v1", Rotate],
  ["circle.here.v1", Here],
  ["circle.sealed.v1", Sealed],
  ["talk.said.v1", Said],
  ["talk.edited.v1", Edited],
  ["talk.retracted.v1", Retracted],
]);
export const ADMIN: ReadonlySet<string> = new Set(["circle.propose.v1", "circle.approve.v1", "circle.veto.v1", "circle.rotate.v1"]);

export const KnockNote = shape({ type: oneOf("knock"), knock: str, link: str, card: str, purpose: Purpose, name: str, reply: str });
export type KnockNote = Of<typeof KnockNote>;
export const VouchNote = shape({
  type: oneOf("vouch"),
  knock: str,
  purpose: Purpose,
  card: NewcomerCard,
  transcript: str,
  turn: str,
  voucher: int,
  nonce: str,
});
export type VouchNote = Of<typeof VouchNote>;
export const LinkNote = shape({ type: oneOf("link"), circle_kind: CircleKind, title: str, link: str, roles: list(Role) });
export type LinkNote = Of<typeof LinkNote>;
export const CloneNote = shape({
  type: oneOf("clone"),
  stage: oneOf("draft", "signed", "ready"),
  circle: str,
  sigs: list(tuple(int, str)),
  object: orNull(ObjectRef),
});
export type CloneNote = Of<typeof CloneNote>;
export type Note = KnockNote | VouchNote | LinkNote | CloneNote;
export const NOTES: Readonly<Record<string, Check<Note>>> = { knock: KnockNote, vouch: VouchNote, link: LinkNote, clone: CloneNote };

export const InviterCard = shape({ v: int, circle: str, seat: int, name: str, ed: str, kem: str });
export type InviterCard = Of<typeof InviterCard>;
export const DoorMessage = shape({
  v: int,
  type: oneOf("card", "knock", "offer", "commit", "nonce", "reveal", "welcome"),
  session: str,
  data: str,
});
export type DoorMessage = Of<typeof DoorMessage>;
export const Knock = shape({ purpose: Purpose, name: str, reply: str });
export type Knock = Of<typeof Knock>;
export const Offer = shape({ voucher: int, old_seat: int, name: str, ed: str, session_key: str });
export type Offer = Of<typeof Offer>;
export const Commit = shape({ commitment: str });
export type Commit = Of<typeof Commit>;
export const Nonce = shape({ nonce: str, turn: str, roster: str, sig: str });
export type Nonce = Of<typeof Nonce>;
export const Reveal = shape({ card: NewcomerCard, nonce: str });
export type Reveal = Of<typeof Reveal>;
export const Welcome = shape({ turn: str, state: State, turns: list(SignedTurn), seat: int, slot: str });
export type Welcome = Of<typeof Welcome>;
