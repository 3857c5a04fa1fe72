/**
 * From a passphrase to a key: Argon2id (RFC 9106), the same as homeward.keys.passphrase. WebAssembly, so it runs in the worker and
 * under a CSP that allows 'wasm-unsafe-eval'; the library is loaded when a passphrase is first needed.
 */

import type { Bytes } from "../core/bytes.ts";
import { utf8 } from "../core/bytes.ts";
import { BadCost } from "../core/errors.ts";

/** Argon2id parameters. */
export interface StretchCost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

const within = (n: number, low: number, high: number): boolean => Number.isInteger(n) && low <= n && n <= high;

/** 32 bytes from a passphrase (NFKC) and a 16-byte salt. Throws BadCost for absurd parameters, e.g. from changed storage. */
export async function stretch(words: string, salt: Bytes, cost: StretchCost): Promise<Bytes> {
  const fits = within(cost.memoryKib, 8, 1_048_576) && within(cost.passes, 1, 16) && within(cost.lanes, 1, 8) && salt.length === 16;
  if (!fits || cost.memoryKib < 8 * cost.lanes) throw new BadCost();
  const { argon2id } = await import("hash-wasm");
  const key = await argon2id({
    password: utf8(words.normalize("NFKC")),
    salt,
    iterations: cost.passes,
    parallelism: cost.lanes,
    memorySize: cost.memoryKib,
    hashLength: 32,
    outputType: "binary",
  });
  return Uint8Array.from(key);
}
