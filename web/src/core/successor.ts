/** The state a turn leads to, in the order of PROTOCOL 6.4. Pure. */

import type { Crypto } from "./crypto.ts";
import { type Decision, order, rotationsOf, vetoed, WAITING } from "./decisions.ts";
import { TurnRefused } from "./errors.ts";
import { coordinators, LAPSE, LIFETIME, seatOf } from "./roster.ts";
import type { Proposal, Role, Seat, State, Turn } from "./shapes.ts";

/** The state that `carried` and the rest of `turn` lead to. Throws TurnRefused. */
export async function successor(c: Crypto, parent: State, parentId: string, turn: Turn, carried: readonly Decision[]): Promise<State> {
  const epoch = parent.epoch + 1;
  const seats = new Map(parent.seats.map((s) => [s.seat, s]));
  const of = (...actions: string[]): Decision[] => carried.filter((d) => actions.includes(d.proposal.action));
  const confirmed = new Set(of("confirm").map((d) => d.proposal.target));
  for (const seat of parent.seats) {
    const lapsed = seat.state === "frozen" && !seat.confirmed && epoch >= seat.frozen + LAPSE;
    if (lapsed && !confirmed.has(seat.seat)) seats.set(seat.seat, thawed(seat));
  }
  for (const piece of turn.evidence) {
    const seat = seats.get(piece.seat)!;
    seats.set(
      piece.seat,
      frozen(
        seat,
        epoch,
        -1,
        true,
        seat.roles.filter((r) => r !== "coordinator"),
      ),
    );
  }
  const stops = await vetoed(c, parent, parentId, turn);
  const ripe = parent.waiting.filter((w) => !stops.has(w.id)).map((w) => w.proposal);
  const chairs = coordinators(parent);
  let { policy, relays, title, next: number } = parent;
  let closed = false;
  for (const d of of("expel", "leave")) seats.delete(d.proposal.target);
  for (const d of of("freeze", "demote")) {
    const seat = seats.get(d.proposal.target);
    if (!seat) continue;
    const changed =
      d.proposal.action === "freeze"
        ? frozen(
            seat,
            epoch,
            d.proposer,
            chairs.some((s) => d.approvers.has(s)),
            seat.roles,
          )
        : { ...seat, roles: seat.roles.filter((r) => r !== d.proposal.role) };
    seats.set(seat.seat, changed);
  }
  for (const proposal of ripe) {
    const seat = seats.get(proposal.target);
    if (proposal.action === "close") closed = true;
    else if (seat) seats.set(seat.seat, rekeyed(thawed(seat), proposal, epoch));
  }
  const rotating = [...(await rotationsOf(c, parent, parentId, turn))].sort(([a], [b]) => a - b);
  for (const [which, rotate] of rotating) {
    const seat = seats.get(which);
    if (seat && seat.ed === seatOf(parent, which)?.ed) seats.set(which, { ...seat, ed: rotate.ed, kem: rotate.kem });
  }
  for (const { proposal } of carried) {
    const seat = seats.get(proposal.target);
    const { action } = proposal;
    if (action === "thaw" && seat) seats.set(seat.seat, rekeyed(thawed(seat), proposal, seat.since));
    else if (action === "confirm" && seat) seats.set(seat.seat, { ...seat, confirmed: true });
    else if (action === "promote" && seat) {
      const wanted = [...(proposal.role ? [proposal.role] : []), ...seat.roles.filter((r) => r !== proposal.role)];
      seats.set(seat.seat, { ...seat, roles: wanted.sort() });
    } else if (action === "policy") policy = proposal.policy ?? policy;
    else if (action === "relays") relays = proposal.relays ?? relays;
    else if (action === "title") title = proposal.title;
    else if (action === "admit" && proposal.card) {
      seats.set(number, newcomer(proposal, number, epoch));
      number += 1;
    } else if (proposal.target !== -1 && !seat && action !== "expel" && action !== "leave") {
      throw new TurnRefused("target", "is gone");
    }
  }
  const seated = [...seats.values()].sort((a, b) => a.seat - b.seat);
  const different = (key: "name" | "ed"): number => new Set(seated.map((s) => s[key])).size;
  if (different("ed") !== seated.length || different("name") !== seated.length) throw new TurnRefused("roster", "two seats alike");
  const done: [string, number][] = [
    ...parent.done.filter(([, e]) => e > epoch - LIFETIME).map(([id, e]): [string, number] => [id, e]),
    ...carried.map((d): [string, number] => [d.id, epoch]),
  ];
  return {
    circle: parent.circle,
    epoch,
    recent: [parentId, ...parent.recent].slice(0, LIFETIME - 1),
    title,
    origin_circle: parent.origin_circle,
    origin_turn: parent.origin_turn,
    policy,
    relays,
    seats: seated,
    next: number,
    heads: headsAfter(parent, turn, seats),
    waiting: of(...WAITING).map((d) => ({ id: d.id, epoch, proposal: d.proposal })),
    done: done.sort((a, b) => order(a[0], b[0]) || a[1] - b[1]),
    closed,
  };
}

const thawed = (seat: Seat): Seat => ({ ...seat, state: "active", frozen: -1, frozen_by: -1, confirmed: false });

const frozen = (seat: Seat, epoch: number, by: number, confirmed: boolean, roles: readonly Role[]): Seat => ({
  ...seat,
  state: "frozen",
  frozen: epoch,
  frozen_by: by,
  confirmed,
  roles,
});

const rekeyed = (seat: Seat, { card }: Proposal, since: number): Seat => (card ? { ...seat, ed: card.ed, kem: card.kem, since } : seat);

function newcomer({ card }: Proposal, number: number, epoch: number): Seat {
  if (!card) throw new TurnRefused("card");
  return {
    seat: number,
    name: card.name,
    ed: card.ed,
    kem: card.kem,
    roles: [],
    state: "active",
    since: epoch,
    frozen: -1,
    frozen_by: -1,
    confirmed: false,
  };
}

function headsAfter(parent: State, turn: Turn, seats: ReadonlyMap<number, Seat>): (readonly [number, number, string])[] {
  const heads = new Map(parent.heads.map((head) => [head[0], head]));
  let last = -1;
  for (const head of turn.frontier) {
    const [seat, n] = head;
    if (!seatOf(parent, seat) || n <= (heads.get(seat)?.[1] ?? 0) || seat <= last) throw new TurnRefused("frontier");
    heads.set(seat, head);
    last = seat;
  }
  return [...heads.values()].filter(([seat]) => seats.has(seat)).sort((a, b) => a[0] - b[0]);
}
