/** The locked app: nothing but a place for the secret words. It does not say whether they opened everything or destroyed it. */

import { useEffect, useState } from "preact/hooks";
import { HomewardError } from "../../core/errors.ts";
import { Button } from "../parts/button.tsx";
import { SecretField } from "../parts/field.tsx";
import { ask, Asked } from "../parts/dialog.tsx";
import { destroyAll, enter, home, invitation, stage } from "../session.ts";
import { begin } from "../router.ts";
import { sorry, t } from "../words.ts";
import { OtherApp } from "./other_app.tsx";
import { personKept } from "./kept_person.ts";

export function Lock() {
  const [words, setWords] = useState("");
  const [wrong, setWrong] = useState("");
  const [pause, setPause] = useState(0);
  const [busy, setBusy] = useState(false);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (!pause) return undefined;
    const timer = setTimeout(() => setPause(pause - 1), 1_000);
    return () => clearTimeout(timer);
  }, [pause]);

  const open = async (): Promise<void> => {
    if (!words || busy || pause) return;
    setBusy(true);
    setWrong("");
    try {
      enter(await home.value!.open(words));
      if (invitation.value) begin({ at: "circles" }, { at: "link" });
    } catch (error) {
      setBusy(false);
      setWords("");
      if (error instanceof HomewardError && error.name === "VaultDestroyed") stage.value = "first";
      else if (error instanceof HomewardError && error.name === "VaultLocked") {
        const [left = -1, seconds = 0] = error.detail.split(",").map(Number);
        setPause(seconds);
        setWrong(left >= 0 ? t("lock-left", { n: left }) : t("lock-wrong"));
      } else {
        const { said, hint } = sorry(error);
        setWrong(`${said} ${hint}`);
      }
    }
  };

  const anew = async (): Promise<void> => {
    if (!(await ask(t("lock-anew"), t("lock-anew-text"), t("lock-anew-yes"), true))) return;
    await destroyAll();
  };

  const person = personKept();
  return (
    <main class="start">
      <form
        class="middle"
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <img class="mark" src="./icon.svg" alt="" />
        <h1>{t("lock-title")}</h1>
        <OtherApp />
        <SecretField label={t("lock-words")} name="words" value={words} onValue={setWords} focus />
        <p role="alert">{pause > 0 ? <strong>{t("lock-pause", { n: pause })}</strong> : wrong && <strong>{wrong}</strong>}</p>
        <Button type="submit" wide busy={busy} off={pause > 0}>
          {t(busy ? "lock-opening" : "lock-open")}
        </Button>
      </form>
      <div class="actions">
        {person && (
          <p class="small soft">
            {t("lock-person")} <b>{person}</b>
          </p>
        )}
        {lost ? (
          <div class="card">
            <p>{t("lock-lost-text")}</p>
            <Button kind="bad" onPress={anew}>
              {t("lock-anew")}
            </Button>
          </div>
        ) : (
          <Button kind="quiet" onPress={() => setLost(true)}>
            {t("lock-lost")}
          </Button>
        )}
      </div>
      <Asked />
    </main>
  );
}
