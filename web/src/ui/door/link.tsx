/** At a door: the link she was sent, the name she wants to have inside, and why she knocks. */

import { useState } from "preact/hooks";
import { readLink } from "../../core/door.ts";
import * as names from "../../core/names.ts";
import type { Purpose } from "../../core/shapes.ts";
import { Button } from "../parts/button.tsx";
import { Choices, Field } from "../parts/field.tsx";
import { Page } from "../parts/page.tsx";
import { begin } from "../router.ts";
import { dev, invitation, sayError, poke } from "../session.ts";
import { t } from "../words.ts";

const PURPOSES: readonly Purpose[] = ["admit", "restore", "thaw"];

export function LinkPage() {
  const [link, setLink] = useState(invitation.value);
  const [name, setName] = useState("");
  const [purpose, setPurpose] = useState<Purpose>("admit");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const given = invitation.value !== "" && isLink(invitation.value);
  const knock = async (): Promise<void> => {
    setTried(true);
    if (!isLink(link) || !names.proper(name.trim())) return;
    setBusy(true);
    try {
      const made = await dev().knock(link.trim(), name.trim(), purpose);
      invitation.value = "";
      poke();
      begin({ at: "circles" }, { at: "knocking", ref: made.me.ref });
    } catch (error) {
      sayError(error);
      setBusy(false);
    }
  };
  return (
    <Page title={t("link-title")}>
      <form
        class="stack"
        style="gap:20px"
        onSubmit={(event) => {
          event.preventDefault();
          void knock();
        }}
      >
        {given ? (
          <p>{t("link-given")}</p>
        ) : (
          <Field
            label={t("link-label")}
            hint={t("link-hint")}
            wrong={tried && !isLink(link) ? t("link-wrong") : ""}
            value={link}
            onValue={setLink}
            lines={3}
            name="link"
            focus
          />
        )}
        <Field
          label={t(purpose === "admit" ? "your-name" : "your-old-name")}
          hint={t(purpose === "admit" ? "your-name-hint" : "your-old-name-hint")}
          wrong={tried && !names.proper(name.trim()) ? t("name-wrong") : ""}
          value={name}
          onValue={setName}
          max={40}
          name="name"
          focus={given}
        />
        <Choices
          legend={t("link-why")}
          name="purpose"
          value={purpose}
          onValue={setPurpose}
          options={PURPOSES.map((p) => [p, t(`why-${p}`)] as const)}
        />
        <Button type="submit" icon="door" wide busy={busy}>
          {t("link-knock")}
        </Button>
      </form>
    </Page>
  );
}

function isLink(text: string): boolean {
  try {
    readLink(text.trim());
    return true;
  } catch {
    return false; // not a link of ours; the field says so
  }
}
