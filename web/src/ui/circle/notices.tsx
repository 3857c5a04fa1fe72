/** Gaps, forks and whatever else members must know, in plain words, newest first. */

import type { Circle } from "../../core/circle.ts";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { dev, today } from "../session.ts";
import { dayName, has, t } from "../words.ts";

const GRAVE: ReadonlySet<string> = new Set([
  "two-histories",
  "two-turns",
  "second-device",
  "welcome-wrong",
  "turn-refused",
  "relay-differs",
]);

export function Notices({ circle }: { circle: Circle }) {
  const all = circle.alarms.toReversed();
  return (
    <Page title={t("notices")}>
      {all.length === 0 && <p class="soft">{t("notices-none")}</p>}
      {all.map((alarm) => (
        <Notice
          key={alarm.number}
          tone={alarm.seen ? "calm" : GRAVE.has(alarm.kind) ? "bad" : "warn"}
          title={t(has(`alarm-${alarm.kind}`) ? `alarm-${alarm.kind}` : "alarm-other")}
        >
          <p class="small">{t(has(`alarm-${alarm.kind}-do`) ? `alarm-${alarm.kind}-do` : "alarm-do")}</p>
          <p class="small soft">{dayName(alarm.day, today())}</p>
          {!alarm.seen && (
            <Button kind="plain" onPress={() => dev().seenAlarm(circle, alarm.number)}>
              {t("understood")}
            </Button>
          )}
        </Notice>
      ))}
    </Page>
  );
}
