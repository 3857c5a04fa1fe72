/** Choosing the words or digits that open the app on this phone. */

import { useState } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { SecretField } from "../parts/field.tsx";
import { enter, home, invitation, sayError } from "../session.ts";
import { begin } from "../router.ts";
import { t } from "../words.ts";

const SHORTEST = 6;

export function SetWords({ onBack }: { onBack: () => void }) {
  const [words, setWords] = useState("");
  const [again, setAgain] = useState("");
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const keep = async (): Promise<void> => {
    if (Array.from(words).length < SHORTEST) return setWrong(t("secret-short", { n: SHORTEST }));
    if (words !== again) return setWrong(t("secret-differ"));
    setWrong("");
    setBusy(true);
    try {
      enter(await home.value!.create(words));
      begin(...(invitation.value ? ([{ at: "circles" }, { at: "link" }] as const) : ([{ at: "circles" }] as const)));
      void navigator.storage?.persist?.();
    } catch (error) {
      sayError(error);
      setWrong(t("secret-failed"));
      setBusy(false);
    }
  };
  return (
    <main class="start">
      <form
        class="middle"
        id="set-words"
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <h1>{t("secret-title")}</h1>
        <p class="soft">{t("secret-text")}</p>
        <SecretField label={t("secret-first")} hint={t("secret-hint")} name="first" value={words} onValue={setWords} focus />
        <SecretField label={t("secret-again")} name="again" value={again} onValue={setAgain} />
        <p role="alert">{wrong && <strong>{wrong}</strong>}</p>
        <Button type="submit" wide busy={busy}>
          {t(busy ? "secret-making" : "secret-done")}
        </Button>
        <p class="small soft">{t("secret-forgot")}</p>
      </form>
      <Button kind="quiet" onPress={onBack}>
        {t("back")}
      </Button>
    </main>
  );
}
