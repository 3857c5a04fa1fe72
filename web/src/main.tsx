/** Begins the app: takes an invitation out of the address, puts the member together, draws the first screen. */

import { render } from "preact";
import { assemble } from "./assemble.ts";
import "./ui/style/all.ts";
import { scriptUrl } from "./trusted.ts";
import { App } from "./ui/app.tsx";
import { stopSleeping } from "./ui/leaving.ts";
import { takeFragment, watchHistory } from "./ui/router.ts";
import { drawWith } from "./ui/signal.ts";
import { home, invitation, stage, wasHidden } from "./ui/session.ts";
import { chosenLanguage, speak } from "./ui/words.ts";

invitation.value = takeFragment();
const place = document.getElementById("app");
if (place) {
  watchHistory();
  const startWorker = (): Worker => new Worker(scriptUrl("./worker.js"), { type: "module" });
  const [made] = await Promise.all([assemble({ startWorker }), speak(chosenLanguage())]);
  home.value = made;
  const status = await made.status();
  stage.value = wasHidden() ? "hidden" : status === "none" ? "first" : "locked";
  stopSleeping();
  place.replaceChildren();
  drawWith(() => render(<App />, place));
}
