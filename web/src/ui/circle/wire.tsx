/** One line: how the exchange goes. Offline is normal, not an error. */

import { home } from "../session.ts";
import { t } from "../words.ts";

export function Wire() {
  const states = [...home.value!.courier.state.values()];
  const now = states.some((s) => s.error)
    ? navigator.onLine
      ? "away"
      : "offline"
    : states.some((s) => s.busy && !s.reached)
      ? "busy"
      : "well";
  return <span role="status">{t(states.length ? `wire-${now}` : "wire-none")}</span>;
}
