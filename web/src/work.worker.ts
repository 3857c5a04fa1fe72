/** The worker for what would hold up the page: stretching a passphrase, and a relay's proof of work. */

import { HomewardError } from "./core/errors.ts";
import { stretch } from "./crypto/stretch.ts";
import { findNonce } from "./net/work.ts";
import type { Reply, Task } from "./tasks.ts";

const answer = (reply: Reply): void => postMessage(reply);

async function work(task: Task): Promise<unknown> {
  return task.kind === "nonce" ? findNonce(task.address, task.bits) : stretch(task.words, task.salt, task.cost);
}

addEventListener("message", (event: MessageEvent<{ id: number; task: Task }>) => {
  const { id, task } = event.data;
  work(task).then(
    (result) => answer({ id, result }),
    (error: unknown) => answer({ id, failed: error instanceof HomewardError ? error.name : String(error) }),
  );
});
