/** Searching the conversation on this phone; nothing is asked of anybody. */

import { useMemo, useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import { conversation } from "../../core/reading.ts";
import { Field } from "../parts/field.tsx";
import { Row } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { turnTo } from "../router.ts";
import { today } from "../session.ts";
import { dayName, t } from "../words.ts";
import { matches } from "./folding.ts";

const MOST = 50;

export function Search({ circle }: { circle: Circle }) {
  const [wanted, setWanted] = useState("");
  const lines = useMemo(() => conversation(circle).filter((line) => line.kind === "said" && line.text), [circle.version]);
  const found = wanted.trim() ? lines.filter((line) => matches(`${line.name} ${line.text}`, wanted)).reverse() : [];
  return (
    <Page title={t("search")}>
      <Field label={t("search-what")} hint={t("search-hint")} value={wanted} onValue={setWanted} name="search" focus />
      <p class="small soft" role="status">
        {wanted.trim() && t("search-found", { n: found.length })}
      </p>
      <ul class="list">
        {found.slice(0, MOST).map((line) => (
          <Row
            key={line.id}
            title={`${line.name}, ${dayName(line.day, today())}`}
            under={line.text.slice(0, 160)}
            onPress={() => turnTo({ at: "chat", ref: circle.me.ref, line: line.id })}
          />
        ))}
      </ul>
    </Page>
  );
}
