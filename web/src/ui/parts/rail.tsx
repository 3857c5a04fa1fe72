/** On a wide screen: the circles and the four places of the open one, always in reach. */

import { begin, here, type Route } from "../router.ts";
import { dev } from "../session.ts";
import { counts } from "../circle/counts.ts";
import { t } from "../words.ts";
import { Icon, type IconName } from "./icon.tsx";
import { Face } from "./notice.tsx";

type Place = "home" | "chat" | "advice" | "men" | "help" | "seats";
const PLACES: readonly (readonly [Place, IconName])[] = [
  ["home", "circle"],
  ["chat", "chat"],
  ["advice", "book"],
  ["men", "men"],
  ["help", "help"],
  ["seats", "seats"],
];

export function Rail({ of }: { of: string }) {
  const now = here().at;
  const open = dev()
    .circles()
    .find((c) => c.me.ref === of)!;
  const counted = counts(open);
  const to = (at: Place): void => {
    const home: Route = { at: "home", ref: of };
    begin({ at: "circles" }, ...(at === "home" ? [home] : [home, { at, ref: of } as const]));
  };
  return (
    <nav class="rail" aria-label={t("rail")}>
      <h2>{open.state.title}</h2>
      {PLACES.map(([at, icon]) => (
        <button type="button" class="rail-item" key={at} aria-current={now === at ? "page" : undefined} onClick={() => to(at)}>
          <Icon name={icon} />
          <span>{t(`place-${at}`)}</span>
          {at === "seats" && counted.waiting > 0 && <span class="badge">{counted.waiting}</span>}
        </button>
      ))}
      <hr />
      <h2>{t("circles")}</h2>
      {dev()
        .circles()
        .filter((c) => c.tree)
        .map((c) => (
          <button
            type="button"
            class="rail-item"
            key={c.me.ref}
            aria-current={c === open ? "true" : undefined}
            onClick={() => begin({ at: "circles" }, { at: "home", ref: c.me.ref })}
          >
            <Face name={c.state.title} />
            <span>{c.state.title}</span>
          </button>
        ))}
      <button type="button" class="rail-item" onClick={() => begin({ at: "circles" })}>
        <Icon name="plus" />
        <span>{t("rail-all")}</span>
      </button>
    </nav>
  );
}
