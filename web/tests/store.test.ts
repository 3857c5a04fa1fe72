/** The vault and its lock, over IndexedDB as browsers have it. */

import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { textOf, utf8 } from "../src/core/bytes.ts";
import { HomewardError } from "../src/core/errors.ts";
import { stretch } from "../src/crypto/stretch.ts";
import type { Backend } from "../src/store/backend.ts";
import { idbBackend } from "../src/store/idb_backend.ts";
import { memoryBackend } from "../src/store/memory_backend.ts";
import { Safe } from "../src/store/safe.ts";
import { LogVault } from "../src/store/vault.ts";
import { CRYPTO as c } from "./around.ts";

const { subtle } = globalThis.crypto;
const CHEAP = { memoryKib: 64, passes: 1, lanes: 1 };
let name = 0;
let now = 1_000_000;
let backend: Backend;
let safe: Safe;
const fresh = (): Safe => new Safe({ backend, c, subtle, stretch, now: () => now });
const failure = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof HomewardError) return [error.name, error.reason, error.detail].join("|");
    throw error;
  }
  return "";
};

beforeEach(async () => {
  backend = await idbBackend(`test-${++name}`);
  safe = fresh();
});

test("what was kept is there again, and only with the passphrase", async () => {
  const vault = await safe.create("мороз и солнце", CHEAP);
  await vault.write(async () => {
    vault.put("me", "a", { title: "Письма" });
    vault.put("r/entry", "1", "первая", "r/talk:20000");
    vault.putBlob("r/object", "o", utf8("снимок"), "r/talk:20000");
  });
  await vault.close();
  backend = await idbBackend(`test-${name}`);
  expect(await failure(fresh().open("мороз"))).toBe("VaultLocked|words|9, 0");
  const again = await fresh().open("мороз и солнце");
  expect(again.get("me", "a")).toEqual({ title: "Письма" });
  expect(again.scan("r/entry")).toEqual([["1", "первая"]]);
  expect(textOf((await again.getBlob("r/object", "o"))!)).toBe("снимок");
  expect(again.buckets()).toEqual(["r/talk:20000"]);
});

test("a write that fails leaves nothing, on disk or in memory", async () => {
  const vault = await safe.create("пароль", CHEAP);
  await vault.write(async () => vault.put("k", "kept", 1));
  let heard = 0;
  vault.onUndo(async () => void heard++);
  const broken = vault.write(async () => {
    vault.put("k", "kept", 2);
    vault.put("k", "lost", 1, "b");
    vault.putBlob("k", "blob", utf8("x"));
    vault.delete("k", "kept");
    throw new Error("a bug");
  });
  await expect(broken).rejects.toThrow("a bug");
  expect([vault.scan("k"), vault.buckets(), vault.hasBlob("k", "blob"), heard]).toEqual([[["kept", 1]], [], false, 1]);
  const again = await fresh().open("пароль");
  expect(again.scan("k")).toEqual([["kept", 1]]);
});

test("a disk that is full undoes the write and says so", async () => {
  const inner = memoryBackend();
  let full = false;
  backend = {
    ...inner,
    commit: async (changes) => {
      if (full) throw new HomewardError("StorageFull");
      await inner.commit(changes);
    },
  };
  const vault = await fresh().create("пароль", CHEAP);
  full = true;
  expect(await failure(vault.write(async () => vault.put("k", "a", 1)))).toBe("StorageFull||");
  expect(vault.get("k", "a")).toBeUndefined();
});

test("an erased bucket takes its key, values and blobs along", async () => {
  const vault = await safe.create("пароль", CHEAP);
  await vault.write(async () => {
    vault.put("k", "talk", "слова", "talk:1");
    vault.put("k", "admin", "решение", "admin:1");
    vault.putBlob("o", "1", utf8("голос"), "talk:1");
  });
  await vault.write(async () => vault.eraseBucket("talk:1"));
  expect([vault.scan("k"), vault.buckets(), vault.hasBlob("o", "1")]).toEqual([[["admin", "решение"]], ["admin:1"], false]);
  await vault.write(async () => vault.putBlob("o", "1", utf8("снова"), "talk:2"));
  expect(textOf((await vault.getBlob("o", "1"))!)).toBe("снова");
  await vault.write(async () => vault.deleteBlob("o", "1"));
  expect((await backend.load()).blobs.size).toBe(0);
  const again = await fresh().open("пароль");
  expect([again.scan("k"), again.buckets(), again.hasBlob("o", "1")]).toEqual([[["admin", "решение"]], ["admin:1", "talk:2"], false]);
});

test("the duress passphrase opens an empty vault and nothing opens the other again", async () => {
  const vault = await safe.create("настоящий", CHEAP, { duress: "под угрозой" });
  await vault.write(async () => {
    vault.put("k", "a", 1);
    vault.putBlob("o", "1", utf8("голос"));
  });
  const shown = await fresh().open("под угрозой");
  expect(shown.scan("k")).toEqual([]);
  expect((await backend.load()).blobs.size).toBe(0);
  expect(await failure(fresh().open("настоящий"))).toMatch(/^VaultLocked/);
  await shown.write(async () => shown.put("k", "b", 2));
  expect((await fresh().open("под угрозой")).scan("k")).toEqual([["b", 2]]);
});

test("three wrong tries are free, then each waits longer, the last destroys everything", async () => {
  const vault = await safe.create("верный", CHEAP, { tries: 6 });
  await vault.write(async () => vault.put("k", "a", 1));
  const said = [];
  for (let i = 0; i < 6; i++) {
    said.push(await failure(fresh().open("нет")));
    if (i === 3) said.push(await failure(fresh().open("верный")));
    now += 3_600_000;
  }
  expect(said).toEqual([
    "VaultLocked|words|5, 0",
    "VaultLocked|words|4, 0",
    "VaultLocked|words|3, 0",
    "VaultLocked|words|2, 5",
    "VaultLocked|wait|2, 5",
    "VaultLocked|words|1, 10",
    "VaultDestroyed||",
  ]);
  expect(await fresh().status()).toBe("none");
  expect((await backend.load()).segments).toEqual([]);
});

test("another passphrase, and a duress one set or taken away later", async () => {
  const vault = await safe.create("первый", CHEAP);
  await vault.write(async () => vault.put("k", "a", 1));
  await safe.setDuress("угроза");
  await safe.changeWords("первый", "второй");
  expect(await failure(fresh().open("первый"))).toMatch(/^VaultLocked/);
  const opened = fresh();
  expect((await opened.open("второй")).get("k", "a")).toBe(1);
  await opened.setDuress("");
  expect(await failure(fresh().open("угроза"))).toMatch(/^VaultLocked/);
  expect((await fresh().open("второй")).get("k", "a")).toBe(1);
});

test("many writes are gathered, and nothing is lost by it", async () => {
  const key = c.random(32);
  const vault = await LogVault.open(backend, c, subtle, key.slice());
  for (let i = 0; i < 1_100; i++) await vault.write(async () => vault.put("k", String(i % 50), i, i % 2 ? "odd" : "even"));
  expect((await backend.load()).segments.length).toBeLessThan(200);
  const again = await LogVault.open(backend, c, subtle, key.slice());
  expect(new Map(again.scan("k"))).toEqual(new Map(vault.scan("k")));
  expect(again.get("k", "49")).toBe(1_099);
});

test("nothing of what is kept can be read without the key", async () => {
  const vault = await safe.create("пароль", CHEAP);
  await vault.write(async () => {
    vault.put("kind-of-secret", "name-of-secret", "Солнцево", "bucket-of-secret");
    vault.putBlob("kind-of-blob", "name-of-blob", utf8("голос Веры"));
  });
  const { segments, buckets, blobs } = await backend.load();
  const all = [...segments.map((s) => s.data), ...buckets.map((b) => b.sealed)];
  for (const id of blobs) all.push((await backend.blob(id))!.data);
  const disk = Buffer.concat(all).toString("latin1") + [...blobs].join();
  for (const word of ["secret", "blob", "Солнцево", "Веры"]) {
    expect(disk.includes(Buffer.from(word).toString("latin1"))).toBe(false);
  }
});
