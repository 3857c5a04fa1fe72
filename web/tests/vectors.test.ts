/** The shared vectors (spec/vectors): every structure and every refusal, the same as in Python. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as base64url from "../src/core/base64url.ts";
import { type Bytes, concat } from "../src/core/bytes.ts";
import { BlockRefused, DoorRefused, EntryRefused, HomewardError, TurnRefused } from "../src/core/errors.ts";
import { BYTES } from "./vectors/bytes.ts";
import { CIRCLE } from "./vectors/circle.ts";
import { DOOR, written } from "./vectors/door.ts";
import { expand, PLACE, type Run } from "./vectors/load.ts";

const RUN: Readonly<Record<string, Run>> = { ...BYTES, ...CIRCLE, ...DOOR };
const REASONS: Readonly<Record<string, string>> = {
  NotCanonical: "not-canonical",
  WireMalformed: "malformed",
  CannotOpen: "cannot-open",
  SlotWrong: "slot",
  BadCost: "cost",
  BadWords: "words",
  TwoHistories: "two-histories",
};
/** A member writes these and never reads them: what it writes is compared, and what a relay refuses is the relay's to test. */
const REQUESTS: ReadonlySet<string> = new Set(["Create", "Append", "Read", "Close"]);

async function outcome(kind: string, name: string, input: never): Promise<unknown> {
  try {
    return await RUN[kind]!(name, input);
  } catch (error) {
    if (error instanceof TurnRefused || error instanceof EntryRefused || error instanceof DoorRefused) return { refused: error.reason };
    if (error instanceof BlockRefused) return { refused: kind === "object" ? "object" : "block" };
    if (error instanceof HomewardError && error.name in REASONS) return { refused: REASONS[error.name] };
    throw error;
  }
}

const classes = readdirSync(PLACE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "base" && entry.name !== "guide")
  .map((entry) => entry.name);

describe.each(classes)("%s", (kind) => {
  test.each(readdirSync(new URL(`${kind}/`, PLACE)))("%s", async (file) => {
    const vector = expand(JSON.parse(readFileSync(new URL(`${kind}/${file}`, PLACE), "utf8"))) as {
      name: string;
      input: never;
      expect: unknown;
    };
    if (kind === "wire" && REQUESTS.has((vector.input as { shape: string }).shape)) {
      if (!(vector.expect as { refused?: string }).refused) expect(written(vector)).toEqual(true);
      return;
    }
    expect(await outcome(kind, vector.name, vector.input)).toEqual(vector.expect);
  });
});

test("every class of the page is run", () => {
  const page = readFileSync(new URL("README.md", PLACE), "utf8");
  const listed = [...page.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, name]) => name!);
  expect(listed.sort()).toEqual(Object.keys(RUN).sort());
});

test("base64url survives every length", () => {
  const whole: Bytes = Uint8Array.from({ length: 70 }, (_, i) => (i * 37) & 255);
  for (let size = 0; size <= whole.length; size++) {
    const part = whole.slice(0, size);
    expect(concat(base64url.decode(base64url.encode(part), size))).toEqual(part);
  }
});
