/**
 * What the core costs: `node bench/core.ts`. Prints milliseconds on this machine, each beside what it replaces where there is such a thing.
 * 10,000 entries: opening the vault, the first order and conversation, one more line; Argon2id in WebAssembly beside JavaScript.
 */

import { argon2id } from "@noble/hashes/argon2.js";
import { Device } from "../src/core/device.ts";
import { conversation } from "../src/core/reading.ts";
import { arrange } from "../src/core/order.ts";
import type { Mailbox } from "../src/core/mailbox.ts";
import { stretch } from "../src/crypto/stretch.ts";
import { memoryBackend } from "../src/store/memory_backend.ts";
import { LogVault } from "../src/store/vault.ts";
import { AROUND, CRYPTO as c } from "../tests/around.ts";

const ENTRIES = 10_000;
const { subtle } = globalThis.crypto;
const say = (what: string, ms: number, beside = ""): void => {
  process.stdout.write(`${what.padEnd(52)} ${ms.toFixed(1).padStart(9)} ms  ${beside}\n`);
};

async function timed<T>(work: () => T | Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  const result = await work();
  return [result, performance.now() - started];
}

const nobody = (): Mailbox => {
  throw new Error("no network here");
};

const backend = memoryBackend();
const key = c.random(32);
const vault = await LogVault.open(backend, c, subtle, key.slice());
const device = await Device.open(vault, AROUND, nobody);
const circle = await device.found("Письма", "Вера", [{ relay: "AAAAAAAAAAAAAAAAAAAAAA", url: "https://relay.invalid" }]);
const [, written] = await timed(async () => {
  for (let i = 0; i < ENTRIES; i++) await device.say(circle, `Запись ${i}: сегодня спокойно, он звонил и здоров.`);
});
say("writing one entry (signed, sealed, kept)", written / ENTRIES);
const [again, opened] = await timed(() => LogVault.open(backend, c, subtle, key.slice()));
say(`opening the vault of ${ENTRIES} entries`, opened);
const [fresh, loaded] = await timed(() => Device.open(again, AROUND, nobody));
say("loading its circle", loaded);
const [mine] = fresh.circles();
const [, first] = await timed(() => conversation(mine!));
say("first order and conversation", first);
await fresh.say(mine!, "ещё одна");
const [, next] = await timed(() => mine!.arranged());
const [, whole] = await timed(() => arrange(mine!.byTurn, [{ turn: mine!.me.tip, epoch: 0, child: "", start: new Map(), cut: undefined }]));
say("order after one more entry", next, `worked out at once: ${whole.toFixed(1)} ms, ${(whole / next).toFixed(0)} times as long`);
const [, shown] = await timed(() => conversation(mine!));
say("conversation after one more entry", shown);

const [salt, cost] = [c.random(16), { memoryKib: 65_536, passes: 3, lanes: 1 }];
await stretch("разогрев", salt, { memoryKib: 1_024, passes: 1, lanes: 1 });
const [, wasm] = await timed(() => stretch("пароль", salt, cost));
const [, script] = await timed(() => argon2id("пароль", salt, { t: cost.passes, m: cost.memoryKib, p: 1 }));
say("Argon2id, 64 MiB, 3 passes, WebAssembly", wasm, `in JavaScript: ${script.toFixed(0)} ms, ${(script / wasm).toFixed(1)} times as long`);

const opener = await c.opener(c.random(32));
const sealed = await c.seal(opener.public, salt, salt);
const many = async (work: () => Promise<unknown>): Promise<void> => {
  for (let i = 0; i < 50; i++) await work();
};
say("sealing to a seat (X-Wing)", (await timed(() => many(() => c.seal(opener.public, salt, salt))))[1] / 50);
say("opening a slot", (await timed(() => many(() => opener.open(salt, sealed))))[1] / 50);
const signer = await c.signer(c.random(32));
const signature = await signer.sign(salt);
say("checking a signature", (await timed(() => many(() => c.verify(signer.public, signature, salt))))[1] / 50);
