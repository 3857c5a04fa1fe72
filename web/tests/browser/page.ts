/** A member in a real browser, without any screen: what tests/web/test_browser.py drives. */

import { assemble, type Home } from "../../src/assemble.ts";
import { knocks } from "../../src/core/inviting.ts";
import { knockView, sixWords } from "../../src/core/knocking.ts";
import { pending } from "../../src/core/pending.ts";
import { conversation } from "../../src/core/reading.ts";
import { unsent } from "../../src/core/writing.ts";

const startWorker = (): Worker => new Worker(new URL("../../src/work.worker.ts", import.meta.url), { type: "module" });

declare global {
  interface Window {
    home: Home;
    core: typeof core;
  }
}

const core = { knocks, knockView, sixWords, pending, conversation, unsent };
window.core = core;
window.home = await assemble({ startWorker });
