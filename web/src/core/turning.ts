/** This device makes a turn: what is complete goes in, the frontier is drawn, and it is ready to post (PROTOCOL 6). Inside `vault.write`. */

import { apply } from "./apply.ts";
import * as base64url from "./base64url.ts";
import { type Item, REPAIR, SLOTS, TURN } from "./block.ts";
import { type Bytes, concat, zeros } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import type { Circle } from "./circle.ts";
import { order } from "./decisions.ts";
import { type LogKeys, talkLog, turnLog, turnSecret } from "./epoch.ts";
import { NotAllowed, TurnRefused, TurnUnderWay } from "./errors.ts";
import type { MadeTurn, PreparedLogs } from "./local.ts";
import { type Carried, drawLogs, lanesOn, type LogSecrets, type Made, makeTurn, outline } from "./make_turn.ts";
import { held, living, type Pending, pending, rotations, vetoes } from "./pending.ts";
import { active, coordinators, laneHolders, seatOf, witnesses } from "./roster.ts";
import type { Approve, Evidence, Repair, Signed, SignedTurn } from "./shapes.ts";
import { sealSlot } from "./slots.ts";
import { push } from "./tree.ts";
import { putOut } from "./writing.ts";

const SLOTS_A_BLOCK = 3;
const MIN_SLOT_BLOCKS = 4;
const STOPS: ReadonlySet<unknown> = new Set(["expel", "leave", "freeze"]);
const WITNESSED: ReadonlySet<string> = new Set(["freeze", "leave", "expel", "promote"]);

/** Makes a turn with every complete decision and puts it into the outbox. It is adopted once a relay has it. */
export async function makeOwnTurn(circle: Circle): Promise<Made> {
  const { c, state, seat, here } = circle;
  if (underWay(circle)) throw new TurnUnderWay();
  const chair = coordinators(state).includes(seat.seat);
  if ((!chair && !witnesses(state).includes(seat.seat)) || !circle.secretsOf(here.id)) {
    throw new NotAllowed("only a coordinator, or a witness for a freeze, can do this");
  }
  const carried = await gather(circle, chair);
  if (!chair && !carried.proposals.length && !carried.evidence.length) throw new NotAllowed("there is no freeze or leaving to carry out");
  const logs = prepared(circle) ?? drawLogs(c);
  const made = await makeTurn(c, state, here.id, circle.me.seat, await circle.signing(), carried, logs, circle.around.today());
  await apply(c, state, here.id, made.signed); // nothing leaves this device that others would refuse
  const { e, l, lane, laneSeed } = made.secrets;
  const mine: MadeTurn = { e: base64url.encode(e), l: base64url.encode(l), lane, laneSeed: base64url.encode(laneSeed) };
  circle.put("made", made.id, mine);
  circle.drop("prepared", "next");
  const known = new Set(state.seats.map((s) => s.ed));
  for (const fresh of made.state.seats.filter((s) => !known.has(s.ed))) {
    const listed = made.signed.turn.slots.findIndex(([number]) => number === fresh.seat);
    if (listed >= 0) circle.put("welcome", fresh.ed, base64url.encode(made.slots[listed]!));
  }
  await postTurn(circle, made.signed, made.slots);
  return made;
}

/** Whether this device already made a child of the turn it stands in: a second one would accuse it (6.12). */
export function underWay(circle: Circle): boolean {
  for (const item of circle.out.values()) {
    if (item.turn === circle.here.id && item.log === "turn" && circle.get("posting", String(item.number)) !== undefined) return true;
  }
  const children = circle.trunk.children.get(circle.here.id) ?? [];
  return children.some((id) => circle.trunk.nodes.get(id)?.signed?.turn.author === circle.me.seat);
}

/** Puts a turn and its slots into the outbox of its parent's turn log, slots three to a block, at least four blocks. */
async function postTurn(circle: Circle, signed: SignedTurn, slots: readonly Bytes[]): Promise<void> {
  const groups: Bytes[] = [];
  for (let i = 0; i < slots.length; i += SLOTS_A_BLOCK) groups.push(concat(...slots.slice(i, i + SLOTS_A_BLOCK)));
  while (groups.length && groups.length < MIN_SLOT_BLOCKS) groups.push(circle.c.random(groups[0]!.length));
  const record = canonical.encode(signed);
  const items: Item[] = [[TURN, record], ...groups.map((group): Item => [SLOTS, group])];
  const number = await putOut(circle, signed.turn.parent, items);
  circle.put("posting", String(number), canonical.text(signed));
}

/** All that is complete, in date and acceptable; what one seat wrote wrongly is left out and never stops the circle. */
async function gather(circle: Circle, chair: boolean): Promise<Carried> {
  const empty = { proposals: [], approvals: [], vetoes: [], rotations: [], evidence: [] };
  let base: Carried = { ...empty, frontier: frontier(circle) };
  base = await asMany(circle, base, "evidence", evidenceOf(circle));
  base = await asMany(circle, base, "vetoes", vetoes(circle));
  base = await decided(circle, base, chair);
  if (!chair) return base;
  const stopped = new Set<unknown>(base.evidence.map((e) => e.seat));
  for (const { entry } of base.proposals) if (STOPS.has(entry.body["action"])) stopped.add(entry.body["target"]);
  return asMany(
    circle,
    base,
    "rotations",
    rotations(circle).filter((r) => !stopped.has(r.entry.seat)),
  );
}

/** `base` with all of `items` under `name`, or, where that is refused, with those that are acceptable. */
async function asMany<K extends "evidence" | "vetoes" | "rotations">(
  circle: Circle,
  base: Carried,
  name: K,
  items: Carried[K],
): Promise<Carried> {
  const whole = { ...base, [name]: items };
  if (!items.length || (await possible(circle, whole))) return whole;
  let kept = base;
  for (const item of items) {
    const more = { ...kept, [name]: [...kept[name], item] };
    if (await possible(circle, more)) kept = more;
  }
  return kept;
}

async function decided(circle: Circle, start: Carried, chair: boolean): Promise<Carried> {
  let base = start;
  const rank = (p: Pending): number => (p.proposal.action === "expel" ? 0 : 1);
  const found = pending(circle).map((p, i) => ({ p, i }));
  found.sort((a, b) => rank(a.p) - rank(b.p) || order(a.p.proposal.action, b.p.proposal.action) || a.i - b.i);
  for (const { p } of found) {
    if (!p.complete || (!chair && !WITNESSED.has(p.proposal.action))) continue;
    const proposals = [...base.proposals, circle.entries.get(p.id)!];
    const more = { ...base, proposals, approvals: [...base.approvals, ...approvalsOf(circle, p)] };
    if (await possible(circle, more)) base = more;
  }
  return base;
}

function evidenceOf(circle: Circle): Evidence[] {
  const seated = new Set(active(circle.state).map((s) => s.seat));
  const found = circle.trunk.evidence().filter((e) => e.seat !== circle.me.seat && seated.has(e.seat));
  for (const piece of found) circle.alarm("two-turns", circle.nameOf(piece.seat));
  return found;
}

async function possible(circle: Circle, carried: Carried): Promise<boolean> {
  try {
    await outline(circle.c, circle.state, circle.here.id, circle.me.seat, carried, 0);
    return true;
  } catch (error) {
    if (error instanceof TurnRefused) return false;
    throw error;
  }
}

const approves = (signed: Signed): string => (signed.entry.body as unknown as Approve).proposal;

function approvalsOf(circle: Circle, decision: Pending): Signed[] {
  const found = new Map<number, Signed>();
  for (const [, signed] of living(circle, "circle.approve.v1")) {
    const { seat } = signed.entry;
    const counted = approves(signed) === decision.id && decision.approvers.has(seat) && seat !== decision.proposer;
    if (counted && !found.has(seat)) found.set(seat, signed);
  }
  return [...found.values()].sort((a, b) => a.entry.seat - b.entry.seat);
}

/** The last entry of each seat in this epoch that follows without a hole, as this device knows it (PROTOCOL 6.5). */
export function frontier(circle: Circle): [number, number, string][] {
  const starts = new Map(circle.state.heads.map(([seat, n, head]) => [seat, [n, head] as const]));
  const arranged = circle.arranged();
  const hidden = held(circle, arranged);
  const chains = new Map<string, [number, string][]>();
  const seats = new Set<number>();
  for (const { id, entry } of arranged.placed) {
    if (entry.turn !== circle.here.id || hidden.has(id)) continue;
    push(chains, `${entry.seat} ${entry.prev}`, [entry.n, id]);
    seats.add(entry.seat);
  }
  const heads: [number, number, string][] = [];
  for (const seat of [...seats].sort((a, b) => a - b)) {
    const first = starts.get(seat)?.[0] ?? 0;
    let [n, head] = starts.get(seat) ?? [0, ""];
    for (let steps = chains.get(`${seat} ${head}`); steps; steps = chains.get(`${seat} ${head}`)) {
      [n, head] = steps.sort((a, b) => a[0] - b[0] || order(a[1], b[1]))[0]!;
    }
    if (n > first) heads.push([seat, n, head]);
  }
  return heads;
}

/** Draws the logs of this coordinator's next turn, days before it is made (S11). The logs to create now. */
export async function prepare(circle: Circle): Promise<LogKeys[]> {
  if (!coordinators(circle.state).includes(circle.me.seat) || prepared(circle)) return [];
  const drawn = drawLogs(circle.c);
  const relays = circle.state.relays.map((r) => r.relay);
  const laneSeeds = drawn.laneSeeds.map(base64url.encode);
  circle.put("prepared", "next", { l: base64url.encode(drawn.l), laneSeeds, relays, day: circle.around.today() } satisfies PreparedLogs);
  const found: LogKeys[] = [];
  const bare = { e: zeros(32), l: drawn.l, lane: -1, laneSeed: zeros(0) }; // cannot open content
  for (const relay of relays) {
    const raw = base64url.decode(relay, 16);
    const lanes = await lanesOn(circle.c, raw, drawn);
    const keys = (texts: readonly string[]): Bytes[] => texts.map((text) => base64url.decode(text, 32));
    found.push(await talkLog(circle.c, raw, zeros(32), bare, keys(lanes.talk)));
    found.push(await turnLog(circle.c, raw, turnSecret(circle.c, drawn.l), keys(lanes.turn), undefined));
  }
  return found;
}

function prepared(circle: Circle): LogSecrets | undefined {
  const kept = circle.get<PreparedLogs>("prepared", "next");
  if (!kept || kept.relays.join() !== circle.state.relays.map((r) => r.relay).join()) return undefined;
  return { l: base64url.decode(kept.l, 32), laneSeeds: kept.laneSeeds.map((seed) => base64url.decode(seed, 32)) };
}

/** Seals this epoch's secrets to `seat` again, and copies the turns it may have missed to where it last was (PROTOCOL 6.10). */
export async function repair(circle: Circle, seat: number): Promise<void> {
  const node = circle.here;
  const keys = circle.secretsOf(node.id);
  const subject = seatOf(circle.state, seat);
  if (!node.signed || !keys || !subject || !laneHolders(circle.state).includes(circle.me.seat)) {
    throw new NotAllowed("only a coordinator or a witness can do this, for a seat in the circle");
  }
  const sealed = await sealSlot(circle.c, node.signed.turn, seat, subject.kem, { ...keys, lane: -1, laneSeed: zeros(0) });
  const by = circle.me.seat;
  const note: Repair = { v: 1, circle: circle.state.circle, turn: node.id, seat, by, sealed: base64url.encode(sealed) };
  const branch = circle.branch().filter((n) => circle.keys.has(n.id));
  let last: Signed | undefined;
  for (const s of circle.entries.values()) if (s.entry.seat === seat && s.entry.n > (last?.entry.n ?? 0)) last = s;
  const seen = Math.max(
    0,
    branch.findIndex((n) => n.id === last?.entry.turn),
  );
  for (let i = seen; i < branch.length - 1; i++) {
    // It may stand in any of them: what it last said need not be the last it read.
    const place = branch[i]!;
    if (!circle.secretsOf(place.id) || !laneHolders(place.state).includes(circle.me.seat)) continue;
    const missed = branch.slice(i + 1).flatMap((n): Item[] => (n.signed ? [[TURN, canonical.encode(n.signed)]] : []));
    await putOut(circle, place.id, [...missed, [REPAIR, canonical.encode(note)]]);
  }
}

/** Seats from which nothing was seen since this epoch began. */
export function absent(circle: Circle): number[] {
  const seen = new Set([...circle.current().values()].map((s) => s.entry.seat));
  return active(circle.state)
    .map((s) => s.seat)
    .filter((seat) => !seen.has(seat) && seat !== circle.me.seat);
}

/** Complete decisions that the last turn's frontier already covered and that were not carried out (PROTOCOL 6.13). */
export function hiddenDecisions(circle: Circle): string[] {
  const turn = circle.here.signed?.turn;
  const parent = circle.trunk.parent(circle.here);
  if (!turn || !parent) return [];
  const inside = circle.arranged().placed.filter((p) => p.entry.turn === parent.id);
  const ids = new Set(inside.map((p) => p.id));
  return pending(circle)
    .filter((p) => p.complete && ids.has(p.id))
    .filter((p) => {
      const approved = new Set(
        inside
          .filter((x) => x.entry.kind === "circle.approve.v1" && approves({ entry: x.entry, sig: "" }) === p.id)
          .map((x) => x.entry.seat),
      );
      return [...p.approvers].every((seat) => seat === p.proposer || approved.has(seat));
    })
    .map((p) => p.id);
}
