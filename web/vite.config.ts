import { defineConfig } from "vitest/config";

// The built app goes where the Python package ships it from. Nothing in it depends on when or where it was built.
// tools/pieces.mjs then writes the entry page, the pack of pieces and the list of hashes (docs/web.md).
const ENTRIES = new Set(["loader", "sw"]);

/** Words carry their language in the file's name, so that the pack knows what a first visit needs. */
function chunkName(module: string | null): string {
  const found = /(?:i18n\/(ru|en)\/(\w+)\.ftl|words\/(ru|en)\.txt)/.exec(module ?? "");
  if (!found) return "assets/[name]-[hash].js";
  return `assets/${found[2] ?? "list"}.${found[1] ?? found[3]}-[hash].js`;
}

export default defineConfig({
  base: "./",
  build: {
    outDir: "../src/homeward/_web",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { app: "src/main.tsx", loader: "src/loader.ts", sw: "src/sw.ts" },
      output: {
        entryFileNames: ({ name }) => (ENTRIES.has(name) ? "[name].js" : "assets/[name]-[hash].js"),
        chunkFileNames: ({ facadeModuleId }) => chunkName(facadeModuleId),
      },
    },
  },
  worker: { format: "es" },
  test: { include: ["tests/**/*.test.ts"], testTimeout: 60_000 },
});
