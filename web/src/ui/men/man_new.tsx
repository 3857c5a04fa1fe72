/** A man under a code name chosen in the circle. */

import { useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import * as names from "../../core/names.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { back } from "../router.ts";
import { dev, poke } from "../session.ts";
import { t } from "../words.ts";

export function ManNew({ circle }: { circle: Circle }) {
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const wrong = tried && !names.proper(name.trim());
  const keep = async (): Promise<void> => {
    setTried(true);
    if (!names.proper(name.trim())) return;
    await dev().write(circle, "man.named.v1", { name: name.trim() });
    poke(circle);
    back();
  };
  return (
    <Page
      title={t("man-new")}
      foot={
        <Button wide onPress={keep}>
          {t("keep")}
        </Button>
      }
    >
      <Field
        label={t("man-name")}
        hint={t("man-name-hint")}
        wrong={wrong ? t("name-wrong") : ""}
        value={name}
        onValue={setName}
        max={40}
        name="man"
        focus
      />
      <Notice title={t("man-safe")}>
        <p>{t("man-safe-text")}</p>
      </Notice>
    </Page>
  );
}
