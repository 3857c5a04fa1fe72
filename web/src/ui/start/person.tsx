/**
 * "If nothing works, call this person": one line she writes herself, always there offline, also on the locked screen.
 * It is the one thing kept unencrypted, which the screen says.
 */

import { useState } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { back } from "../router.ts";
import { say } from "../session.ts";
import { PERSON, personKept } from "./kept_person.ts";
import { t } from "../words.ts";

export function Person() {
  const [text, setText] = useState(personKept());
  const keep = (): void => {
    if (text.trim()) localStorage.setItem(PERSON, text.trim());
    else localStorage.removeItem(PERSON);
    say(t("kept"));
    back();
  };
  return (
    <Page
      title={t("person")}
      foot={
        <Button wide onPress={keep}>
          {t("keep")}
        </Button>
      }
    >
      <p>{t("person-text")}</p>
      <Field label={t("person-label")} value={text} onValue={setText} max={80} name="person" />
      <Notice tone="warn" title={t("person-open")}>
        {t("person-open-text")}
      </Notice>
    </Page>
  );
}
