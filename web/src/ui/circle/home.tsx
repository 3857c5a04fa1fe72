/** A circle's home: four fixed places, and above them only what waits for her. */

import type { Circle } from "../../core/circle.ts";
import { unsent } from "../../core/writing.ts";
import { Button } from "../parts/button.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { Notice, Row } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { go } from "../router.ts";
import { t } from "../words.ts";
import { counts, isCoordinator } from "./counts.ts";
import { Standing } from "./standing.tsx";
import { Wire } from "./wire.tsx";

const TILES: readonly (readonly ["chat" | "advice" | "men" | "help", IconName])[] = [
  ["chat", "chat"],
  ["advice", "book"],
  ["men", "men"],
  ["help", "help"],
];

export function CircleHome({ circle }: { circle: Circle }) {
  const { ref } = circle.me;
  const waiting = counts(circle);
  const knock = waiting.knocks[0];
  const left = unsent(circle).size;
  const alone = circle.state.seats.length === 1;
  return (
    <Page title={circle.state.title} under={<Wire />}>
      <Standing circle={circle} />
      {waiting.alarms > 0 && (
        <Notice tone="bad" title={t("home-alarms", { n: waiting.alarms })}>
          <Button kind="plain" onPress={() => go({ at: "notices", ref })}>
            {t("home-read")}
          </Button>
        </Notice>
      )}
      {knock && (
        <Notice icon="door" title={t("home-knock", { name: knock.note.name })}>
          <p>{t("home-knock-text")}</p>
          <Button onPress={() => go({ at: "knock", ref, number: knock.number })}>{t("home-knock-do")}</Button>
        </Notice>
      )}
      {waiting.decisions.length > 0 && (
        <Notice icon="check" title={t("home-decide", { n: waiting.decisions.length })}>
          <Button kind="plain" onPress={() => go({ at: "decisions", ref })}>
            {t("home-look")}
          </Button>
        </Notice>
      )}
      {alone && isCoordinator(circle) && !knock && (
        <Notice icon="invite" title={t("home-alone")}>
          <p>{t("home-alone-text")}</p>
          <Button icon="invite" onPress={() => go({ at: "invite", ref })}>
            {t("invite")}
          </Button>
        </Notice>
      )}
      <nav class="tiles" aria-label={t("rail")}>
        {TILES.map(([at, icon]) => (
          <button type="button" class="tile" key={at} onClick={() => go({ at, ref })}>
            <Icon name={icon} />
            <b>{t(`place-${at}`)}</b>
          </button>
        ))}
      </nav>
      <ul class="list">
        <Row
          icon="seats"
          title={t("place-seats")}
          under={t("people", { n: circle.state.seats.length })}
          count={waiting.waiting}
          onPress={() => go({ at: "seats", ref })}
        />
      </ul>
      {left > 0 && <p class="small soft">{t("home-unsent", { n: left })}</p>}
    </Page>
  );
}
