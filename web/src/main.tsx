import { render } from "preact";
import { assemble } from "./assemble.ts";

const startWorker = (): Worker => new Worker(new URL("./work.worker.ts", import.meta.url), { type: "module" });

const place = document.getElementById("app");
if (place) {
  const home = await assemble({ startWorker });
  render(<main data-state={await home.status()} />, place);
}
