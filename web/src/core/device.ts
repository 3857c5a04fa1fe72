/** A device: one vault with its circles, and the actions a person takes. Every screen goes through here. See README.md in this folder. */

import * as base64url from "./base64url.ts";
import type { Bytes } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import { Circle, type Surroundings } from "./circle.ts";
import * as door from "./door.ts";
import { NotAllowed, NotFound } from "./errors.ts";
import { begin, DEFAULT_POLICY } from "./founding.ts";
import * as inviting from "./inviting.ts";
import { knockingOf, startKnock, stepKnock } from "./knocking.ts";
import * as linking from "./linking.ts";
import type { HeldKnock, Invitation, Me, Status } from "./local.ts";
import type { Mailbox, Mailboxes } from "./mailbox.ts";
import { drawLogs, makeGenesis, type Made } from "./make_turn.ts";
import * as names from "./names.ts";
import { openNotes } from "./notes.ts";
import { openObject, sealObject } from "./objects.ts";
import { type Pending, pending } from "./pending.ts";
import { emptyReport, type Report } from "./report.ts";
import { expire } from "./retention.ts";
import { coordinators } from "./roster.ts";
import { announce } from "./settle.ts";
import {
  type Action,
  type CircleKind,
  type CloneNote,
  type LinkNote,
  type Note,
  type ObjectRef,
  checkProposal,
  type Proposal,
  type Purpose,
  type RelayAddress,
  type State,
} from "./shapes.ts";
import { routine, sync } from "./sync.ts";
import { tend } from "./tending.ts";
import type { Brought } from "./transfer.ts";
import { makeOwnTurn, repair } from "./turning.ts";
import type { Vault } from "./vault.ts";
import { commitments, vouch } from "./vouching.ts";
import type { WordLists } from "./words.ts";
import { write, writeNote } from "./writing.ts";

export type Connect = (address: RelayAddress) => Mailbox;

/** Something to send with words: its bytes, media type, and a name for people. */
export interface File_ {
  readonly data: Bytes;
  readonly type: string;
  readonly name: string;
}

type Body = Readonly<Record<string, unknown>>;

export type ProposalFields = Partial<Omit<Proposal, "action">>;

export class Device {
  readonly vault: Vault;
  private readonly around: Surroundings;
  private readonly connect: Connect;
  private readonly known = new Map<string, Circle>();
  private readonly boxes = new Map<string, Mailbox>();
  private readonly queues = new Map<string, Promise<unknown>>();

  private constructor(vault: Vault, around: Surroundings, connect: Connect) {
    this.vault = vault;
    this.around = around;
    this.connect = connect;
  }

  /** The device of an open vault; `connect` reaches a relay and makes sure it is the one the circle agreed on. */
  static async open(vault: Vault, around: Surroundings, connect: Connect): Promise<Device> {
    const device = new Device(vault, around, connect);
    for (const [, me] of vault.scan<Me>("me")) device.known.set(me.ref, await Circle.load(vault, around, me));
    await vault.write(async () => {
      for (const circle of device.known.values()) expire(circle, around.today());
    });
    vault.onUndo(async () => {
      for (const [ref, circle] of device.known) {
        if (vault.get("me", ref)) await circle.reload();
        else device.known.delete(ref);
      }
    });
    return device;
  }

  onChange(listener: () => void): void {
    this.vault.onChange(listener);
  }

  /** All circles of this device, oldest first. */
  circles(): Circle[] {
    return [...this.known.values()];
  }

  mailboxes(relays: readonly RelayAddress[]): Mailboxes {
    for (const address of relays) if (!this.boxes.has(address.relay)) this.boxes.set(address.relay, this.connect(address));
    return new Map(relays.map((r) => [r.relay, this.boxes.get(r.relay)!]));
  }

  /** An empty circle record with fresh keys. Inside `vault.write`. */
  async fresh(name: string, status: Status): Promise<Circle> {
    const random = (size: number): string => base64url.encode(this.around.crypto.random(size));
    const empty = { circle: "", seat: -1, ring: [], root: "", tip: "", since: 0 };
    const me: Me = { ...empty, ref: random(6), status, name, sign: random(32), kem: random(32), created: this.around.today() };
    this.vault.put("me", me.ref, me);
    const circle = await Circle.load(this.vault, this.around, me);
    this.known.set(me.ref, circle);
    return circle;
  }

  /** Founds a circle with this device's person as its first coordinator. */
  async found(title: string, name: string, relays: readonly RelayAddress[], kind: CircleKind = "circle"): Promise<Circle> {
    if (!names.proper(title) || !names.proper(name)) throw new NotAllowed("a title and a pseudonym have 1 to 40 letters");
    return this.vault.write(async () => {
      const circle = await this.fresh(name, "active");
      const key = await circle.signing();
      const [ed, kem] = [base64url.encode(key.public), base64url.encode((await circle.sealing()).public)];
      const unfrozen = { state: "active", frozen: -1, frozen_by: -1, confirmed: false } as const;
      const founder = { seat: 0, name, ed, kem, roles: ["coordinator"], since: 0, ...unfrozen } as const;
      const empty = {
        circle: "",
        epoch: 0,
        recent: [],
        origin_circle: "",
        origin_turn: "",
        heads: [],
        waiting: [],
        done: [],
        closed: false,
      };
      const state: State = { ...empty, title, policy: { ...DEFAULT_POLICY, kind }, relays, seats: [founder], next: 1 };
      await begin(circle, await makeGenesis(circle.c, state, 0, key, drawLogs(circle.c), this.around.today()), 0);
      return circle;
    });
  }

  /** Exchanges everything, tends the door, does what a coordinator's client does by itself, exchanges again. One at a time per circle. */
  sync(circle: Circle): Promise<Report> {
    return this.inTurn(circle, () => this.exchange(circle));
  }

  private async exchange(circle: Circle): Promise<Report> {
    if (circle.me.status === "knocking" && !(await this.enterDoor(circle))) return emptyReport();
    await this.vault.write(async () => expire(circle, this.around.today()));
    if (!circle.tree || !circle.following) return emptyReport();
    const boxes = this.mailboxes(circle.state.relays);
    const report = await sync(circle, boxes);
    if (circle.me.status !== "active" || !report.answered.size) return report;
    await this.vault.write(() => openNotes(circle));
    await linking.tendClones(this, circle);
    await tend(circle, boxes);
    await routine(circle, boxes);
    const again = await sync(circle, boxes, report.failed);
    await tend(circle, boxes);
    again.received += report.received;
    again.sent += report.sent;
    again.moved ||= report.moved;
    return again;
  }

  /** Knocks at a door: a new circle of this device, not yet entered. */
  async knock(link: string, name: string, purpose: Purpose = "admit"): Promise<Circle> {
    return this.vault.write(async () => {
      const circle = await this.fresh(name, "knocking");
      await startKnock(circle, link, name, purpose);
      return circle;
    });
  }

  /** Carries this device's knock on; whether it was let in. */
  knockStep(circle: Circle): Promise<boolean> {
    return this.inTurn(circle, async () => {
      if (!(await this.enterDoor(circle))) return false;
      await this.exchange(circle);
      return true;
    });
  }

  private async enterDoor(circle: Circle): Promise<boolean> {
    const underWay = knockingOf(circle);
    if (!underWay) return true;
    if (!(await stepKnock(circle, this.mailboxes(door.readLink(underWay.link).relays)))) return false;
    await this.vault.write(async () => {
      for (const old of this.circles()) {
        if (old.me.ref !== circle.me.ref && old.me.circle === circle.me.circle) old.changeMe({ status: "taken" });
      }
      await announce(circle);
    });
    return true;
  }

  /** Opens a door. Waits for a relay. */
  async invite(circle: Circle, app: string): Promise<{ invitation: Invitation; link: string }> {
    const invitation = await inviting.invite(circle, this.boxesOf(circle), app);
    return { invitation, link: invitation.link };
  }

  cancel(circle: Circle, id: string): Promise<void> {
    return inviting.cancel(circle, this.boxesOf(circle), id);
  }

  vouch(circle: Circle, number: number, typed: string, lists: WordLists): Promise<HeldKnock> {
    return vouch(circle, this.boxesOf(circle), number, typed, lists);
  }

  ask(circle: Circle, number: number, seat: number): Promise<void> {
    return this.vault.write(() => inviting.ask(circle, number, seat));
  }

  say(circle: Circle, text: string, extra: { reply?: string; files?: readonly File_[] } = {}): Promise<string> {
    const { reply = "", files = [] } = extra;
    return this.write(circle, "talk.said.v1", (objects) => ({ text, reply, objects }), files);
  }

  edit(circle: Circle, entry: string, text: string): Promise<string> {
    return this.vault.write(() => write(circle, "talk.edited.v1", { entry, text }));
  }

  retract(circle: Circle, entry: string): Promise<string> {
    return this.vault.write(() => write(circle, "talk.retracted.v1", { entry }));
  }

  /** An entry of any kind; its body is made of the references to `files`, in their order. Throws TooMuch. */
  write(
    circle: Circle,
    kind: string,
    body: Body | ((objects: readonly ObjectRef[]) => Body),
    files: readonly File_[] = [],
  ): Promise<string> {
    return this.vault.write(async () => {
      const ciphers: Bytes[] = [];
      const objects: ObjectRef[] = [];
      for (const { data, type, name } of files) {
        const [reference, cipher] = await sealObject(circle.c, data, type, name);
        circle.keepObject(reference.id, cipher);
        objects.push(reference);
        ciphers.push(cipher);
      }
      return write(circle, kind, typeof body === "function" ? body(objects) : body, "", ciphers);
    });
  }

  /** A sealed note for some seats only. */
  note(circle: Circle, note: Note, receivers: Iterable<number>): Promise<string> {
    return this.vault.write(() => writeNote(circle, note, receivers));
  }

  /** Notes sealed to this seat that have screens of their own (`case`, `probation`), with who sent them. */
  notes(circle: Circle): [author: number, note: Note][] {
    return circle.scan<[number, Note]>("note").map(([, pair]) => pair);
  }

  /** The plaintext of an object, undefined while it has not arrived. Throws BlockRefused when it is not what its sender signed. */
  async object(circle: Circle, reference: ObjectRef): Promise<Bytes | undefined> {
    const cipher = await circle.getBlob("object", reference.id);
    return cipher && openObject(circle.c, reference, cipher);
  }

  /** Proposes; where this seat alone suffices it is complete at once. An equal open proposal is approved instead. */
  propose(circle: Circle, action: Action, fields: ProposalFields = {}): Promise<Pending | undefined> {
    const blank = { target: -1, card: null, vouches: [], policy: null, relays: null, role: "", title: "" } as const;
    const proposal = checkProposal({ ...blank, ...fields, action });
    return this.vault.write(async () => {
      const equal = pending(circle).find((p) => canonical.text(p.proposal) === canonical.text(proposal));
      if (equal) return equal.approvers.has(circle.me.seat) ? equal : this.standBehind(circle, equal.id);
      const id = await write(circle, "circle.propose.v1", proposal);
      return pending(circle).find((p) => p.id === id);
    });
  }

  leave(circle: Circle): Promise<Pending | undefined> {
    return this.propose(circle, "leave", { target: circle.me.seat });
  }

  /** Stands behind a proposal. A coordinator's client first checks the vouches it carries. Throws NotFound, NotAllowed. */
  approve(circle: Circle, id: string): Promise<Pending> {
    return this.vault.write(() => this.standBehind(circle, id));
  }

  private async standBehind(circle: Circle, id: string): Promise<Pending> {
    const found = id ? pending(circle).find((p) => p.id.startsWith(id)) : undefined;
    if (!found) throw new NotFound(`proposal ${id}`);
    const { seat } = circle.me;
    if (found.approvers.has(seat)) throw new NotAllowed("you already stand behind it");
    if (found.proposal.target === seat) throw new NotAllowed("it is about you");
    const needs = found.proposal.vouches.length;
    if (needs && coordinators(circle.state).includes(seat) && commitments(circle, found.proposal) < needs) {
      throw new NotAllowed("vouches", "this device cannot check who vouched for her; sync, or ask her vouchers");
    }
    await write(circle, "circle.approve.v1", { proposal: found.id });
    return pending(circle).find((p) => p.id === found.id)!;
  }

  /** Objects to what waits: a restore of this very seat, or (as coordinator) the closing of the circle. */
  veto(circle: Circle, id: string): Promise<string> {
    const found = circle.state.waiting.find((w) => w.id.startsWith(id));
    if (!found) throw new NotFound(`waiting decision ${id}`);
    return this.vault.write(() => write(circle, "circle.veto.v1", { proposal: found.id }));
  }

  /** Makes a turn now. It is in force here once a relay has it, at the next sync. */
  turn(circle: Circle): Promise<Made> {
    return this.vault.write(() => makeOwnTurn(circle));
  }

  repair(circle: Circle, seat: number): Promise<void> {
    return this.vault.write(() => repair(circle, seat));
  }

  clone(circle: Circle, without: Iterable<number>, title: string): Promise<string> {
    return linking.clone(this, circle, without, title);
  }

  cloneDrafts(circle: Circle): [number, CloneNote][] {
    return linking.cloneDrafts(circle);
  }

  signClone(circle: Circle, id: string): Promise<void> {
    return linking.signClone(circle, id);
  }

  links(circle: Circle): [number, LinkNote][] {
    return linking.links(circle);
  }

  /** Founds a porch or case room and sends the way in, sealed, to some seats of `circle` (fresh pseudonym and keys there). */
  async linkCircle(circle: Circle, title: string, name: string, kind: CircleKind, helpers: Iterable<number>): Promise<Circle> {
    const linked = await this.found(title, name, circle.state.relays, kind);
    await this.sync(linked);
    for (const helper of helpers) await linking.sendLink(circle, linked, this.boxesOf(linked), title, kind, helper);
    return linked;
  }

  /** Knocks at a linked circle under a fresh pseudonym. Throws NotFound. */
  follow(circle: Circle, link: string, name: string): Promise<Circle> {
    if (linking.links(circle).every(([, note]) => note.link !== link)) throw new NotFound("link");
    return this.knock(link, name);
  }

  async exportFile(circle: Circle): Promise<Bytes> {
    const { exportFile } = await import("./transfer.ts"); // seldom needed: not in the first pieces of the app
    return exportFile(circle);
  }

  async importFile(circle: Circle, data: Bytes): Promise<Brought> {
    const { importFile } = await import("./transfer.ts");
    return this.vault.write(() => importFile(circle, data));
  }

  seenAlarm(circle: Circle, number: number): Promise<void> {
    return this.vault.write(async () => circle.seenAlarm(number));
  }

  /** Erases a circle from this device: its keys first. */
  forget(circle: Circle): Promise<void> {
    return this.vault.write(async () => {
      const prefix = circle.kind("");
      for (const bucket of this.vault.buckets()) if (bucket.startsWith(prefix)) this.vault.eraseBucket(bucket);
      this.vault.deletePrefix(prefix);
      this.vault.delete("me", circle.me.ref);
      this.known.delete(circle.me.ref);
    });
  }

  setting<T>(name: string): T | undefined {
    return this.vault.get<T>("setting", name);
  }

  set(name: string, value: unknown): Promise<void> {
    return this.vault.write(async () => this.vault.put("setting", name, value));
  }

  private boxesOf(circle: Circle): Mailboxes {
    return this.mailboxes(circle.state.relays);
  }

  private inTurn<T>(circle: Circle, work: () => Promise<T>): Promise<T> {
    const { ref } = circle.me;
    const next = (this.queues.get(ref) ?? Promise.resolve()).then(work, work);
    this.queues.set(ref, next);
    return next;
  }
}
