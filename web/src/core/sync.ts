/**
 * Carrying blocks between this device and its relays (PROTOCOL 9): pull, settle, push, until nothing moves.
 *
 * Every relay may be gone, late, forgetful or lying. A failure of one is a line in the report, never a reason to lose or halve
 * anything. The network is waited for outside `vault.write`, so writing goes on meanwhile.
 */

import * as base64url from "./base64url.ts";
import { TURN } from "./block.ts";
import { utf8, zeros } from "./bytes.ts";
import type { Circle } from "./circle.ts";
import { hashOf } from "./crypto.ts";
import { appendOrCreate } from "./door_post.ts";
import type { LogKeys } from "./epoch.ts";
import { AllowanceUsed, HomewardError, isRelayFailure, LogClosed, LogUnknown } from "./errors.ts";
import type { Cursor, OutItem } from "./local.ts";
import type { Mailbox, Mailboxes, Page } from "./mailbox.ts";
import { bury, settle } from "./settle.ts";
import { type Report, emptyReport } from "./report.ts";
import { sparsePage } from "./sparse.ts";
import { takeBlock, takeRecord } from "./taking.ts";
import { hiddenDecisions, makeOwnTurn, prepare, underWay } from "./turning.ts";
import { blocksOf } from "./writing.ts";

const PAGE_BYTES = 262_144;
const MAX_ROUNDS = 400;
const MIRRORS = 2;

/** Exchanges everything with the relays in `mailboxes` (base64url id to mailbox), but for those that `failed` just now. */
export async function sync(circle: Circle, mailboxes: Mailboxes, failed?: ReadonlyMap<string, string>): Promise<Report> {
  const report = emptyReport();
  for (const [relay, said] of failed ?? []) report.failed.set(relay, said);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const got = await pull(circle, mailboxes, report);
    const moved = await circle.vault.write(() => settle(circle));
    const sent = await push(circle, mailboxes, report);
    report.moved ||= moved;
    if ((!got && !moved && !sent) || !circle.following) break;
  }
  await circle.vault.write(async () => bury(circle));
  if (report.answered.size) {
    await circle.vault.write(async () => {
      const today = circle.around.today();
      if (circle.get("day", "sync") !== today) circle.put("day", "sync", today);
      if (circle.me.status === "active") for (const id of hiddenDecisions(circle)) circle.alarm("hidden-decision", id.slice(0, 8));
    });
  }
  return report;
}

/** What a coordinator's client does by itself after a sync: prepares the next logs, makes the weekly turn. Whether it turned. */
export async function routine(circle: Circle, mailboxes: Mailboxes): Promise<boolean> {
  if (circle.me.status !== "active" || !circle.seat.roles.includes("coordinator")) return false;
  for (const keys of await circle.vault.write(() => prepare(circle))) {
    try {
      await mailboxes.get(base64url.encode(keys.relay))?.create(keys);
    } catch (error) {
      if (!(error instanceof HomewardError)) throw error; // it is made when it is needed
    }
  }
  const turn = circle.here.signed?.turn;
  const [today, day] = [circle.around.today(), turn?.day ?? 0];
  const recent = day > today - circle.state.policy.turn_days && day <= today; // a day to come is nobody's clock
  const due = turn !== undefined && !recent && !underWay(circle);
  if (due) await circle.vault.write(() => makeOwnTurn(circle));
  return due;
}

async function pull(circle: Circle, mailboxes: Mailboxes, report: Report): Promise<number> {
  const turns = await circle.vault.write(async () => turnsToRead(circle));
  let got = 0;
  await Promise.all(
    [...mailboxes].map(async ([name, mailbox]) => {
      if (report.failed.has(name)) return;
      try {
        for (const turn of turns) {
          const keys = await circle.turnKeys(turn, name);
          if (keys) got += await readLog(circle, mailbox, keys, report, true);
          const talk = talkWanted(circle, turn) ? await circle.talkKeys(turn, name) : undefined;
          if (talk) got += await readLog(circle, mailbox, talk, report, false);
        }
        report.answered.add(name);
      } catch (error) {
        if (!isRelayFailure(error)) throw error;
        report.failed.set(name, error.message);
      }
    }),
  );
  report.received += got;
  return got;
}

/**
 * Every epoch from the last final turn on, where a better sibling may still appear, the last two, and (once a day) each older epoch
 * whose log may still be there (S3).
 */
function turnsToRead(circle: Circle): string[] {
  const today = circle.around.today();
  const branch = circle
    .branch()
    .map((n) => n.id)
    .filter((id) => circle.keys.has(id));
  const settled = new Set(circle.trunk.settled().slice(0, -1));
  const recent = branch.filter((turn, i) => !settled.has(turn) || i >= branch.length - 2);
  const older = branch.filter((turn) => !recent.includes(turn) && circle.get("polled", turn) !== today);
  for (const turn of older) circle.put("polled", turn, today);
  return [...older, ...recent];
}

function talkWanted(circle: Circle, turn: string): boolean {
  const keys = circle.keys.get(turn);
  if (!keys) return false;
  return (
    keys.ended < 0 ||
    circle
      .branch()
      .slice(-3)
      .some((n) => n.id === turn)
  );
}

async function readLog(circle: Circle, mailbox: Mailbox, keys: LogKeys, report: Report, turns: boolean): Promise<number> {
  const name = base64url.encode(keys.address);
  let cursor: Cursor = circle.cursors.get(name) ?? { position: -1, head: base64url.encode(zeros(32)), closed: false };
  let got = 0;
  for (;;) {
    let page: Page;
    try {
      page =
        (turns ? await sparsePage(circle, mailbox, keys, cursor) : undefined) ?? (await mailbox.read(keys, cursor.position, PAGE_BYTES));
    } catch (error) {
      if (!(error instanceof LogUnknown)) throw error;
      if (cursor.position >= 0) await forgotten(circle, mailbox, name);
      return got;
    }
    if (differs(cursor, page)) {
      await circle.vault.write(async () => circle.alarm("relay-differs", name.slice(0, 8)));
      if (!report.rewound.has(name)) {
        report.rewound.add(name);
        await postAgain(circle, mailbox, name);
        return got;
      }
    }
    if (page.next <= cursor.position) {
      await forgotten(circle, mailbox, name);
      return got;
    }
    const [before, now] = [cursor, page];
    cursor = await circle.vault.write(() => takePage(circle, keys, now, before));
    got += page.blocks.length;
    if (!page.blocks.length || cursor.position + 1 >= page.next) return got;
  }
}

async function takePage(circle: Circle, keys: LogKeys, page: Page, cursor: Cursor): Promise<Cursor> {
  const name = base64url.encode(keys.address);
  let { head } = page;
  for (const block of page.blocks) {
    await takeBlock(circle, keys, block);
    if (head.length) head = hashOf(circle.c, "homeward/head/v1", head, circle.c.sha256(block));
  }
  const last = page.blocks.length ? Math.max(cursor.position, page.first + page.blocks.length - 1) : cursor.position;
  const moved: Cursor = { position: last, head: base64url.encode(head), closed: page.closed };
  if (moved.position !== cursor.position || moved.head !== cursor.head || moved.closed !== cursor.closed) {
    circle.cursors.set(name, moved);
    circle.put("cursor", name, moved);
  }
  return moved;
}

/** The relay lost what it had acknowledged. Locks by itself. */
async function forgotten(circle: Circle, mailbox: Mailbox, name: string): Promise<void> {
  await circle.vault.write(async () => circle.alarm("relay-forgot", base64url.encode(mailbox.relay).slice(0, 8)));
  await postAgain(circle, mailbox, name);
}

/** Whether the head before `page` is not the one this device computed: another order, or a restored and overtaken backup. */
const differs = (cursor: Cursor, page: Page): boolean =>
  cursor.position >= 0 &&
  page.first === cursor.position + 1 &&
  cursor.head !== "" &&
  page.head.length > 0 &&
  base64url.encode(page.head) !== cursor.head;

/** Reads a log from the start again and posts this device's own blocks again (9.2). Locks by itself. */
async function postAgain(circle: Circle, mailbox: Mailbox, name: string): Promise<void> {
  const relay = base64url.encode(mailbox.relay);
  await circle.vault.write(async () => {
    circle.cursors.delete(name);
    circle.drop("cursor", name);
    for (const item of circle.out.values()) {
      if (!item.posted.includes(relay)) continue;
      const keys = await keysFor(circle, item, relay);
      if (!keys || base64url.encode(keys.address) !== name) continue;
      setOut(circle, item.number, { posted: item.posted.filter((r) => r !== relay), done: { ...item.done, [relay]: 0 } });
    }
  });
}

async function push(circle: Circle, mailboxes: Mailboxes, report: Report): Promise<number> {
  let sent = 0;
  for (const number of [...circle.out.keys()].sort((a, b) => a - b)) {
    for (const [name, mailbox] of mailboxes) {
      const item = circle.out.get(number);
      if (!item || item.posted.length >= MIRRORS) break;
      if (item.posted.includes(name) || !(name in item.blocks) || report.failed.has(name)) continue;
      try {
        sent += await post(circle, mailbox, name, item);
      } catch (error) {
        if (error instanceof AllowanceUsed) await goByLane(circle, item);
        else if (error instanceof LogClosed) {
          // A turn of this device already counts on it: its lane is open even after the close.
          if (circle.arranged().placed.some((p) => p.id === item.entry)) await goByLane(circle, item);
        } else {
          if (!isRelayFailure(error)) throw error;
          report.failed.set(name, error.message);
          continue;
        }
        break;
      }
      const ownTurn = await circle.vault.write(async () => {
        setOut(circle, number, { posted: [...(circle.out.get(number)?.posted ?? []), name] });
        return adoptPosted(circle, item);
      });
      if (ownTurn) await closeBehind(circle, mailbox, name, item.turn);
    }
  }
  report.sent += sent;
  return sent;
}

const keysFor = (circle: Circle, item: OutItem, relay: string): Promise<LogKeys | undefined> =>
  item.log === "turn" ? circle.turnKeys(item.turn, relay) : circle.talkKeys(item.turn, relay);

async function post(circle: Circle, mailbox: Mailbox, name: string, item: OutItem): Promise<number> {
  const keys = await keysFor(circle, item, name);
  const blob = await circle.getBlob("out", item.blocks[name]!);
  if (!keys || !blob) throw new LogClosed("epoch over");
  const blocks = blocksOf(blob);
  // In batches the connection bears, each noted, so that a broken line goes on where it stopped.
  const first = item.done[name] ?? 0;
  for (let at = first; at < blocks.length;) {
    const batch = blocks.slice(at, at + Math.max(1, mailbox.batch));
    await appendOrCreate(mailbox, keys, batch, item.byLane);
    at += batch.length;
    if (at < blocks.length) await circle.vault.write(async () => note(circle, item.number, name, at));
  }
  return blocks.length - first;
}

const note = (circle: Circle, number: number, name: string, at: number): void =>
  setOut(circle, number, { done: { ...circle.out.get(number)?.done, [name]: at } });

/** A turn of this device that a relay has is taken in like anybody's. Whether `item` was one. */
async function adoptPosted(circle: Circle, item: OutItem): Promise<boolean> {
  const made = item.log === "turn" ? circle.get<string>("posting", String(item.number)) : undefined;
  if (made === undefined) return false;
  await takeRecord(circle, TURN, utf8(made));
  return true;
}

/** Closes the talk log of the epoch that ended: a signal to others, never a condition (rule e). */
async function closeBehind(circle: Circle, mailbox: Mailbox, name: string, turn: string): Promise<void> {
  const keys = await circle.talkKeys(turn, name);
  if (!keys?.lane) return;
  try {
    await mailbox.close(keys);
  } catch (error) {
    if (!(error instanceof HomewardError)) throw error; // advisory: they will find the turn in the turn log
  }
}

async function goByLane(circle: Circle, item: OutItem): Promise<void> {
  const secrets = circle.secretsOf(item.turn);
  if (secrets && secrets.lane >= 0 && !item.byLane) await circle.vault.write(async () => setOut(circle, item.number, { byLane: true }));
}

function setOut(circle: Circle, number: number, changes: Partial<OutItem>): void {
  const item = circle.out.get(number);
  if (!item) return;
  const changed = { ...item, ...changes };
  circle.out.set(number, changed);
  circle.put("out", String(number), changed);
  circle.version++;
}
