/** Talking with the worker. */

import type { Bytes } from "./core/bytes.ts";
import { BadCost } from "./core/errors.ts";
import type { StretchCost } from "./crypto/stretch.ts";

export type Task =
  | { readonly kind: "nonce"; readonly address: Bytes; readonly bits: number }
  | { readonly kind: "stretch"; readonly words: string; readonly salt: Bytes; readonly cost: StretchCost };

export interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly failed?: string;
}

/** One worker, started when first needed; tasks wait their turn in it. */
export class Tasks {
  private readonly start: () => Worker;
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, { done: (result: never) => void; fail: (error: Error) => void }>();
  private last = 0;

  constructor(start: () => Worker) {
    this.start = start;
  }

  nonce(address: Bytes, bits: number): Promise<number> {
    return this.run({ kind: "nonce", address, bits });
  }

  stretch(words: string, salt: Bytes, cost: StretchCost): Promise<Bytes> {
    return this.run({ kind: "stretch", words, salt, cost });
  }

  private run<T>(task: Task): Promise<T> {
    if (!this.worker) {
      this.worker = this.start();
      this.worker.onmessage = (event: MessageEvent<Reply>) => this.hear(event.data);
      this.worker.onerror = (event) => this.fail(new Error(event.message || "the worker failed"));
    }
    const id = ++this.last;
    return new Promise<T>((done, fail) => {
      this.waiting.set(id, { done, fail });
      this.worker!.postMessage({ id, task });
    });
  }

  private hear({ id, result, failed }: Reply): void {
    const task = this.waiting.get(id);
    this.waiting.delete(id);
    if (failed === undefined) task?.done(result as never);
    else task?.fail(failed === "BadCost" ? new BadCost() : new Error(failed));
  }

  private fail(error: Error): void {
    for (const task of this.waiting.values()) task.fail(error);
    this.waiting.clear();
    this.worker?.terminate();
    this.worker = undefined;
  }
}
