/** Rule 2.1 on the engine that stands in where a browser has no Ed25519: the same vectors, the same answers. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { nobleEngine, verify, webEngine } from "../src/crypto/signing.ts";
import { expand, type Given, PLACE, raw } from "./vectors/load.ts";

const ENGINES = { noble: await nobleEngine(), web: webEngine(globalThis.crypto.subtle) };

describe.each(Object.entries(ENGINES))("%s", (_, engine) => {
  test.each(readdirSync(new URL("sign/", PLACE)))("%s", async (file) => {
    const { name, input, expect: wanted } = expand(JSON.parse(readFileSync(new URL(`sign/${file}`, PLACE), "utf8"))) as Given;
    if (name === "make") {
      const key = await engine.signer(raw(input.seed));
      expect(key.public).toEqual(raw(wanted.public));
      expect(await key.sign(raw(input.message))).toEqual(raw(wanted.signature));
    } else expect(await verify(engine, raw(input.public), raw(input.signature), raw(input.message))).toBe(wanted.valid);
  });
});
