import { defineConfig } from "vite";

// One classic script for the record's site, committed: whoever installs the package needs no Node. `just correction-build` renews it.
export default defineConfig({
  build: {
    outDir: "../src/homeward/record/site/static",
    emptyOutDir: false,
    target: "es2022",
    lib: { entry: "src/correction.ts", formats: ["iife"], name: "correction", fileName: () => "correction.js" },
    reportCompressedSize: false,
  },
});
