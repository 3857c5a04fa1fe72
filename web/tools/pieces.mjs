// After the build: the entry page with SRI, two packs cut into units, the release in front of loader and service worker, hashes.json.
// The same source gives the same bytes: sorted names, raw deflate, nothing about when or where.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import zopfli from "@gfx/zopfli";

const OUT = process.argv[2] ?? join(import.meta.dirname, "..", "..", "src", "homeward", "_web");
const UNIT = 6_144;
const FIRST_LIMIT = 118 * 1024;
const ENTRY_LIMIT = 10 * 1024;
const TYPES = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" };
// Not needed before the first word is posted: the other language, the square, engines for browsers without Ed25519 or X25519.
const LATER = /^assets\/(?:.*\.en-|more|look_around|qr-|old_engine|x25519|transfer|__vite-browser-external)/;

const read = (path) => readFileSync(join(OUT, path));
const write = (path, data) => writeFileSync(join(OUT, path), data);
const sha = (data, algorithm = "sha256", form = "base64") => createHash(algorithm).update(data).digest(form);
const integrity = (data) => `sha256-${sha(data)}`;

const letters = new Map(Array.from({ length: 256 }, (_, i) => [new TextDecoder("windows-1251").decode(Uint8Array.of(i)), i]));

/** Russian text packs better with one byte a letter: a file all of whose characters windows-1251 has goes so, and is UTF-8 again unpacked. */
function packed(path) {
  const data = read(path);
  const bytes = Array.from(data.toString("utf8"), (letter) => letters.get(letter));
  const single = bytes.length < data.length && !bytes.includes(undefined);
  return { path, data: single ? Buffer.from(bytes) : data, single };
}

async function pack(name, paths) {
  const parts = paths.map(packed);
  const files = parts.map(({ path, data, single }) => ({
    path,
    type: TYPES[path.split(".").at(-1)],
    size: data.length,
    ...(single ? { single } : {}),
  }));
  const data = Buffer.from(await zopfli.deflateAsync(Buffer.concat(parts.map((p) => p.data)), { numiterations: 60 }));
  const path = `assets/${name}-${sha(data, "sha256", "hex").slice(0, 8)}.gz`;
  write(path, data);
  const units = [];
  for (let at = 0; at < data.length; at += UNIT) units.push(sha(data.subarray(at, at + UNIT)));
  return { path, size: data.length, units, files };
}

const built = readdirSync(join(OUT, "assets"))
  .map((name) => `assets/${name}`)
  .sort();
const first = await pack("first", [...built.filter((path) => !LATER.test(path)), "worker.js"]);
const later = await pack(
  "later",
  built.filter((path) => LATER.test(path)),
);

const app = built.find((path) => /^assets\/app-[^.]+\.js$/.test(path));
const style = built.find((path) => path.endsWith(".css"));
const start = {
  app,
  style,
  integrity: Object.fromEntries(built.filter((p) => !LATER.test(p)).map((path) => [path, integrity(read(path))])),
};
write("loader.js", `globalThis.__START__=${JSON.stringify(start)};\n${read("loader.js")}`);

let page = readFileSync(join(import.meta.dirname, "..", "index.html"), "utf8");
for (const path of ["entry.css", "loader.js"]) page = page.replace(`{${path}}`, integrity(read(path)));
write("index.html", page);

const small = ["index.html", "entry.css", "icon.svg", "loader.js", "notes.webmanifest"];
const whole = Object.fromEntries(small.map((path) => [path === "index.html" ? "" : path, sha(read(path))]));
const id = sha(JSON.stringify([whole, first, later]), "sha256", "hex").slice(0, 12);
write("sw.js", `globalThis.__RELEASE__=${JSON.stringify({ id, whole, first, later })};\n${read("sw.js")}`);

const everything = readdirSync(OUT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== "hashes.json")
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(OUT.length + 1)
      .replaceAll("\\", "/"),
  )
  .sort();
write(
  "hashes.json",
  `${JSON.stringify({ release: id, sha256: Object.fromEntries(everything.map((p) => [p, sha(read(p), "sha256", "hex")])) }, null, 1)}\n`,
);

const zipped = (path) => deflateRawSync(read(path), { level: 9 }).length;
const entry = [...small, "sw.js"].reduce((sum, path) => sum + zipped(path), 0);
const pieces = Math.ceil(first.size / (2 * UNIT));
console.log(`release ${id}: entry ${entry} bytes, first ${first.size} in ${pieces} pieces, later ${later.size}`);
if (entry > ENTRY_LIMIT || entry + first.size > FIRST_LIMIT) {
  console.error(`too large: entry ${entry} of ${ENTRY_LIMIT}, in all ${entry + first.size} of ${FIRST_LIMIT}`);
  if (!process.env.HOMEWARD_ANY_SIZE) process.exit(1);
}
