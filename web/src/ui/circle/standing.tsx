/** When this seat is not simply active: what happened, and what to do. */

import type { Circle } from "../../core/circle.ts";
import { Button } from "../parts/button.tsx";
import { ask } from "../parts/dialog.tsx";
import { Notice } from "../parts/notice.tsx";
import { begin } from "../router.ts";
import { dev } from "../session.ts";
import { t } from "../words.ts";

export function Standing({ circle }: { circle: Circle }) {
  const { status } = circle.me;
  if (status === "active" || status === "knocking") return null;
  const forget = async (): Promise<void> => {
    if (!(await ask(t("forget"), t("forget-text"), t("forget-yes"), true))) return;
    begin({ at: "circles" });
    await dev().forget(circle);
  };
  return (
    <Notice tone={status === "frozen" || status === "left" || status === "closed" ? "warn" : "bad"} title={t(`status-${status}`)}>
      <p>{t(`status-${status}-do`)}</p>
      {status !== "frozen" && status !== "stopped" && (
        <Button kind="plain" icon="trash" onPress={forget}>
          {t("forget")}
        </Button>
      )}
    </Notice>
  );
}
