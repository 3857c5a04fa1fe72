/** Founding a circle: its name, her name in it, and where sealed messages are kept. */

import { useEffect, useState } from "preact/hooks";
import * as names from "../../core/names.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Page } from "../parts/page.tsx";
import { begin } from "../router.ts";
import { dev, home, sayError, poke } from "../session.ts";
import { t } from "../words.ts";
import { hostTells } from "../host.ts";

export function Found() {
  const [title, setTitle] = useState("");
  const [name, setName] = useState("");
  const [relay, setRelay] = useState("");
  const [ownRelay, setOwnRelay] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void hostTells().then(({ relays }) => setRelay((had) => had || relays.join(" ")));
  }, []);
  const bad = (text: string): string => (tried && !names.proper(text.trim()) ? t("name-wrong") : "");
  const make = async (): Promise<void> => {
    setTried(true);
    if (![title, name].every((text) => names.proper(text.trim()))) return;
    if (!relay.trim()) return setOwnRelay(true);
    setBusy(true);
    try {
      const relays = await Promise.all(
        relay
          .trim()
          .split(/\s+/)
          .slice(0, 3)
          .map((url) => home.value!.relay(url)),
      );
      const made = await dev().found(title.trim(), name.trim(), relays);
      poke();
      begin({ at: "circles" }, { at: "home", ref: made.me.ref });
    } catch (error) {
      sayError(error);
      setBusy(false);
    }
  };
  return (
    <Page title={t("circles-found")}>
      <form
        class="stack"
        style="gap:20px"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Field
          label={t("found-title")}
          hint={t("found-title-hint")}
          wrong={bad(title)}
          value={title}
          onValue={setTitle}
          max={40}
          name="title"
          focus
        />
        <Field label={t("your-name")} hint={t("your-name-hint")} wrong={bad(name)} value={name} onValue={setName} max={40} name="name" />
        {ownRelay ? (
          <Field label={t("found-relay")} hint={t("found-relay-hint")} value={relay} onValue={setRelay} name="relay" />
        ) : (
          <p class="small soft">
            {t("found-relay-is")} <span dir="ltr">{relay.replace(/^https?:\/\//, "") || "…"}</span>{" "}
            <button type="button" class="link" onClick={() => setOwnRelay(true)}>
              {t("change")}
            </button>
          </p>
        )}
        <Button type="submit" wide busy={busy}>
          {t("found-do")}
        </Button>
        <p class="small soft">{t("found-lonely")}</p>
      </form>
    </Page>
  );
}
