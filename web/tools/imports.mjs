// Who may import whom in web/src. Exits 1 and names every import that breaks the rule.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

const ROOT = join(import.meta.dirname, "..", "src");
const MAY = {
  gen: [],
  core: ["gen"],
  guide: ["gen"],
  crypto: ["core"], // core's shapes of what it wants to be handed
  store: ["core"],
  net: ["core"],
  ui: ["core", "guide", "gen"],
};
const PACKAGES = {
  gen: [],
  core: [],
  guide: [],
  crypto: ["@hpke/", "@noble/", "hash-wasm"],
  store: ["idb"],
  net: ["@noble/hashes"],
  ui: ["preact", "@fluent/bundle", "qr"],
};

const wrong = [];
for (const name of readdirSync(ROOT, { recursive: true })) {
  if (!/\.tsx?$/.test(name)) continue;
  const part = name.split("/")[0];
  if (!(part in MAY)) continue; // main.tsx, sw.ts and what assembles the parts
  const text = readFileSync(join(ROOT, name), "utf8");
  for (const [, , target] of text.matchAll(/(?<![.\w])(from|import)\s*\(?\s*["']([^"']+)["']/g)) {
    if (target.endsWith("?raw")) continue; // words and lists, text only
    if (target.startsWith(".")) {
      const other = relative(ROOT, normalize(join(ROOT, dirname(name), target))).split("/")[0];
      if (other !== part && !MAY[part].includes(other)) wrong.push(`${name}: ${part} must not import ${other}`);
    } else if (!PACKAGES[part].some((p) => target === p || target.startsWith(p.endsWith("/") ? p : `${p}/`))) {
      wrong.push(`${name}: ${part} must not import the package ${target}`);
    }
  }
}
for (const line of wrong) console.error(line);
process.exit(wrong.length ? 1 : 0);
