import { defineConfig } from "vitest/config";

// The built app goes where the Python package ships it from. Nothing in it depends on when or where it was built.
export default defineConfig({
  base: "./",
  build: {
    outDir: "../src/homeward/_web",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: "es" },
  test: { include: ["tests/**/*.test.ts"], testTimeout: 60_000 },
});
