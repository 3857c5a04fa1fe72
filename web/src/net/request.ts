/** One HTTP request that gives up when nothing comes for a while, not when it takes long. */

import type { Bytes } from "../core/bytes.ts";
import { concat } from "../core/bytes.ts";
import { RelayUnreachable } from "../core/errors.ts";
import type { Meter } from "./meter.ts";

/** Below this an upload is given up: bytes a second. */
const SLOWEST = 1_500;
/** Asks the relay to end the connection with the answer (PROTOCOL 10.1), where a wall counts bytes per connection. */
const PIECE = "?piece";

export interface Answer {
  readonly status: number;
  readonly body: Bytes;
}

export type Fetch = typeof globalThis.fetch;

/** POSTs `body` (or GETs without one). `patience` is how long the first byte may take, in ms. Throws RelayUnreachable. */
export async function request(
  fetch: Fetch,
  meter: Meter,
  url: string,
  body: Bytes | undefined,
  patience = 0,
  end?: AbortSignal,
): Promise<Answer> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  end?.addEventListener("abort", abort);
  let timer = setTimeout(abort, (patience || meter.patience) + ((body?.length ?? 0) / SLOWEST) * 1_000);
  const parts: Bytes[] = [];
  let got = 0;
  const started = performance.now();
  try {
    const headers = { "content-type": "application/octet-stream" };
    const init: RequestInit = {
      signal: stop.signal,
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "error",
    };
    const answer = await fetch(meter.wall === "none" ? url : url + PIECE, body ? { ...init, method: "POST", body, headers } : init);
    meter.sent += body?.length ?? 0;
    const reader = answer.body?.getReader();
    for (;;) {
      clearTimeout(timer);
      timer = setTimeout(abort, meter.patience);
      const step = await reader?.read();
      if (!step || step.done) break;
      parts.push(step.value as Bytes);
      got += step.value.length;
    }
    meter.received += got;
    meter.passed(performance.now() - started);
    return { status: answer.status, body: concat(...parts) };
  } catch (error) {
    if (!end?.aborted) meter.stalled(got);
    throw new RelayUnreachable(new URL(url).host, error instanceof Error ? error.name : String(error));
  } finally {
    clearTimeout(timer);
    end?.removeEventListener("abort", abort);
  }
}
