/**
 * One invented woman's device as a process: reads one JSON order a line, answers one JSON line, like homeward.story.actor in Python.
 * `node tests/actor.ts FOLDER`; its vault lives as long as it does. Speaks the real protocol only.
 */

import { createInterface } from "node:readline";
import * as base64url from "../src/core/base64url.ts";
import type { Circle } from "../src/core/circle.ts";
import { Device } from "../src/core/device.ts";
import { HomewardError, NotFound } from "../src/core/errors.ts";
import { knocks } from "../src/core/inviting.ts";
import { knockView, sixWords } from "../src/core/knocking.ts";
import { chainWords } from "../src/core/naming.ts";
import { pending } from "../src/core/pending.ts";
import { conversation } from "../src/core/reading.ts";
import type { Action, Purpose, Role } from "../src/core/shapes.ts";
import { unsent } from "../src/core/writing.ts";
import { Meter, type Wall } from "../src/net/meter.ts";
import { factsOf, type Network, RelayClient } from "../src/net/relay_client.ts";
import { findNonce } from "../src/net/work.ts";
import { memoryVault } from "../src/store/memory_vault.ts";
import { AROUND, CRYPTO, LISTS } from "./around.ts";

const net: Network = {
  c: CRYPTO,
  fetch: globalThis.fetch,
  meter: new Meter(),
  work: async (address, bits) => findNonce(address, bits),
  WebSocket: globalThis.WebSocket,
};
const vault = await memoryVault(CRYPTO, globalThis.crypto.subtle);
const device = await Device.open(vault, AROUND, (address) => new RelayClient(net, address.url, base64url.decode(address.relay, 16)));

/** The newest circle of this device, with a title the one so called. */
function mine(): Circle {
  const found = device.circles().at(-1);
  if (!found) throw new NotFound("circle");
  return found;
}

function look(): object {
  const circle = mine();
  if (!circle.tree) return { status: circle.me.status };
  const { status, seat } = circle.me;
  return {
    status,
    title: circle.state.title,
    epoch: circle.state.epoch,
    seat,
    seats: circle.state.seats.map((s) => ({ seat: s.seat, name: s.name, roles: s.roles, state: s.state })),
    said: conversation(circle).map((line) => ({ by: line.name, text: line.text, day: line.day })),
    chain: chainWords(circle.c, circle.here.id, LISTS.ru).join(" "),
    alarms: circle.alarms.map((a) => a.kind),
  };
}

async function step(): Promise<object> {
  const circle = mine();
  const inside = await device.knockStep(circle);
  const sessions = knockView(circle)?.sessions ?? [];
  const spoken = sessions.filter((s) => s.transcript).map((s) => [String(s.voucher), sixWords(s.transcript, LISTS.ru).join(" ")]);
  return { inside, words: Object.fromEntries(spoken) };
}

/** Every field an order may have; each uses its own. */
interface Order {
  readonly do: string;
  readonly title: string;
  readonly name: string;
  readonly relays: readonly string[];
  readonly link: string;
  readonly purpose?: Purpose;
  readonly n: number;
  readonly words: string;
  readonly text: string;
  readonly data: string;
  readonly action: Action;
  readonly seat: number;
  readonly role?: Role | "";
}

const ORDERS: Record<string, (order: Order) => Promise<unknown>> = {
  async found({ title, name, relays }) {
    const known = await Promise.all(relays.map(async (url) => ({ relay: base64url.encode((await factsOf(net, url)).relay), url })));
    await device.sync(await device.found(title, name, known));
    return look();
  },
  async invite() {
    const { invitation, link } = await device.invite(mine(), "https://homeward.invalid/");
    return { id: invitation.id, link };
  },
  async knock({ link, name, purpose }) {
    await device.knock(link, name, purpose ?? "admit");
    return step();
  },
  step,
  async knocks() {
    await device.sync(mine());
    return knocks(mine()).map((k) => ({
      n: k.number,
      name: k.note.name,
      state: k.state,
      words: sixWords(k.transcript, LISTS.ru).join(" "),
    }));
  },
  async vouch({ n, words }) {
    const done = await device.vouch(mine(), n, words, LISTS);
    await device.sync(mine());
    return { state: done.state };
  },
  async say({ text }) {
    const id = await device.say(mine(), text);
    await device.sync(mine());
    return { id, sent: !unsent(mine()).has(id) };
  },
  async show({ text, data, name }) {
    const file = { data: Uint8Array.from(Buffer.from(data, "base64")), type: "application/octet-stream", name };
    const id = await device.say(mine(), text, { files: [file] });
    await device.sync(mine());
    return { id, sent: !unsent(mine()).has(id) };
  },
  async object({ text }) {
    await device.sync(mine());
    const reference = conversation(mine()).find((line) => line.text === text)?.objects[0];
    const data = reference && (await device.object(mine(), reference));
    return { data: data ? Buffer.from(data).toString("base64") : null };
  },
  async sync() {
    const report = await device.sync(mine());
    return { received: report.received, failed: Object.fromEntries(report.failed) };
  },
  async propose({ action, seat, role }) {
    await device.sync(mine());
    const made = await device.propose(mine(), action, { target: seat, role: role ?? "" });
    await device.sync(mine());
    return { complete: made?.complete ?? false };
  },
  async approve() {
    await device.sync(mine());
    const { seat } = mine().me;
    const open = pending(mine()).filter((p) => !p.approvers.has(seat) && p.proposal.target !== seat);
    const done = [];
    for (const p of open) done.push((await device.approve(mine(), p.id)).complete);
    await device.sync(mine());
    return { approved: done.length, complete: done.every(Boolean) };
  },
  async turn() {
    await device.sync(mine());
    await device.turn(mine());
    await device.sync(mine());
    return look();
  },
  look: async () => look(),
  async sent({ text }) {
    const line = conversation(mine()).find((l) => l.text === text);
    return { sent: line?.sent ?? false };
  },
  async wall({ name, n }) {
    if (name) net.meter.setting = name as Wall;
    if (n) net.meter.patience = n;
    return { wall: net.meter.wall };
  },
  async export() {
    return { data: Buffer.from(await device.exportFile(mine())).toString("base64") };
  },
  async import({ data }) {
    return device.importFile(mine(), Uint8Array.from(Buffer.from(data, "base64")));
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order;
  let answer: object;
  try {
    const method = ORDERS[order.do];
    if (!method) throw new NotFound(`order ${order.do}`);
    answer = { ok: await method(order) };
  } catch (error) {
    if (!(error instanceof HomewardError)) throw error;
    answer = { error: error.name, detail: error.message };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
