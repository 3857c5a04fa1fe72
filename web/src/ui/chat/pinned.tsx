/** What the circle pinned, above the conversation. */

import type { Circle } from "../../core/circle.ts";
import type { Line } from "../../core/reading.ts";
import { Row } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { turnTo } from "../router.ts";
import { conversation } from "../../core/reading.ts";
import { today } from "../session.ts";
import { dayName, t } from "../words.ts";
import { pins } from "./polls.ts";

export const gist = (line: Line): string => line.text.slice(0, 90) || t(line.marks.includes("voice") ? "voice" : "picture");

export function Pins({ circle }: { circle: Circle }) {
  const lines = new Map(conversation(circle).map((line) => [line.id, line]));
  const all = pins(circle).flatMap((id) => lines.get(id) ?? []);
  return (
    <Page title={t("pins")}>
      {all.length === 0 && <p class="soft">{t("pins-none")}</p>}
      <ul class="list">
        {all.map((line) => (
          <Row
            key={line.id}
            icon="pin"
            title={line.entryKind === "talk.asked.v1" ? String(line.body["question"]) : gist(line)}
            under={`${line.name}, ${dayName(line.day, today())}`}
            onPress={() => turnTo({ at: "chat", ref: circle.me.ref, line: line.id })}
          />
        ))}
      </ul>
    </Page>
  );
}
