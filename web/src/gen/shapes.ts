// Made by tools/make_schema.py from src/homeward/schema. Do not edit.

import type { Shape } from './check.ts'

/** A witness's signature that 'child' follows 'parent'. */
export interface AdoptionProof {
  readonly parent: string
  readonly child: string
  readonly seat: number
  readonly sig: string
}

/** Body of 'circle.approve.v1': the proposal's entry id. */
export interface Approve {
  readonly proposal: string
}

/** Body of 'talk.asked.v1': a poll with two to ten answers; 'many' allows more than one. */
export interface Asked {
  readonly question: string
  readonly answers: readonly string[]
  readonly many: boolean
}

/** Sealed note 'case': the case room 'circle' is about the man named in the entry 'man'. For its participants only. */
export interface CaseNote {
  readonly type: "case"
  readonly man: string
  readonly circle: string
  readonly title: string
}

/** Sealed note 'clone': a circle without somebody. A draft asks a coordinator to sign; the answer and the ready note carry
 * signatures over hash("homeward/clone/v1", genesis id, origin turn id). 'object' is a CloneOffer; null in the answer. */
export interface CloneNote {
  readonly type: "clone"
  readonly stage: "draft" | "ready" | "signed"
  readonly circle: string
  readonly sigs: readonly (readonly [number, string])[]
  readonly object: ObjectRef | null
}

/** What a clone announcement's object holds: the signed genesis and the sealed slots it lists, in its order. */
export interface CloneOffer {
  readonly genesis: SignedTurn
  readonly slots: readonly string[]
}

/** Sealed to the session key: the newcomer binds herself to her card before she knows the voucher's nonce. */
export interface Commit {
  readonly commitment: string
}

/** An envelope in the door log. 'session' tells sessions apart; 'data' is base64url, sealed except for 'card'. */
export interface DoorMessage {
  readonly v: number
  readonly type: "card" | "commit" | "knock" | "nonce" | "offer" | "reveal" | "welcome"
  readonly session: string
  readonly data: string
}

/** Body of 'talk.edited.v1': the author's new words for her own earlier entry. */
export interface Edited {
  readonly entry: string
  readonly text: string
}

/** What one seat said. 'turn', 'prev', 'seen', 'again' are base64url ids ("" for none); 'day' counts from 1970. */
export interface Entry {
  readonly v: number
  readonly kind: string
  readonly turn: string
  readonly seat: number
  readonly n: number
  readonly prev: string
  readonly seen: readonly string[]
  readonly again: string
  readonly day: number
  readonly body: Readonly<Record<string, unknown>>
}

/** Two signed pieces by 'seat' that exclude each other; exactly one of the three lists holds two elements. */
export interface Evidence {
  readonly kind: "adoptions" | "entries" | "turns"
  readonly seat: number
  readonly turns: readonly TurnProof[]
  readonly adoptions: readonly AdoptionProof[]
  readonly entries: readonly Signed[]
}

/** Body of 'circle.here.v1': nothing but a sign that the seat is in this epoch. */
export interface Here {
}

/** Who invites: circle id, seat, name, signing key, and a one-time sealing key for knocks. */
export interface InviterCard {
  readonly v: number
  readonly circle: string
  readonly seat: number
  readonly name: string
  readonly ed: string
  readonly kem: string
}

/** Sealed to the card's one-time key: what is wanted, under which name, and where to answer. */
export interface Knock {
  readonly purpose: "admit" | "restore" | "thaw"
  readonly name: string
  readonly reply: string
}

/** Sealed note 'knock': the inviter passes a knock on, with what another voucher needs for her own session. */
export interface KnockNote {
  readonly type: "knock"
  readonly knock: string
  readonly link: string
  readonly card: string
  readonly purpose: "admit" | "restore" | "thaw"
  readonly name: string
  readonly reply: string
}

/** Sixteen lane public keys for the talk log and sixteen for the turn log of the new epoch on one relay. */
export interface Lanes {
  readonly relay: string
  readonly talk: readonly string[]
  readonly turn: readonly string[]
}

/** Sealed note 'link': a way into a linked circle for the seats it is sealed to; no words needed. */
export interface LinkNote {
  readonly type: "link"
  readonly circle_kind: "case" | "circle" | "porch"
  readonly title: string
  readonly link: string
  readonly roles: readonly ("coordinator" | "lawyer")[]
}

/** Body of 'man.called.v1': he was heard from on a day. Written by his owner, or by a helper she handed him to. */
export interface ManCalled {
  readonly man: string
  readonly day: number
  readonly channel: "" | "call" | "letter" | "message" | "other" | "seen"
  readonly state: "" | "afraid" | "well" | "worried" | "wounded"
  readonly note: string
  readonly voice: Voice | null
}

/** Body of 'man.changed.v1': his owner gives him another code name, or takes him off the board (he is home, or she wishes so). */
export interface ManChanged {
  readonly man: string
  readonly name: string
  readonly watched: boolean
}

/** Body of 'man.confirmed.v1': his owner says that what a helper wrote is right (or wrong). */
export interface ManConfirmed {
  readonly entry: string
  readonly right: boolean
}

/** Body of 'man.handed.v1': his owner lets a helper's seat fill in for her (or no longer). */
export interface ManHanded {
  readonly man: string
  readonly helper: number
  readonly on: boolean
}

/** Body of 'man.named.v1': a man under a code name chosen in the circle. The entry's id names him, its author speaks for him. */
export interface ManNamed {
  readonly name: string
}

/** Who wants a seat: pseudonym and keys; 'seat' is -1, or the old seat for a restore or a thaw (PROTOCOL 8.4). */
export interface NewcomerCard {
  readonly v: number
  readonly name: string
  readonly ed: string
  readonly kem: string
  readonly seat: number
}

/** Sealed to the reply key: the voucher's nonce and the circle's state the words will cover, signed with her seat key:
 * the inviter's key is known from the link, so her session fixes the state a welcome must start from. */
export interface Nonce {
  readonly nonce: string
  readonly turn: string
  readonly roster: string
  readonly sig: string
}

/** An object: record id, file key, size in bytes and SHA-256 of the plaintext, media type, name for people. */
export interface ObjectRef {
  readonly id: string
  readonly key: string
  readonly size: number
  readonly hash: string
  readonly type: string
  readonly name: string
}

/** Sealed to the newcomer's reply key: a voucher opens her own session. 'old_seat' is the seat the name asked to restore
 * or thaw has, else -1. */
export interface Offer {
  readonly voucher: number
  readonly old_seat: number
  readonly name: string
  readonly ed: string
  readonly session_key: string
}

/** A picture without metadata: the object and its size in pixels, so that a screen keeps its place before it arrives. */
export interface Picture {
  readonly object: ObjectRef
  readonly width: number
  readonly height: number
}

/** Body of 'talk.pinned.v1': an entry is kept on top (or no longer). */
export interface Pinned {
  readonly entry: string
  readonly on: boolean
}

/** What the circle agreed on; lengths in days. */
export interface Policy {
  readonly kind: "case" | "circle" | "porch"
  readonly vouchers: number
  readonly talk_days: number
  readonly turn_days: number
  readonly probation_days: number
}

/** Body of 'talk.poll_closed.v1': who asked, or a coordinator, ends a poll. */
export interface PollClosed {
  readonly poll: string
}

/** Body of 'seat.probation.v1': a coordinator says that a newcomer's probation is over (or not yet). */
export interface Probation {
  readonly seat: number
  readonly over: boolean
}

/** Sealed note 'probation': what a coordinator noticed about a newcomer, for the coordinators only. */
export interface ProbationNote {
  readonly type: "probation"
  readonly seat: number
  readonly text: string
}

/** Body of 'circle.propose.v1': what shall be done. Fields an action does not use are empty, -1 or null. */
export interface Proposal {
  readonly action: "admit" | "close" | "confirm" | "demote" | "expel" | "freeze" | "leave" | "policy" | "promote" | "relays" | "restore" | "thaw" | "title"
  readonly target: number
  readonly card: NewcomerCard | null
  readonly vouches: readonly string[]
  readonly policy: Policy | null
  readonly relays: readonly RelayAddress[] | null
  readonly role: "" | "coordinator" | "lawyer"
  readonly title: string
}

/** A relay of the circle: its 16-byte id in base64url and where to reach it. */
export interface RelayAddress {
  readonly relay: string
  readonly url: string
}

/** The secrets of 'turn' sealed again to one seat, by a lane holder (PROTOCOL 6.10). */
export interface Repair {
  readonly v: number
  readonly circle: string
  readonly turn: string
  readonly seat: number
  readonly by: number
  readonly sealed: string
}

/** Body of 'talk.retracted.v1': the author takes back her own earlier entry, of any kind that is not 'circle.'. */
export interface Retracted {
  readonly entry: string
}

/** Sealed to the session key: the newcomer's card and nonce. */
export interface Reveal {
  readonly card: NewcomerCard
  readonly nonce: string
}

/** Body of 'circle.rotate.v1': the seat's next public keys. */
export interface Rotate {
  readonly ed: string
  readonly kem: string
}

/** Body of 'talk.said.v1': words, perhaps in reply to an entry, perhaps with objects. */
export interface Said {
  readonly text: string
  readonly reply: string
  readonly objects: readonly ObjectRef[]
}

/** Body of 'circle.sealed.v1': one encrypted note and its key sealed to each recipient, with dummies (PROTOCOL 7.7). */
export interface Sealed {
  readonly boxes: readonly string[]
  readonly data: string
}

/** A member's place. 'ed' and 'kem' are base64url public keys; 'frozen' and 'frozen_by' are -1 unless frozen. */
export interface Seat {
  readonly seat: number
  readonly name: string
  readonly ed: string
  readonly kem: string
  readonly roles: readonly ("coordinator" | "lawyer")[]
  readonly state: "active" | "frozen"
  readonly since: number
  readonly frozen: number
  readonly frozen_by: number
  readonly confirmed: boolean
}

/** Body of 'talk.shown.v1': one to eight pictures with words, which may be empty. */
export interface Shown {
  readonly pictures: readonly Picture[]
  readonly text: string
  readonly reply: string
}

/** An entry with its author's Ed25519 signature (base64url) over the preimage that names it. */
export interface Signed {
  readonly entry: Entry
  readonly sig: string
}

/** A turn with its author's signature (base64url). */
export interface SignedTurn {
  readonly turn: Turn
  readonly sig: string
}

/** Everything all members agree on after one turn. 'recent' names the three turns before it, newest first; 'heads' and
 * 'done' are sorted by their first element. */
export interface State {
  readonly circle: string
  readonly epoch: number
  readonly recent: readonly string[]
  readonly title: string
  readonly origin_circle: string
  readonly origin_turn: string
  readonly policy: Policy
  readonly relays: readonly RelayAddress[]
  readonly seats: readonly Seat[]
  readonly next: number
  readonly heads: readonly (readonly [number, number, string])[]
  readonly waiting: readonly Waiting[]
  readonly done: readonly (readonly [string, number])[]
  readonly closed: boolean
}

/** One step of the circle. 'state' only in a genesis; 'slots' are (seat or -1, SHA-256 of the sealed slot). */
export interface Turn {
  readonly v: number
  readonly circle: string
  readonly parent: string
  readonly epoch: number
  readonly author: number
  readonly day: number
  readonly state: State | null
  readonly proposals: readonly Signed[]
  readonly approvals: readonly Signed[]
  readonly vetoes: readonly Signed[]
  readonly rotations: readonly Signed[]
  readonly evidence: readonly Evidence[]
  readonly frontier: readonly (readonly [number, number, string])[]
  readonly roster: string
  readonly commit: string
  readonly slots: readonly (readonly [number, string])[]
  readonly logs: readonly Lanes[]
}

/** What names a turn without its content: two with one parent and author are evidence (PROTOCOL 6.12). */
export interface TurnProof {
  readonly parent: string
  readonly author: number
  readonly digest: string
  readonly sig: string
}

/** Body of 'circle.veto.v1': the waiting proposal's entry id. */
export interface Veto {
  readonly proposal: string
}

/** A voice note of up to 60 seconds; 'wave' are up to 64 loudness values, one byte each, or empty. */
export interface Voice {
  readonly object: ObjectRef
  readonly milliseconds: number
  readonly wave: string
}

/** Body of 'talk.voiced.v1': a voice note. */
export interface Voiced {
  readonly voice: Voice
  readonly reply: string
}

/** Body of 'talk.voted.v1': places of the chosen answers, counted from 0; empty takes the vote back. */
export interface Voted {
  readonly poll: string
  readonly answers: readonly number[]
}

/** Sealed note 'vouch': a voucher's six words agreed. 'nonce' opens the commitment in the proposal. */
export interface VouchNote {
  readonly type: "vouch"
  readonly knock: string
  readonly purpose: "admit" | "restore" | "thaw"
  readonly card: NewcomerCard
  readonly transcript: string
  readonly turn: string
  readonly voucher: number
  readonly nonce: string
}

/** A decision that waits one full turn (PROTOCOL 5.6): its proposal's entry id, body, and the epoch it was announced. */
export interface Waiting {
  readonly id: string
  readonly epoch: number
  readonly proposal: Proposal
}

/** Sealed to the newcomer's card: a state she can check against the words, the turns since, her slot in the last. */
export interface Welcome {
  readonly turn: string
  readonly state: State
  readonly turns: readonly SignedTurn[]
  readonly seat: number
  readonly slot: string
}

export const SHAPES: Readonly<Record<string, Shape>> = {
  AdoptionProof: ['o', { parent: ['s', 0, 9007199254740991], child: ['s', 0, 9007199254740991], seat: ['i', -9007199254740991, 9007199254740991], sig: ['s', 0, 9007199254740991] }],
  Approve: ['o', { proposal: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u] }],
  Asked: ['o', { question: ['s', 1, 300], answers: ['l', ['s', 1, 100], 2, 10], many: ['b'] }],
  CaseNote: ['o', { type: ['e', ["case"]], man: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u], circle: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u], title: ['s', 1, 100] }],
  CloneNote: ['o', { type: ['e', ["clone"]], stage: ['e', ["draft", "ready", "signed"]], circle: ['s', 0, 9007199254740991], sigs: ['l', ['t', [['i', -9007199254740991, 9007199254740991], ['s', 0, 9007199254740991]]], 0, 9007199254740991], object: ['n', ['r', 'ObjectRef']] }],
  CloneOffer: ['o', { genesis: ['r', 'SignedTurn'], slots: ['l', ['s', 0, 9007199254740991], 0, 9007199254740991] }],
  Commit: ['o', { commitment: ['s', 0, 9007199254740991] }],
  DoorMessage: ['o', { v: ['i', -9007199254740991, 9007199254740991], type: ['e', ["card", "commit", "knock", "nonce", "offer", "reveal", "welcome"]], session: ['s', 0, 9007199254740991], data: ['s', 0, 9007199254740991] }],
  Edited: ['o', { entry: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u], text: ['s', 0, 4000] }],
  Entry: ['o', { v: ['i', -9007199254740991, 9007199254740991], kind: ['s', 0, 9007199254740991], turn: ['s', 0, 9007199254740991], seat: ['i', -9007199254740991, 9007199254740991], n: ['i', -9007199254740991, 9007199254740991], prev: ['s', 0, 9007199254740991], seen: ['l', ['s', 0, 9007199254740991], 0, 9007199254740991], again: ['s', 0, 9007199254740991], day: ['i', -9007199254740991, 9007199254740991], body: ['d'] }],
  Evidence: ['o', { kind: ['e', ["adoptions", "entries", "turns"]], seat: ['i', -9007199254740991, 9007199254740991], turns: ['l', ['r', 'TurnProof'], 0, 9007199254740991], adoptions: ['l', ['r', 'AdoptionProof'], 0, 9007199254740991], entries: ['l', ['r', 'Signed'], 0, 9007199254740991] }],
  Here: ['o', {}],
  InviterCard: ['o', { v: ['i', -9007199254740991, 9007199254740991], circle: ['s', 0, 9007199254740991], seat: ['i', -9007199254740991, 9007199254740991], name: ['s', 0, 9007199254740991], ed: ['s', 0, 9007199254740991], kem: ['s', 0, 9007199254740991] }],
  Knock: ['o', { purpose: ['e', ["admit", "restore", "thaw"]], name: ['s', 0, 9007199254740991], reply: ['s', 0, 9007199254740991] }],
  KnockNote: ['o', { type: ['e', ["knock"]], knock: ['s', 0, 9007199254740991], link: ['s', 0, 9007199254740991], card: ['s', 0, 9007199254740991], purpose: ['e', ["admit", "restore", "thaw"]], name: ['s', 0, 9007199254740991], reply: ['s', 0, 9007199254740991] }],
  Lanes: ['o', { relay: ['s', 0, 9007199254740991], talk: ['l', ['s', 0, 9007199254740991], 0, 9007199254740991], turn: ['l', ['s', 0, 9007199254740991], 0, 9007199254740991] }],
  LinkNote: ['o', { type: ['e', ["link"]], circle_kind: ['e', ["case", "circle", "porch"]], title: ['s', 0, 9007199254740991], link: ['s', 0, 9007199254740991], roles: ['l', ['e', ["coordinator", "lawyer"]], 0, 9007199254740991] }],
  ManCalled: ['o', { man: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u], day: ['i', 0, 100000], channel: ['e', ["", "call", "letter", "message", "other", "seen"]], state: ['e', ["", "afraid", "well", "worried", "wounded"]], note: ['s', 0, 500], voice: ['n', ['r', 'Voice']] }],
  ManChanged: ['o', { man: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u], name: ['p', /^(?! )(?![\s\S]* (?![\s\S]))[^\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufe00-\ufe0f\ufeff\ufff0-\uffff\u{e0000}-\u{10ffff}]{1,40}(?![\s\S])/u], watched: ['b'] }],
  ManConfirmed: ['o', { entry: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u], right: ['b'] }],
  ManHanded: ['o', { man: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u], helper: ['i', 0, 4294967295], on: ['b'] }],
  ManNamed: ['o', { name: ['p', /^(?! )(?![\s\S]* (?![\s\S]))[^\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufe00-\ufe0f\ufeff\ufff0-\uffff\u{e0000}-\u{10ffff}]{1,40}(?![\s\S])/u] }],
  NewcomerCard: ['o', { v: ['i', -9007199254740991, 9007199254740991], name: ['s', 0, 9007199254740991], ed: ['s', 0, 9007199254740991], kem: ['s', 0, 9007199254740991], seat: ['i', -9007199254740991, 9007199254740991] }],
  Nonce: ['o', { nonce: ['s', 0, 9007199254740991], turn: ['s', 0, 9007199254740991], roster: ['s', 0, 9007199254740991], sig: ['s', 0, 9007199254740991] }],
  ObjectRef: ['o', { id: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u], key: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u], size: ['i', 0, 2000000], hash: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u], type: ['s', 1, 100], name: ['s', 0, 200] }],
  Offer: ['o', { voucher: ['i', -9007199254740991, 9007199254740991], old_seat: ['i', -9007199254740991, 9007199254740991], name: ['s', 0, 9007199254740991], ed: ['s', 0, 9007199254740991], session_key: ['s', 0, 9007199254740991] }],
  Picture: ['o', { object: ['r', 'ObjectRef'], width: ['i', 1, 16384], height: ['i', 1, 16384] }],
  Pinned: ['o', { entry: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u], on: ['b'] }],
  Policy: ['o', { kind: ['e', ["case", "circle", "porch"]], vouchers: ['i', -9007199254740991, 9007199254740991], talk_days: ['i', -9007199254740991, 9007199254740991], turn_days: ['i', -9007199254740991, 9007199254740991], probation_days: ['i', -9007199254740991, 9007199254740991] }],
  PollClosed: ['o', { poll: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u] }],
  Probation: ['o', { seat: ['i', 0, 4294967295], over: ['b'] }],
  ProbationNote: ['o', { type: ['e', ["probation"]], seat: ['i', 0, 4294967295], text: ['s', 0, 500] }],
  Proposal: ['o', { action: ['e', ["admit", "close", "confirm", "demote", "expel", "freeze", "leave", "policy", "promote", "relays", "restore", "thaw", "title"]], target: ['i', -9007199254740991, 9007199254740991], card: ['n', ['r', 'NewcomerCard']], vouches: ['l', ['s', 0, 9007199254740991], 0, 9007199254740991], policy: ['n', ['r', 'Policy']], relays: ['n', ['l', ['r', 'RelayAddress'], 0, 9007199254740991]], role: ['e', ["", "coordinator", "lawyer"]], title: ['s', 0, 9007199254740991] }],
  RelayAddress: ['o', { relay: ['s', 0, 9007199254740991], url: ['s', 0, 9007199254740991] }],
  Repair: ['o', { v: ['i', -9007199254740991, 9007199254740991], circle: ['s', 0, 9007199254740991], turn: ['s', 0, 9007199254740991], seat: ['i', -9007199254740991, 9007199254740991], by: ['i', -9007199254740991, 9007199254740991], sealed: ['s', 0, 9007199254740991] }],
  Retracted: ['o', { entry: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u] }],
  Reveal: ['o', { card: ['r', 'NewcomerCard'], nonce: ['s', 0, 9007199254740991] }],
  Rotate: ['o', { ed: ['s', 0, 9007199254740991], kem: ['s', 0, 9007199254740991] }],
  Said: ['o', { text: ['s', 0, 4000], reply: ['p', /^(?:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])?(?![\s\S])/u], objects: ['l', ['r', 'ObjectRef'], 0, 8] }],
  Sealed: ['o', { boxes: ['l', ['s', 0, 9007199254740991], 0, 9007199254740991], data: ['s', 0, 9007199254740991] }],
  Seat: ['o', { seat: ['i', -9007199254740991, 9007199254740991], name: ['s', 0, 9007199254740991], ed: ['s', 0, 9007199254740991], kem: ['s', 0, 9007199254740991], roles: ['l', ['e', ["coordinator", "lawyer"]], 0, 9007199254740991], state: ['e', ["active", "frozen"]], since: ['i', -9007199254740991, 9007199254740991], frozen: ['i', -9007199254740991, 9007199254740991], frozen_by: ['i', -9007199254740991, 9007199254740991], confirmed: ['b'] }],
  Shown: ['o', { pictures: ['l', ['r', 'Picture'], 1, 8], text: ['s', 0, 4000], reply: ['p', /^(?:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])?(?![\s\S])/u] }],
  Signed: ['o', { entry: ['r', 'Entry'], sig: ['s', 0, 9007199254740991] }],
  SignedTurn: ['o', { turn: ['r', 'Turn'], sig: ['s', 0, 9007199254740991] }],
  State: ['o', { circle: ['s', 0, 9007199254740991], epoch: ['i', -9007199254740991, 9007199254740991], recent: ['l', ['s', 0, 9007199254740991], 0, 9007199254740991], title: ['s', 0, 9007199254740991], origin_circle: ['s', 0, 9007199254740991], origin_turn: ['s', 0, 9007199254740991], policy: ['r', 'Policy'], relays: ['l', ['r', 'RelayAddress'], 0, 9007199254740991], seats: ['l', ['r', 'Seat'], 0, 9007199254740991], next: ['i', -9007199254740991, 9007199254740991], heads: ['l', ['t', [['i', -9007199254740991, 9007199254740991], ['i', -9007199254740991, 9007199254740991], ['s', 0, 9007199254740991]]], 0, 9007199254740991], waiting: ['l', ['r', 'Waiting'], 0, 9007199254740991], done: ['l', ['t', [['s', 0, 9007199254740991], ['i', -9007199254740991, 9007199254740991]]], 0, 9007199254740991], closed: ['b'] }],
  Turn: ['o', { v: ['i', -9007199254740991, 9007199254740991], circle: ['s', 0, 9007199254740991], parent: ['s', 0, 9007199254740991], epoch: ['i', -9007199254740991, 9007199254740991], author: ['i', -9007199254740991, 9007199254740991], day: ['i', -9007199254740991, 9007199254740991], state: ['n', ['r', 'State']], proposals: ['l', ['r', 'Signed'], 0, 9007199254740991], approvals: ['l', ['r', 'Signed'], 0, 9007199254740991], vetoes: ['l', ['r', 'Signed'], 0, 9007199254740991], rotations: ['l', ['r', 'Signed'], 0, 9007199254740991], evidence: ['l', ['r', 'Evidence'], 0, 9007199254740991], frontier: ['l', ['t', [['i', -9007199254740991, 9007199254740991], ['i', -9007199254740991, 9007199254740991], ['s', 0, 9007199254740991]]], 0, 9007199254740991], roster: ['s', 0, 9007199254740991], commit: ['s', 0, 9007199254740991], slots: ['l', ['t', [['i', -9007199254740991, 9007199254740991], ['s', 0, 9007199254740991]]], 0, 9007199254740991], logs: ['l', ['r', 'Lanes'], 0, 9007199254740991] }],
  TurnProof: ['o', { parent: ['s', 0, 9007199254740991], author: ['i', -9007199254740991, 9007199254740991], digest: ['s', 0, 9007199254740991], sig: ['s', 0, 9007199254740991] }],
  Veto: ['o', { proposal: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u] }],
  Voice: ['o', { object: ['r', 'ObjectRef'], milliseconds: ['i', 1, 60000], wave: ['p', /^[A-Za-z0-9_-]{0,86}(?![\s\S])/u] }],
  Voiced: ['o', { voice: ['r', 'Voice'], reply: ['p', /^(?:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])?(?![\s\S])/u] }],
  Voted: ['o', { poll: ['p', /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![\s\S])/u], answers: ['l', ['i', 0, 9], 0, 10] }],
  VouchNote: ['o', { type: ['e', ["vouch"]], knock: ['s', 0, 9007199254740991], purpose: ['e', ["admit", "restore", "thaw"]], card: ['r', 'NewcomerCard'], transcript: ['s', 0, 9007199254740991], turn: ['s', 0, 9007199254740991], voucher: ['i', -9007199254740991, 9007199254740991], nonce: ['s', 0, 9007199254740991] }],
  Waiting: ['o', { id: ['s', 0, 9007199254740991], epoch: ['i', -9007199254740991, 9007199254740991], proposal: ['r', 'Proposal'] }],
  Welcome: ['o', { turn: ['s', 0, 9007199254740991], state: ['r', 'State'], turns: ['l', ['r', 'SignedTurn'], 0, 9007199254740991], seat: ['i', -9007199254740991, 9007199254740991], slot: ['s', 0, 9007199254740991] }],
}

export interface Bodies {
  'circle.propose.v1': Proposal
  'circle.approve.v1': Approve
  'circle.veto.v1': Veto
  'circle.rotate.v1': Rotate
  'circle.here.v1': Here
  'circle.sealed.v1': Sealed
  'seat.probation.v1': Probation
  'talk.said.v1': Said
  'talk.edited.v1': Edited
  'talk.retracted.v1': Retracted
  'talk.shown.v1': Shown
  'talk.voiced.v1': Voiced
  'talk.asked.v1': Asked
  'talk.voted.v1': Voted
  'talk.poll_closed.v1': PollClosed
  'talk.pinned.v1': Pinned
  'man.named.v1': ManNamed
  'man.changed.v1': ManChanged
  'man.called.v1': ManCalled
  'man.handed.v1': ManHanded
  'man.confirmed.v1': ManConfirmed
}

export const BODIES: Readonly<Record<keyof Bodies, string>> = {
  'circle.propose.v1': 'Proposal',
  'circle.approve.v1': 'Approve',
  'circle.veto.v1': 'Veto',
  'circle.rotate.v1': 'Rotate',
  'circle.here.v1': 'Here',
  'circle.sealed.v1': 'Sealed',
  'seat.probation.v1': 'Probation',
  'talk.said.v1': 'Said',
  'talk.edited.v1': 'Edited',
  'talk.retracted.v1': 'Retracted',
  'talk.shown.v1': 'Shown',
  'talk.voiced.v1': 'Voiced',
  'talk.asked.v1': 'Asked',
  'talk.voted.v1': 'Voted',
  'talk.poll_closed.v1': 'PollClosed',
  'talk.pinned.v1': 'Pinned',
  'man.named.v1': 'ManNamed',
  'man.changed.v1': 'ManChanged',
  'man.called.v1': 'ManCalled',
  'man.handed.v1': 'ManHanded',
  'man.confirmed.v1': 'ManConfirmed',
}

export interface Notes {
  'knock': KnockNote
  'vouch': VouchNote
  'link': LinkNote
  'clone': CloneNote
  'case': CaseNote
  'probation': ProbationNote
}

export const NOTES: Readonly<Record<keyof Notes, string>> = {
  'knock': 'KnockNote',
  'vouch': 'VouchNote',
  'link': 'LinkNote',
  'clone': 'CloneNote',
  'case': 'CaseNote',
  'probation': 'ProbationNote',
}
