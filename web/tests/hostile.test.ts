/** A member with a valid seat who writes what she should not, and writing while a sync is under way. Nobody's device may suffer. */

import { expect, test } from "vitest";
import * as base64url from "../src/core/base64url.ts";
import { ENTRY, framesOf, pack, sealBlock } from "../src/core/block.ts";
import * as canonical from "../src/core/canonical.ts";
import type { Circle } from "../src/core/circle.ts";
import { signEntry } from "../src/core/entry.ts";
import { conversation, entriesOf } from "../src/core/reading.ts";
import type { Entry } from "../src/core/shapes.ts";
import { ownHead } from "../src/core/writing.ts";
import { CRYPTO as c } from "./around.ts";
import type { MemoryRelay } from "./memory_relay.ts";
import { syncAll, three, Woman } from "./world.ts";

/** Signs and posts an entry past everything this program checks before writing. */
async function force(circle: Circle, relay: MemoryRelay, changes: Partial<Entry>): Promise<void> {
  const [n, prev] = ownHead(circle);
  const plain: Entry = {
    v: 1,
    kind: "talk.said.v1",
    turn: circle.here.id,
    seat: circle.me.seat,
    n: n + 1,
    prev,
    seen: [],
    again: "",
    day: 20_000,
    body: { text: "", reply: "", objects: [] },
  };
  const signed = await signEntry(circle.state.circle, { ...plain, ...changes }, await circle.signing());
  const keys = (await circle.talkKeys(circle.here.id, relay.address.relay))!;
  const plains = pack(framesOf(c, ENTRY, canonical.encode(signed)));
  await relay.mailbox().append(keys, await Promise.all(plains.map((p) => sealBlock(c, keys, p))), false);
}

test("markup stays text, directions are taken out, unknown kinds are named, malformed ones are left out", async () => {
  const { relays, vera, anya } = await three();
  const [relay] = relays;
  const said = (text: string): Partial<Entry> => ({ body: { text, reply: "", objects: [] } });
  await force(anya.circle, relay!, said('<img src=x onerror="alert(1)">\u202Eотсюда\u2066\u0000'));
  await anya.sync();
  await force(anya.circle, relay!, { kind: "talk.from_tomorrow.v9", body: { deep: { __proto__: { polluted: true } }, text: 1 } });
  await anya.sync();
  await force(anya.circle, relay!, { body: { text: "x".repeat(30_000), reply: "", objects: [] } });
  await force(anya.circle, relay!, { body: { text: 7, reply: null } });
  await force(anya.circle, relay!, { kind: "man.named.v1", body: { name: " пробел" } });
  await force(anya.circle, relay!, { seat: 0, n: 900, ...said("я Вера") });
  await vera.sync();
  const shown = conversation(vera.circle);
  expect(shown.map((l) => [l.name, l.kind, l.text])).toEqual([
    ["Аня", "said", '<img src=x onerror="alert(1)">отсюда'],
    ["Аня", "unknown", "talk.from_tomorrow.v9"],
  ]);
  expect(entriesOf(vera.circle, "man.")).toEqual([]);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(vera.circle.alarms.map((a) => [a.kind, a.detail])).toEqual([
    ["refused", "body"],
    ["refused", "signature"],
  ]);
});

test("a seat that writes two at one place is marked; bytes of others, days to come and lies about what was seen change nothing", async () => {
  const { relays, vera, lena, anya } = await three();
  const [relay] = relays;
  const body = (text: string): Partial<Entry> => ({ body: { text, reply: "", objects: [] } });
  await force(anya.circle, relay!, { ...body("первое"), day: 999_999, seen: [base64url.encode(c.random(32))] });
  await force(anya.circle, relay!, body("второе на том же месте"));
  for (const log of relay!.logs.values()) log.blocks.push(c.random(4_096), c.random(12_288));
  await syncAll(vera, lena);
  expect(conversation(vera.circle)).toEqual(conversation(lena.circle));
  expect(conversation(vera.circle).every((l) => l.marks.includes("double"))).toBe(true);
  expect(vera.circle.arranged().gaps.size).toBe(1);
  await vera.turn();
  await syncAll(vera, lena);
  expect(lena.circle.here.id).toBe(vera.circle.here.id);
});

test("writing while syncs and turns are under way loses and doubles nothing", async () => {
  const { relays, vera, lena } = await three();
  const written: string[] = [];
  const work: Promise<unknown>[] = [];
  for (let i = 0; i < 30; i++) {
    written.push(`слово ${i}`);
    work.push(vera.device.say(vera.circle, `слово ${i}`), i % 3 ? lena.device.say(lena.circle, `ответ ${i}`) : lena.sync());
    if (i % 5 === 0) work.push(vera.sync(), vera.sync());
    if (i === 12) work.push(vera.turn());
  }
  await Promise.all(work);
  await syncAll(vera, lena, vera);
  const texts = conversation(lena.circle).map((l) => l.text);
  expect(texts.filter((t) => t.startsWith("слово")).sort()).toEqual([...written].sort());
  expect(texts.filter((t) => t.startsWith("ответ")).length).toBe(20);
  expect(conversation(vera.circle).map((l) => l.id)).toEqual(conversation(lena.circle).map((l) => l.id));
  const again = await Woman.with(relays, vera.vault);
  expect(conversation(again.circle).map((l) => l.id)).toEqual(conversation(vera.circle).map((l) => l.id));
  expect([...vera.circle.alarms, ...lena.circle.alarms]).toEqual([]);
});
