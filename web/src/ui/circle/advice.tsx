/** A lawyer's advice. Until the guide is on this phone: what never depends on the law, and who to ask in this circle. */

import type { Circle } from "../../core/circle.ts";
import { Button } from "../parts/button.tsx";
import { Notice, Row } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { go } from "../router.ts";
import { t } from "../words.ts";

export function Advice({ circle }: { circle: Circle }) {
  const { ref } = circle.me;
  const lawyers = circle.state.seats.filter((s) => s.roles.includes("lawyer") && s.state === "active");
  return (
    <Page title={t("place-advice")}>
      <Notice title={t("advice-first")}>
        <p>{t("advice-first-text")}</p>
      </Notice>
      {lawyers.length > 0 ? (
        <ul class="list">
          {lawyers.map((s) => (
            <Row key={s.seat} face={s.name} title={s.name} under={t("role-lawyer")} onPress={() => go({ at: "seat", ref, seat: s.seat })} />
          ))}
        </ul>
      ) : (
        <div class="card">
          <h2>{t("advice-none")}</h2>
          <p class="soft">{t("advice-none-text")}</p>
        </div>
      )}
      <Button icon="chat" onPress={() => go({ at: "chat", ref })}>
        {t("advice-ask")}
      </Button>
    </Page>
  );
}
