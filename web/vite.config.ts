import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

// The built app goes where the Python package ships it from. Nothing in it depends on when or where it was built.
// tools/pieces.mjs then writes the entry page, the pack of pieces and the list of hashes (docs/web.md).
const ENTRIES = new Set(["loader", "sw", "worker"]);

/** Words carry their language in the file's name, so that the pack knows what a first visit needs. */
function chunkName(module: string | null): string {
  const found = /(?:i18n\/(ru|en)\/(\w+)\.ftl|words\/(ru|en)\.txt)/.exec(module ?? "");
  if (!found) return "assets/[name]-[hash].js";
  return `assets/${found[2] ?? "list"}.${found[1] ?? found[3]}-[hash].js`;
}

/** Fluent files without comments; of errors.ftl, which the Python programs share, only what the core can throw. */
const fluent = {
  name: "fluent",
  enforce: "pre" as const,
  load(id: string): string | undefined {
    if (!id.endsWith(".ftl?raw")) return undefined;
    const text = readFileSync(id.slice(0, -"?raw".length), "utf8").replaceAll(/^#.*\n/gm, "");
    if (!id.includes("errors.ftl")) return `export default ${JSON.stringify(text)}`;
    const thrown = new Set(readFileSync("src/core/errors.ts", "utf8").match(/\b[A-Z][A-Za-z]+(?= extends)/g));
    thrown.delete("VaultMissing"); // names a folder: for the command line
    const known = text
      .split("\n")
      .filter((line) => line.startsWith("error-HomewardError") || thrown.has(/^(?:error|hint)-(\w+)/.exec(line)?.[1] ?? ""));
    return `export default ${JSON.stringify([...known, ...text.split("\n").filter((l) => l.startsWith("hint-HomewardError"))].join("\n"))}`;
  },
};

/** The sorted lists of words: of each word what differs from the one before, which packs a quarter smaller. */
const wordList = {
  name: "word-list",
  enforce: "pre" as const,
  load(id: string): string | undefined {
    if (!/words\/(ru|en)\.txt\?raw$/.test(id)) return undefined;
    let before = "";
    let coded = "";
    for (const word of readFileSync(id.slice(0, -"?raw".length), "utf8").split(/\s+/).filter(Boolean)) {
      let same = 0;
      while (same < 9 && same < before.length && before[same] === word[same]) same++;
      coded += same + word.slice(same);
      before = word;
    }
    return `let w="";export default ${JSON.stringify(coded)}.replace(/(\\d)(\\D+)/g,(_,n,s)=>(w=w.slice(0,n)+s)+" ")`;
  },
};

/** The service worker holds everything already: a part that is asked for needs no preloading. */
const noPreload = {
  name: "no-preload",
  enforce: "pre" as const,
  load: (id: string): string | undefined =>
    id.includes("vite/preload-helper") ? "export const __vitePreload = (part) => part();" : undefined,
};

export default defineConfig({
  base: "./",
  plugins: [fluent, wordList, noPreload],
  build: {
    outDir: "../src/homeward/_web",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { app: "src/main.tsx", loader: "src/loader.ts", sw: "src/sw.ts", worker: "src/work.worker.ts" },
      output: {
        entryFileNames: ({ name }) => (ENTRIES.has(name) ? "[name].js" : "assets/[name]-[hash].js"),
        chunkFileNames: ({ facadeModuleId }) => chunkName(facadeModuleId),
      },
    },
  },
  test: { include: ["tests/**/*.test.ts"], testTimeout: 60_000 },
});
