// What the guide's engine and search weigh in the browser: bundled, without texts, gzipped. Prints KiB of each, one line.
import { gzipSync } from "node:zlib";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";

const SOURCE = join(import.meta.dirname, "..", "src", "guide");
const PARTS = { engine: ["evaluate", "paper"], search: ["search", "spelling"] };

const folder = mkdtempSync(join(tmpdir(), "guide-size-"));
const sizes = [];
for (const [part, files] of Object.entries(PARTS)) {
  const entry = join(folder, `${part}.ts`);
  writeFileSync(entry, files.map((name) => `export * from ${JSON.stringify(join(SOURCE, `${name}.ts`))};`).join("\n"));
  const made = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, minify: true, lib: { entry, formats: ["es"], fileName: part } },
  });
  const output = (Array.isArray(made) ? made[0] : made).output[0].code;
  sizes.push(`${part} ${(gzipSync(output, { level: 9 }).length / 1024).toFixed(1)}`);
}
rmSync(folder, { recursive: true });
console.log(sizes.join(", "));
