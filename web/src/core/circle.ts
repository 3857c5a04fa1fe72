/**
 * One circle on one device: what is known, loaded from the vault, and the few ways to change it.
 *
 * Knows nothing of networks. `taking` feeds it records, `settle` moves it from turn to turn, `writing` makes entries, `turning`
 * makes turns, `sync` carries blocks. Everything that changes it runs inside `vault.write`.
 */

import * as base64url from "./base64url.ts";
import { type Bytes, zeros } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import { Assembly, type Frame } from "./block.ts";
import type { Crypto, Opener, Signer } from "./crypto.ts";
import { checkBody } from "./entry.ts";
import { type LogKeys, type Secrets, talkLog, turnLog } from "./epoch.ts";
import { CircleClosed, Expelled, NotAllowed } from "./errors.ts";
import type { Alarm, Cursor, Draft, EpochKeys, Kept, KeptEntry, Me, OutItem } from "./local.ts";
import { type Arranged, type Epoch, Fold } from "./order.ts";
import { seatOf } from "./roster.ts";
import type { AdoptionProof, Repair, Seat, Signed, SignedTurn, State } from "./shapes.ts";
import { type Node, push, Tree } from "./tree.ts";
import type { Vault } from "./vault.ts";

/** Primitives and time, handed in: `today` is the day number. */
export interface Surroundings {
  readonly crypto: Crypto;
  today(): number;
}

const ENDED: ReadonlySet<string> = new Set(["expelled", "left", "taken", "closed"]);

export class Circle {
  readonly vault: Vault;
  readonly around: Surroundings;
  readonly c: Crypto;
  me: Me;
  entries = new Map<string, Signed>();
  /** Turn to id to entry, in order of arrival. */
  byTurn = new Map<string, Map<string, Signed>>();
  arrived = new Map<string, number>();
  keys = new Map<string, EpochKeys>();
  cursors = new Map<string, Cursor>();
  out = new Map<number, OutItem>();
  slots = new Map<string, Bytes>();
  repairs = new Map<string, Repair[]>();
  drafts = new Map<string, Draft>();
  alarms: Alarm[] = [];
  assemblies = new Map<string, Assembly>();
  tree: Tree | undefined;
  /** Rises with every change of what is known; folds compare it. */
  version = 0;
  private readonly fold = new Fold();
  private openers = new Map<string, Promise<Opener>>();
  private logs = new Map<string, Promise<LogKeys>>();

  private constructor(vault: Vault, around: Surroundings, me: Me) {
    this.vault = vault;
    this.around = around;
    this.c = around.crypto;
    this.me = me;
  }

  static async load(vault: Vault, around: Surroundings, me: Me): Promise<Circle> {
    const circle = new Circle(vault, around, me);
    await circle.reload();
    return circle;
  }

  // -- vault --------------------------------------------------------------------------------------------------------

  kind(name: string): string {
    return `${this.me.ref}/${name}`;
  }

  put(kind: string, name: string, value: unknown, bucket = ""): void {
    this.vault.put(this.kind(kind), name, value, bucket && this.kind(bucket));
  }

  get<T>(kind: string, name: string): T | undefined {
    return this.vault.get<T>(this.kind(kind), name);
  }

  scan<T>(kind: string): [string, T][] {
    return this.vault.scan<T>(this.kind(kind));
  }

  drop(kind: string, name: string): void {
    this.vault.delete(this.kind(kind), name);
  }

  getBlob(kind: string, name: string): Promise<Bytes | undefined> {
    return this.vault.getBlob(this.kind(kind), name);
  }

  putBlob(kind: string, name: string, data: Bytes, bucket = ""): void {
    this.vault.putBlob(this.kind(kind), name, data, bucket && this.kind(bucket));
  }

  changeMe(changes: Partial<Me>): void {
    this.me = { ...this.me, ...changes };
    this.vault.put("me", this.me.ref, this.me);
    this.version++;
  }

  /** Everything again from the vault: at the start, and after a write that failed. */
  async reload(): Promise<void> {
    this.me = this.vault.get<Me>("me", this.me.ref) ?? this.me;
    this.entries = new Map();
    this.byTurn = new Map();
    this.arrived = new Map();
    for (const [id, kept] of this.scan<KeptEntry>("entry")) {
      this.remember(id, JSON.parse(kept.record) as Signed);
      this.arrived.set(id, kept.arrived);
    }
    this.keys = new Map(this.scan<EpochKeys>("keys"));
    this.cursors = new Map(this.scan<Cursor>("cursor"));
    this.out = new Map(this.scan<OutItem>("out").map(([n, item]) => [Number(n), item]));
    this.slots = new Map(this.scan<string>("slot").map(([name, data]) => [name, base64url.decode(data)]));
    this.repairs = new Map();
    for (const [, repair] of this.scan<Repair>("repair")) push(this.repairs, repair.turn, repair);
    this.drafts = new Map(this.scan<Draft>("draft"));
    this.alarms = this.scan<Alarm>("alarm").map(([, alarm]) => alarm);
    this.assemblies = new Map();
    for (const [name, frame] of this.scan<Omit<Frame, "data">>("frame")) {
      const data = await this.getBlob("frame", name);
      if (data) this.assembly(name.split(":")[0]!).add(this.c, { ...frame, data });
    }
    this.openers = new Map();
    this.logs = new Map();
    this.tree = this.me.root ? await this.loadTree() : undefined;
    this.fold.forget();
    this.version++;
  }

  private async loadTree(): Promise<Tree> {
    const nodes = this.scan<Kept>("node").map(([id, kept]): Node => ({ id, state: kept.state, signed: kept.signed }));
    const tree = new Tree(
      this.c,
      nodes.find((n) => n.id === this.me.root)!,
    );
    for (const node of nodes) if (node.signed && node.id !== this.me.root) await tree.seat(node, node.signed.turn.parent);
    for (const [, late] of this.scan<SignedTurn>("late")) if (!tree.nodes.has(late.turn.parent)) push(tree.waiting, late.turn.parent, late);
    for (const [, adoption] of this.scan<AdoptionProof>("adoption")) await tree.adopt(adoption);
    return tree;
  }

  /** Keeps a valid turn. */
  saveNode(node: Node): void {
    this.put("node", node.id, { signed: node.signed, state: node.state } satisfies Kept);
  }

  /** Where frames of a log (base64url address) come together. */
  assembly(address: string): Assembly {
    const found = this.assemblies.get(address) ?? new Assembly();
    this.assemblies.set(address, found);
    return found;
  }

  /** Tells the person, once for each (kind, detail). */
  alarm(kind: string, detail = ""): void {
    if (this.alarms.some((a) => a.kind === kind && a.detail === detail)) return;
    const alarm: Alarm = { number: this.alarms.length + 1, kind, detail, day: this.around.today(), seen: false };
    this.alarms.push(alarm);
    this.put("alarm", String(alarm.number), alarm);
  }

  seenAlarm(number: number): void {
    this.alarms = this.alarms.map((a) => (a.number === number ? { ...a, seen: true } : a));
    const seen = this.alarms.find((a) => a.number === number);
    if (seen) this.put("alarm", String(number), seen);
  }

  // -- what is known ------------------------------------------------------------------------------------------------

  /** The tree of turns; throws NotAllowed while this device is not past the door. */
  get trunk(): Tree {
    if (!this.tree) throw new NotAllowed("the door has not opened yet");
    return this.tree;
  }

  /** The turn this device is in. */
  get here(): Node {
    return this.trunk.nodes.get(this.me.tip)!;
  }

  get state(): State {
    return this.here.state;
  }

  /** Whether what ended this device's seat is done but not final yet (PROTOCOL 6.8). */
  get ending(): boolean {
    return ENDED.has(this.me.status) && this.keys.size > 0;
  }

  /** Whether this device still follows the turns: it sits, or what ended its seat is not final yet. */
  get following(): boolean {
    return this.me.status === "active" || this.me.status === "frozen" || this.ending;
  }

  /** This device's seat. Throws Expelled or CircleClosed when it has none. */
  get seat(): Seat {
    const found = seatOf(this.state, this.me.seat);
    if (!found || (this.me.status !== "active" && this.me.status !== "frozen")) {
      throw this.me.status === "closed" ? new CircleClosed() : new Expelled();
    }
    return found;
  }

  signing(): Promise<Signer> {
    return this.c.signer(base64url.decode(this.me.sign, 32));
  }

  /** This seat's sealing key, or another of this device's by its base64url seed. */
  sealing(seed = this.me.kem): Promise<Opener> {
    const found = this.openers.get(seed) ?? this.c.opener(base64url.decode(seed, 32));
    this.openers.set(seed, found);
    return found;
  }

  /** This device's sealing key with that base64url public key, in force or not. */
  async sealingFor(publicKey: string): Promise<Opener | undefined> {
    for (const seed of [this.me.kem, ...this.me.ring.map((spare) => spare.kem)].filter(Boolean)) {
      const key = await this.sealing(seed);
      if (base64url.encode(key.public) === publicKey) return key;
    }
    return undefined;
  }

  /** The epoch's secrets, or undefined when this device has none or erased them. */
  secretsOf(turn: string): Secrets | undefined {
    const keys = this.keys.get(turn);
    return keys?.e ? secretsFrom(keys) : undefined;
  }

  /** The talk log of an epoch on a relay (base64url id). */
  async talkKeys(turn: string, relay: string): Promise<LogKeys | undefined> {
    const [secrets, lanes] = [this.secretsOf(turn), this.lanes(turn, relay)];
    if (!secrets || !lanes) return undefined;
    return this.cached(`talk ${turn} ${relay}`, () =>
      talkLog(
        this.c,
        base64url.decode(relay),
        base64url.decode(turn),
        secrets,
        lanes.talk.map((key) => base64url.decode(key)),
      ),
    );
  }

  /** The turn log of an epoch on a relay. */
  async turnKeys(turn: string, relay: string): Promise<LogKeys | undefined> {
    const [keys, lanes] = [this.keys.get(turn), this.lanes(turn, relay)];
    if (!keys || !lanes) return undefined;
    return this.cached(`turn ${turn} ${relay}`, () =>
      turnLog(
        this.c,
        base64url.decode(relay),
        base64url.decode(keys.d),
        lanes.turn.map((key) => base64url.decode(key)),
        this.secretsOf(turn),
      ),
    );
  }

  /** Forgets derived log keys, after secrets changed or were destroyed. */
  forgetLogs(): void {
    this.logs.clear();
  }

  private cached(name: string, make: () => Promise<LogKeys>): Promise<LogKeys> {
    const found = this.logs.get(name) ?? make();
    this.logs.set(name, found);
    return found;
  }

  private lanes(turn: string, relay: string): { talk: readonly string[]; turn: readonly string[] } | undefined {
    return this.trunk.nodes.get(turn)?.signed?.turn.logs.find((log) => log.relay === relay);
  }

  /** From the root to where this device is. */
  branch(): Node[] {
    return this.trunk.path(this.here);
  }

  /** The chosen branch as `order` wants it, from the epoch this device was admitted in. */
  private epochs(): Epoch[] {
    const nodes = this.branch();
    const found: Epoch[] = [];
    nodes.forEach((node, i) => {
      if (node.state.epoch < this.me.since) return;
      const child = nodes[i + 1];
      const start = new Map(node.state.heads.map(([seat, n, head]) => [seat, [n, head] as const]));
      const cut = child?.signed && new Map([...start, ...child.signed.turn.frontier.map(([s, n, h]) => [s, [n, h] as const] as const)]);
      found.push({ turn: node.id, epoch: node.state.epoch, child: child?.id ?? "", start, cut: cut ?? undefined });
    });
    return found;
  }

  /** All entries that are in, in fold order. */
  arranged(): Arranged {
    return this.fold.arrange(this.byTurn, this.epochs());
  }

  /** The pseudonym of a seat, as far back as this device knows. */
  nameOf(seat: number): string {
    for (const node of this.branch().reverse()) {
      const found = seatOf(node.state, seat);
      if (found) return found.name;
    }
    return `#${seat}`;
  }

  /** Turns whose admin entries still count. */
  liveTurns(): string[] {
    return [this.here.id, ...this.state.recent];
  }

  /** Entries of the turns whose admin entries still count. */
  *living(): Generator<[string, Signed]> {
    for (const turn of this.liveTurns()) yield* this.byTurn.get(turn) ?? [];
  }

  /** Entries of this epoch. */
  current(): ReadonlyMap<string, Signed> {
    return this.byTurn.get(this.here.id) ?? new Map();
  }

  /** Stores a checked entry. */
  keepEntry(id: string, signed: Signed, bucket: string): void {
    const arrived = this.around.today();
    this.remember(id, signed);
    this.arrived.set(id, arrived);
    this.put("entry", id, { record: canonical.text(signed), arrived } satisfies KeptEntry, bucket);
    this.version++;
  }

  /** Stores an object's ciphertext until the talk of this day expires, whether or not its entry ever comes. Whether it is new. */
  keepObject(id: string, cipher: Bytes): boolean {
    if (this.vault.hasBlob(this.kind("object"), id)) return false;
    this.putBlob("object", id, cipher, `talk:${this.around.today()}`);
    this.version++;
    return true;
  }

  /** Forgets an entry. */
  loseEntry(id: string): void {
    const turn = this.entries.get(id)?.entry.turn;
    this.entries.delete(id);
    this.arrived.delete(id);
    if (turn) this.byTurn.get(turn)?.delete(id);
    this.fold.forget();
    this.version++;
  }

  /** The body of a known entry, undefined for an unknown kind. */
  bodyOf(id: string): unknown {
    return checkBody(this.entries.get(id)!.entry);
  }

  private remember(id: string, signed: Signed): void {
    this.entries.set(id, signed);
    const here = this.byTurn.get(signed.entry.turn) ?? new Map<string, Signed>();
    this.byTurn.set(signed.entry.turn, here.set(id, signed));
  }
}

export function secretsFrom(keys: { e: string; l: string; lane: number; laneSeed: string }): Secrets {
  const laneSeed = keys.laneSeed ? base64url.decode(keys.laneSeed, 32) : zeros(0);
  return { e: base64url.decode(keys.e, 32), l: base64url.decode(keys.l, 32), lane: keys.lane, laneSeed };
}
