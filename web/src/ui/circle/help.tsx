/** Help: what to do in the worst moments, always there offline. */

import type { Circle } from "../../core/circle.ts";
import { Row } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { go } from "../router.ts";
import { personKept } from "../start/kept_person.ts";
import { t } from "../words.ts";

const PARTS = ["taken", "forgot", "gone", "offline", "informer"] as const;

export function Help({ circle }: { circle: Circle }) {
  const { ref } = circle.me;
  return (
    <Page title={t("place-help")}>
      <ul class="list">
        <Row icon="phone" title={t("person")} under={personKept() || t("person-under")} onPress={() => go({ at: "person" })} />
        <Row icon="snow" title={t("help-freeze")} under={t("help-freeze-under")} onPress={() => go({ at: "seats", ref })} />
        <Row icon="bell" title={t("notices")} under={t("notices-under")} onPress={() => go({ at: "notices", ref })} />
      </ul>
      {PARTS.map((part) => (
        <details class="card fold" key={part}>
          <summary>{t(`help-${part}`)}</summary>
          <p>{t(`help-${part}-text`)}</p>
        </details>
      ))}
    </Page>
  );
}
