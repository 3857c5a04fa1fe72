/**
 * Keeps every circle of a device in step by itself: syncs when something was written, when a relay says there is news, when the network
 * comes back, and now and then; backs off while nobody answers. Decides nothing about circles.
 */

import * as base64url from "../core/base64url.ts";
import type { Circle } from "../core/circle.ts";
import type { Device } from "../core/device.ts";
import { HomewardError } from "../core/errors.ts";
import { invitations, knocks, OPEN } from "../core/inviting.ts";
import { unsent } from "../core/writing.ts";

/** How one circle stands. `waiting` entries have not left this device; `error` is why the last try failed, none while all is well. */
export interface CircleState {
  readonly busy: boolean;
  readonly reached: boolean;
  readonly waiting: number;
  readonly error: HomewardError | undefined;
}

const DOOR = 2_500;
const WITH_NEWS = 75_000;
const WITHOUT_NEWS = 15_000;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;

interface Round {
  readonly stop: AbortController;
  wake: () => void;
  failures: number;
  written: number;
  watching: { readonly tip: string; readonly stop: AbortController } | undefined;
}

export class Courier {
  private readonly device: Device;
  private readonly rounds = new Map<string, Round>();
  private readonly states = new Map<string, CircleState>();
  private readonly listeners: (() => void)[] = [];
  private running = false;

  constructor(device: Device) {
    this.device = device;
    device.onChange(() => this.look());
  }

  /** By the circle's `me.ref`. */
  get state(): ReadonlyMap<string, CircleState> {
    return this.states;
  }

  onState(listener: () => void): void {
    this.listeners.push(listener);
  }

  start(): void {
    this.running = true;
    this.look();
  }

  stop(): void {
    this.running = false;
    for (const round of this.rounds.values()) {
      round.stop.abort();
      round.watching?.stop.abort();
      round.wake();
    }
    this.rounds.clear();
  }

  /** Try at once: the person asks, the page came to the front, the network came back. */
  poke(circle?: Circle): void {
    for (const [ref, round] of this.rounds) {
      if (circle && circle.me.ref !== ref) continue;
      round.failures = 0;
      round.wake();
    }
  }

  private look(): void {
    if (!this.running) return;
    for (const circle of this.device.circles()) {
      const round = this.rounds.get(circle.me.ref);
      if (!round) void this.run(circle);
      else if (lastWritten(circle) > round.written) round.wake();
    }
  }

  private async run(circle: Circle): Promise<void> {
    const round: Round = { stop: new AbortController(), wake: () => undefined, failures: 0, written: 0, watching: undefined };
    this.rounds.set(circle.me.ref, round);
    while (!round.stop.signal.aborted && (circle.me.status === "knocking" || circle.following)) {
      round.written = lastWritten(circle);
      this.say(circle, { busy: true });
      const error = await this.once(circle);
      round.failures = error ? round.failures + 1 : 0;
      this.say(circle, { busy: false, reached: !error, error });
      this.watch(circle, round);
      if (lastWritten(circle) > round.written && !error) continue;
      await pause(round, this.patience(circle, round));
    }
    round.watching?.stop.abort();
    this.rounds.delete(circle.me.ref);
  }

  private async once(circle: Circle): Promise<HomewardError | undefined> {
    try {
      if (circle.me.status === "knocking") {
        await this.device.knockStep(circle);
        return undefined;
      }
      const report = await this.device.sync(circle);
      const said = [...report.failed.values()][0];
      return report.answered.size ? undefined : new HomewardError("RelayUnreachable", said ?? "");
    } catch (error) {
      if (error instanceof HomewardError) return error;
      throw error;
    }
  }

  /** Milliseconds until the next try without any occasion. */
  private patience(circle: Circle, round: Round): number {
    const spread = 0.75 + Math.random() / 2; // so that circles of one device do not call in step
    if (round.failures) return Math.min(FIRST_PAUSE * 2 ** (round.failures - 1), LONGEST_PAUSE) * spread;
    const atTheDoor = circle.me.status === "knocking" || invitations(circle).length || knocks(circle).some((k) => OPEN.includes(k.state));
    if (atTheDoor) return DOOR * spread;
    return (round.watching ? WITH_NEWS : WITHOUT_NEWS) * spread;
  }

  /** Lets the first relay tell of news in this epoch's two logs. */
  private watch(circle: Circle, round: Round): void {
    if (circle.me.status !== "active" || round.watching?.tip === circle.me.tip) return;
    round.watching?.stop.abort();
    const watching = { tip: circle.me.tip, stop: new AbortController() };
    round.watching = watching;
    void this.listen(circle, round, watching.stop.signal).finally(() => {
      if (round.watching === watching) round.watching = undefined;
    });
  }

  private async listen(circle: Circle, round: Round, signal: AbortSignal): Promise<void> {
    const [relay] = circle.state.relays;
    const mailbox = relay && this.device.mailboxes(circle.state.relays).get(relay.relay);
    if (!mailbox) return;
    const { tip } = circle.me;
    const logs = await Promise.all([circle.talkKeys(tip, relay.relay), circle.turnKeys(tip, relay.relay)]);
    // Both, until either ends: then it is looked for again after the next sync.
    const ends = logs.map((keys) => {
      if (!keys) return Promise.resolve();
      const known = circle.cursors.get(base64url.encode(keys.address))?.position ?? -1;
      return mailbox.listen(keys, known, () => round.wake(), signal);
    });
    await Promise.race(ends);
  }

  private say(circle: Circle, changes: Partial<CircleState>): void {
    const before = this.states.get(circle.me.ref) ?? { busy: false, reached: false, waiting: 0, error: undefined };
    this.states.set(circle.me.ref, { ...before, ...changes, waiting: circle.tree ? unsent(circle).size : 0 });
    for (const listener of this.listeners) listener();
  }
}

const lastWritten = (circle: Circle): number => circle.get<number>("counter", "out") ?? 0;

function pause(round: Round, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    round.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
