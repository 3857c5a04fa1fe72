/**
 * The tree of turns: which are valid, which are final, which is the tip (PROTOCOL 6.8, 6.9). No storage, no network.
 * Validity and choice depend only on turns and adoptions, never on the order in which they arrived.
 */

import { apply, genesis } from "./apply.ts";
import type { Crypto } from "./crypto.ts";
import { order } from "./decisions.ts";
import { NotCanonical, TurnRefused, TwoHistories } from "./errors.ts";
import { adoptionPreimage, validBy } from "./evidence.ts";
import { proofOf, turnId } from "./naming.ts";
import { finalQuorum, seatOf, witnesses } from "./roster.ts";
import type { AdoptionProof, Evidence, SignedTurn, State } from "./shapes.ts";

const REMOVALS: ReadonlySet<unknown> = new Set(["expel", "freeze", "demote"]);

/** A valid turn with the state it leads to. `signed` is null only for the state a newcomer was welcomed with. */
export interface Node {
  readonly id: string;
  readonly state: State;
  readonly signed: SignedTurn | null;
}

export class Tree {
  readonly nodes = new Map<string, Node>();
  readonly children = new Map<string, string[]>();
  /** Turns whose parent is not here yet, by parent. */
  readonly waiting = new Map<string, SignedTurn[]>();
  readonly refused = new Map<string, TurnRefused>();
  /** "parent seat" to child to adoption. */
  private readonly adoptions = new Map<string, Map<string, AdoptionProof>>();

  readonly root: Node;
  private readonly c: Crypto;

  constructor(c: Crypto, root: Node) {
    this.c = c;
    this.root = root;
    this.nodes.set(root.id, root);
  }

  /** A tree that starts at a circle's first turn. Throws TurnRefused. */
  static async fromGenesis(c: Crypto, signed: SignedTurn): Promise<Tree> {
    const state = await genesis(c, signed);
    return new Tree(c, { id: state.circle, state, signed });
  }

  /** Takes in a turn; the nodes that became valid by it (it, and turns that waited for it). */
  async add(signed: SignedTurn): Promise<Node[]> {
    const id = turnId(this.c, signed.turn);
    const copy = `${id} ${signed.sig}`; // anybody can copy a turn badly
    if (this.nodes.has(id) || this.refused.has(copy)) return [];
    const parent = this.nodes.get(signed.turn.parent);
    if (!parent) {
      push(this.waiting, signed.turn.parent, signed);
      return [];
    }
    let state: State;
    try {
      state = await apply(this.c, parent.state, parent.id, signed);
    } catch (error) {
      if (!(error instanceof TurnRefused) && !(error instanceof NotCanonical)) throw error;
      this.refused.set(copy, error instanceof TurnRefused ? error : new TurnRefused("form", error.message));
      return [];
    }
    return this.seat({ id, state, signed }, parent.id);
  }

  /** Puts a node that is known to be valid under its parent. */
  async seat(node: Node, parent: string): Promise<Node[]> {
    this.nodes.set(node.id, node);
    push(this.children, parent, node.id);
    const grown = [node];
    const late = this.waiting.get(node.id) ?? [];
    this.waiting.delete(node.id);
    for (const signed of late) grown.push(...(await this.add(signed)));
    return grown;
  }

  /** Takes in a witness's adoption; false when it is not valid here (unknown parent, not a witness, bad signature). */
  async adopt(adoption: AdoptionProof): Promise<boolean> {
    const parent = this.nodes.get(adoption.parent);
    const seat = parent && seatOf(parent.state, adoption.seat);
    if (!parent || !seat || !witnesses(parent.state).includes(adoption.seat)) return false;
    try {
      const message = adoptionPreimage(parent.state.circle || parent.id, adoption.parent, adoption.child, adoption.seat);
      if (!(await validBy(this.c, seat.ed, adoption.sig, message))) return false;
    } catch (error) {
      if (error instanceof NotCanonical) return false;
      throw error;
    }
    const key = `${adoption.parent} ${adoption.seat}`;
    const votes = this.adoptions.get(key) ?? new Map<string, AdoptionProof>();
    this.adoptions.set(key, votes);
    if (!votes.has(adoption.child)) votes.set(adoption.child, adoption);
    return true;
  }

  /** Whether enough witnesses of the parent adopted this very turn; one who adopted two counts for neither. */
  isFinal(node: Node): boolean {
    const parent = this.parent(node);
    if (!parent) return true;
    // Who adopted two counts for both, so that nobody takes back what is final by signing again; two so final siblings: neither is.
    const cast = witnesses(parent.state).map((w) => this.adoptions.get(`${parent.id} ${w}`));
    const enough = finalQuorum(parent.state);
    const isReached = (child: string): boolean => cast.filter((votes) => votes?.has(child)).length >= enough;
    const voted = new Set(cast.flatMap((votes) => [...(votes?.keys() ?? [])]));
    return isReached(node.id) && [...voted].every((child) => child === node.id || !isReached(child));
  }

  parent(node: Node): Node | undefined {
    return node.signed && node.id !== this.root.id ? this.nodes.get(node.signed.turn.parent) : undefined;
  }

  /** From the root to `node`. */
  path(node: Node): Node[] {
    const steps = [node];
    for (let before = this.parent(node); before; before = this.parent(before)) steps.push(before);
    return steps.reverse();
  }

  /** All final nodes, on one path, oldest first. Throws TwoHistories when two finals exclude each other. */
  finals(): Node[] {
    const found = [...this.nodes.values()].filter((n) => n.id !== this.root.id && this.isFinal(n));
    found.sort((a, b) => a.state.epoch - b.state.epoch);
    const last = found.at(-1);
    if (last) {
      const trunk = new Set(this.path(last).map((n) => n.id));
      if (found.some((n) => !trunk.has(n.id))) throw new TwoHistories("two confirmed changes exclude each other");
    }
    return found;
  }

  /** Ids from the root to the last final turn; none when there is no final turn or two exclude each other. */
  settled(): string[] {
    try {
      const last = this.finals().at(-1);
      return last ? this.path(last).map((n) => n.id) : [];
    } catch (error) {
      if (error instanceof TwoHistories) return [];
      throw error;
    }
  }

  /** The turn all members with these turns and adoptions agree on. Throws TwoHistories. */
  tip(): Node {
    let node = this.finals().at(-1) ?? this.root;
    for (;;) {
      const below = (this.children.get(node.id) ?? []).map((id) => this.nodes.get(id)!);
      const best = below.sort(byPreference)[0];
      if (!best) return node;
      node = best;
    }
  }

  /** Turns or adoptions of one seat that exclude each other, ready to be carried (PROTOCOL 6.12). */
  evidence(): Evidence[] {
    const found = new Map<number, Evidence>();
    for (const siblings of this.children.values()) {
      const byAuthor = new Map<number, SignedTurn>();
      for (const id of [...siblings].sort()) {
        const signed = this.nodes.get(id)!.signed;
        if (!signed) continue;
        const seat = signed.turn.author;
        const first = byAuthor.get(seat);
        if (!first) byAuthor.set(seat, signed);
        else found.set(seat, { kind: "turns", seat, turns: [proofOf(this.c, first), proofOf(this.c, signed)], adoptions: [], entries: [] });
      }
    }
    for (const votes of this.adoptions.values()) {
      const two = [...votes.keys()].sort().slice(0, 2);
      const seat = votes.get(two[0]!)!.seat;
      if (two.length === 2 && !found.has(seat)) {
        found.set(seat, { kind: "adoptions", seat, turns: [], adoptions: two.map((child) => votes.get(child)!), entries: [] });
      }
    }
    return [...found.values()].sort((a, b) => a.seat - b.seat);
  }
}

/** Order among siblings that are not final; the first is the best (PROTOCOL 6.9). */
export function byPreference(a: Node, b: Node): number {
  const [x, y] = [preference(a), preference(b)];
  return x[0] - y[0] || x[1] - y[1] || x[2] - y[2] || order(a.id, b.id);
}

function preference(node: Node): [number, number, number] {
  const turn = node.signed?.turn;
  if (!turn) return [0, 0, 0];
  const removes = turn.evidence.length > 0 || turn.proposals.some((p) => REMOVALS.has(p.entry.body.action));
  const approvers = new Set([...turn.proposals, ...turn.approvals].map((s) => s.entry.seat));
  return [removes ? 0 : 1, -approvers.size, turn.author];
}

/** Adds to the list under `key`. */
export function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
