import { defineConfig } from "vite";

// The member without screens, for a real browser: `vite build --config tests/browser/vite.config.ts --outDir …`.
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, emptyOutDir: true },
  worker: { format: "es" },
});
