/** All circles of this phone, and how to begin another. */

import type { Circle } from "../../core/circle.ts";
import { conversation } from "../../core/reading.ts";
import { Button } from "../parts/button.tsx";
import { Row } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { go } from "../router.ts";
import { dev, invitation } from "../session.ts";
import { t } from "../words.ts";
import { counts } from "./counts.ts";
import { Wire } from "./wire.tsx";

export function Circles() {
  const all = dev().circles();
  return (
    <Page title={t("circles")} under={<Wire />}>
      {all.length ? (
        <ul class="list">
          {all.map((circle) => (
            <CircleRow key={circle.me.ref} circle={circle} />
          ))}
        </ul>
      ) : (
        <div class="card">
          <h2>{t("circles-none")}</h2>
          <p class="soft">{t("circles-none-text")}</p>
        </div>
      )}
      {invitation.value && (
        <Button icon="door" onPress={() => go({ at: "link" })}>
          {t("circles-invited")}
        </Button>
      )}
      <div class="stack">
        <Button kind={all.length || invitation.value ? "plain" : "main"} icon="door" onPress={() => go({ at: "link" })}>
          {t("circles-link")}
        </Button>
        <Button kind="plain" icon="plus" onPress={() => go({ at: "found" })}>
          {t("circles-found")}
        </Button>
      </div>
      <ul class="list">
        <Row icon="phone" title={t("person")} under={t("person-under")} onPress={() => go({ at: "person" })} />
        <Row icon="gear" title={t("settings")} under={t("settings-under")} onPress={() => go({ at: "settings" })} />
      </ul>
    </Page>
  );
}

function CircleRow({ circle }: { circle: Circle }) {
  const { ref, status, name } = circle.me;
  if (!circle.tree) {
    return <Row icon="door" title={t("knocking-row")} under={t("knocking-as", { name })} onPress={() => go({ at: "knocking", ref })} />;
  }
  const last = conversation(circle).findLast((line) => line.kind === "said" && line.text);
  const under = status === "active" ? (last ? `${last.name}: ${last.text.slice(0, 60)}` : t("circle-quiet")) : t(`status-${status}`);
  return (
    <Row
      face={circle.state.title}
      title={circle.state.title}
      under={under}
      count={counts(circle).waiting}
      onPress={() => go({ at: "home", ref })}
    />
  );
}
