/** What people do with a circle, each with a browser member, over relays that may fail. */

import { expect, test } from "vitest";
import { textOf, utf8 } from "../src/core/bytes.ts";
import { HomewardError } from "../src/core/errors.ts";
import { invitations, knocks } from "../src/core/inviting.ts";
import { chainWords } from "../src/core/naming.ts";
import { pending } from "../src/core/pending.ts";
import { conversation, entriesOf } from "../src/core/reading.ts";
import { absent } from "../src/core/turning.ts";
import { unsent } from "../src/core/writing.ts";
import { CRYPTO as c, LISTS } from "./around.ts";
import { MemoryRelay } from "./memory_relay.ts";
import { admit, syncAll, three, Woman, world } from "./world.ts";

const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "";
  } catch (error) {
    if (error instanceof HomewardError) return error.name;
    throw error;
  }
};

test("three women, words, answers, corrections, and nothing from before one came", async () => {
  const { vera, lena, anya } = await three();
  const id = await vera.say("Здравствуйте");
  await lena.sync();
  await lena.device.say(lena.circle, "И вам", { reply: id });
  await lena.sync();
  await vera.device.edit(vera.circle, id, "Здравствуйте, родные");
  await syncAll(vera, lena, anya);
  const shown = conversation(anya.circle);
  expect(shown.map((l) => [l.name, l.text, l.marks, l.sent])).toEqual([
    ["Вера", "Здравствуйте, родные", ["edited"], true],
    ["Лена", "И вам", [], true],
  ]);
  expect(shown[1]!.reply).toBe(shown[0]!.id);
  await vera.device.retract(vera.circle, id);
  await syncAll(vera, lena, anya);
  expect(conversation(lena.circle)[0]!.kind).toBe("retracted");
  const chains = [vera, lena, anya].map((w) => chainWords(c, w.circle.here.id, LISTS.ru).join(" "));
  expect(new Set(chains).size).toBe(1);
  expect([...vera.circle.alarms, ...lena.circle.alarms, ...anya.circle.alarms]).toEqual([]);
});

test("an expelled seat reads and writes nothing more; the vault of the others is whole after a restart", async () => {
  const { relays, vera, lena, anya } = await three();
  await vera.device.propose(vera.circle, "expel", { target: 2 });
  await vera.sync();
  await lena.approveAll();
  await lena.turn();
  await syncAll(vera, lena, anya);
  expect(anya.circle.me.status).toBe("expelled");
  expect(await refusal(anya.device.say(anya.circle, "Пустите"))).toBe("Expelled");
  await vera.say("Без неё");
  expect(await anya.texts()).toEqual([]);
  const again = await Woman.with(relays, vera.vault);
  expect(await again.texts()).toEqual(["Без неё"]);
  expect(again.circle.state).toEqual(vera.circle.state);
});

test("wrong words end the session and the invitation", async () => {
  const relays = [new MemoryRelay()];
  const [vera, stranger] = [await Woman.with(relays), await Woman.with(relays)];
  await vera.device.found("Письма", "Вера", [relays[0]!.address]);
  const { link } = await vera.device.invite(vera.circle, "");
  await stranger.device.knock(link, "Кто-то");
  for (let i = 0; i < 4; i++) {
    await stranger.device.knockStep(stranger.circle);
    await vera.sync();
  }
  const knock = knocks(vera.circle)[0]!;
  const wrong = LISTS.ru.slice(0, 6).join(" ");
  expect(await refusal(vera.device.vouch(vera.circle, knock.number, wrong, LISTS))).toBe("WordsDiffer");
  expect([knocks(vera.circle)[0]!.state, invitations(vera.circle)]).toEqual(["differs", []]);
});

test("a lost phone is restored; the old one is told", async () => {
  const { relays, vera, lena, anya } = await three(undefined, false);
  const fresh = await Woman.with(relays);
  await admit(fresh, "Лена", vera, [anya], "restore");
  expect([fresh.circle.me.seat, fresh.circle.me.status]).toEqual([1, "active"]);
  await lena.sync();
  expect(lena.circle.me.status).toBe("taken");
  await fresh.say("Это снова я");
  expect(await vera.texts()).toContain("Это снова я");
});

test("a frozen phone reads no new epoch and is let back in by the words", async () => {
  const { relays, vera, lena, anya } = await three();
  await vera.device.propose(vera.circle, "freeze", { target: 2 });
  await vera.sync();
  await lena.approveAll();
  await lena.turn();
  await syncAll(vera, anya);
  expect(anya.circle.me.status).toBe("frozen");
  await vera.say("Телефон у неё забрали");
  expect(await anya.texts()).not.toContain("Телефон у неё забрали");
  const fresh = await Woman.with(relays);
  await admit(fresh, "Аня", vera, [lena], "thaw");
  expect([fresh.circle.me.seat, fresh.circle.me.status]).toEqual([2, "active"]);
});

test("a quiet clone leaves one out, and a case room is entered without words", async () => {
  const { vera, lena, anya } = await three();
  const id = await vera.device.clone(vera.circle, [2], "Тихо");
  await vera.device.sync(vera.device.circles()[0]!);
  await lena.sync();
  const draft = lena.device.cloneDrafts(lena.circle)[0]![1];
  await lena.device.signClone(lena.circle, draft.circle);
  const old = lena.circle;
  for (let i = 0; i < 2; i++) {
    await lena.device.sync(old);
    await vera.device.sync(vera.device.circles()[0]!);
  }
  await lena.device.sync(old);
  expect([lena.circle.me.circle, lena.circle.state.seats.map((s) => s.name)]).toEqual([id, ["Вера", "Лена"]]);
  await vera.device.sync(vera.circle);
  await lena.say("Здесь тихо");
  expect(await vera.texts()).toEqual(["Здесь тихо"]);
  expect(anya.device.circles().length).toBe(1);

  const [whole] = vera.device.circles();
  const room = await vera.device.linkCircle(whole!, "Дело", "Берёза", "case", [2]);
  await vera.device.sync(whole!);
  await anya.sync();
  const [, note] = anya.device.links(anya.circle)[0]!;
  await anya.device.follow(anya.circle, note.link, "Осина");
  for (let i = 0; i < 4; i++) {
    await anya.device.knockStep(anya.circle);
    await vera.device.sync(room);
  }
  for (const p of pending(room)) if (!p.approvers.has(0)) await vera.device.approve(room, p.id);
  await vera.device.turn(room);
  await vera.device.sync(room);
  for (let i = 0; i < 3 && anya.circle.me.status === "knocking"; i++) {
    await anya.device.knockStep(anya.circle);
    await vera.device.sync(room);
  }
  expect(anya.circle.state.seats.map((s) => s.name)).toEqual(["Берёза", "Осина"]);
});

test("what was written without a relay is sent later, once, and files go on where the line broke", async () => {
  const { relays, vera, lena } = await three();
  const [relay] = relays;
  relay!.down = true;
  const data = c.random(300_000);
  const id = await vera.device.say(vera.circle, "Голос", { files: [{ data, type: "audio/ogg", name: "голос" }] });
  await vera.sync();
  expect([unsent(vera.circle).has(id), conversation(vera.circle)[0]!.sent]).toEqual([true, false]);
  relay!.down = false;
  relay!.lasts = 3;
  await vera.sync();
  const before = relay!.everything().length;
  relay!.lasts = -1;
  await vera.sync();
  expect(unsent(vera.circle).size).toBe(0);
  expect(relay!.everything().length).toBeGreaterThan(before);
  await lena.sync();
  const [line] = conversation(lena.circle);
  expect(await lena.device.object(lena.circle, line!.objects[0]!)).toEqual(data);
});

test("two relays: one lost its memory, nothing is lost; one is gone, all goes on", async () => {
  const relays = [new MemoryRelay(), new MemoryRelay()];
  const { vera, lena } = await three(relays);
  await vera.say("Первое");
  await lena.sync();
  relays[0]!.logs.clear();
  await syncAll(vera, lena);
  expect(vera.circle.alarms.map((a) => a.kind)).toContain("relay-forgot");
  relays[1]!.down = true;
  await vera.say("Второе");
  expect(await lena.texts()).toEqual(["Первое", "Второе"]);
});

test("a relay that tells another past is noticed once, and what it lost is posted again", async () => {
  const { relays, vera, lena } = await three();
  await vera.say("Первое");
  await syncAll(vera, lena);
  for (const log of relays[0]!.logs.values()) {
    log.blocks.reverse(); // a restored backup that others wrote to
    log.blocks.push(c.random(4_096));
  }
  await syncAll(vera, lena);
  expect(vera.circle.alarms.map((a) => a.kind)).toContain("relay-differs");
  await vera.say("Второе");
  expect(await lena.texts()).toEqual(["Первое", "Второе"]);
});

test("a file carries the circle by hand", async () => {
  const { relays, vera, lena } = await three();
  await syncAll(vera, lena);
  relays[0]!.down = true;
  await vera.device.say(vera.circle, "Связи нет", { files: [{ data: utf8("снимок"), type: "image/webp", name: "" }] });
  const brought = await lena.device.importFile(lena.circle, await vera.device.exportFile(vera.circle));
  expect(brought.fresh).toBeGreaterThan(0);
  const line = conversation(lena.circle).at(-1)!;
  expect([line.text, textOf((await lena.device.object(lena.circle, line.objects[0]!))!)]).toEqual(["Связи нет", "снимок"]);
});

test("a week without a turn: the coordinator's device makes one; who was away is shown and comes back", async () => {
  const { vera, lena, anya } = await three();
  await syncAll(vera, lena, anya);
  const { epoch } = vera.circle.state;
  world.day += 8;
  try {
    await vera.sync();
    expect(vera.circle.state.epoch).toBeGreaterThan(epoch);
    expect(absent(vera.circle).sort()).toEqual([1, 2]);
    await syncAll(lena, anya, vera);
    expect(absent(vera.circle)).toEqual([]);
  } finally {
    world.day -= 8;
  }
});

test("talk expires with its keys, kinds with their own screens are told in order, settings stay", async () => {
  const { relays, vera } = await three();
  await vera.say("Скоро забудется");
  await vera.device.write(vera.circle, "man.named.v1", { name: "Клён" });
  await vera.device.set("panic", { title: "Погода" });
  expect(entriesOf(vera.circle, "man.").map((t) => t.body)).toEqual([{ name: "Клён" }]);
  expect(await refusal(vera.device.say(vera.circle, "я".repeat(4_001)))).toBe("TooMuch");
  world.day += 40;
  try {
    const again = await Woman.with(relays, vera.vault);
    expect(conversation(again.circle)).toEqual([]);
    expect(vera.vault.buckets().some((name) => name.includes("talk:20000"))).toBe(false);
    expect(again.device.setting("panic")).toEqual({ title: "Погода" });
  } finally {
    world.day -= 40;
  }
});

test("leaving, closing after a full turn, and forgetting", async () => {
  const { vera, lena, anya } = await three();
  await anya.device.leave(anya.circle);
  await anya.sync();
  await vera.turn();
  await anya.sync();
  expect(anya.circle.me.status).toBe("left");
  await anya.device.forget(anya.circle);
  expect([anya.device.circles(), anya.vault.buckets()]).toEqual([[], []]);
  await vera.device.propose(vera.circle, "close");
  await vera.sync();
  await lena.approveAll();
  await vera.turn();
  await lena.sync();
  expect(vera.circle.state.waiting.length).toBe(1);
  await vera.turn();
  await syncAll(vera, lena);
  await syncAll(vera, lena);
  expect([vera.circle.me.status, lena.circle.me.status]).toEqual(["closed", "closed"]);
  expect([vera.circle.me.sign, lena.circle.keys.size]).toEqual(["", 0]);
});
