/** What happens when she leaves the page or comes back: locked after a while away, and an exchange at once when she returns. */

import { device, lock, poke, stage } from "./session.ts";

/** Minutes away after which the app locks; she may choose another time. 0: at once. */
export const AWAY_SETTING = "away";
export const AWAY_DEFAULT = 5;

export function stopSleeping(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since = 0;
  const minutes = (): number => device.value?.setting<number>(AWAY_SETTING) ?? AWAY_DEFAULT;
  const due = (): boolean => since > 0 && Date.now() - since >= minutes() * 60_000;
  document.addEventListener("visibilitychange", () => {
    if (stage.value !== "open") return;
    clearTimeout(timer);
    if (document.visibilityState === "hidden") {
      since = Date.now();
      timer = setTimeout(() => void lock(false), minutes() * 60_000);
    } else if (due()) void lock(false);
    else poke();
  });
  addEventListener("online", () => stage.value === "open" && poke());
}
