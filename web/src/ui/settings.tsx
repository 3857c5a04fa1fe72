/** Settings of this phone: language, letters, the lock, the network. Everything is kept encrypted, but language and size of words. */

import { useEffect, useState } from "preact/hooks";
import { AWAY_DEFAULT, AWAY_SETTING } from "./leaving.ts";
import { Button } from "./parts/button.tsx";
import { ask } from "./parts/dialog.tsx";
import { Choices, SecretField, Tick } from "./parts/field.tsx";
import { Page } from "./parts/page.tsx";
import { destroyAll, dev, home, lock, say } from "./session.ts";
import { choose, language, t } from "./words.ts";

type Wall = "auto" | "none" | "16k" | "8k";
export const WALL_SETTING = "wall";
export const LETTERS_SETTING = "letters";
const TRIES = [10, 5, 20, 0] as const;
const MINUTES = [0, 1, 5, 15] as const;

export function Settings() {
  const d = dev();
  const wall = d.setting<Wall>(WALL_SETTING) ?? "auto";
  const setWall = async (value: Wall): Promise<void> => {
    home.value!.setWall(value);
    await d.set(WALL_SETTING, value);
  };
  const away = d.setting<number>(AWAY_SETTING) ?? AWAY_DEFAULT;
  return (
    <Page title={t("settings")}>
      <section class="card">
        <Choices
          legend={t("set-language")}
          short
          name="language"
          value={language.value}
          onValue={(l) => void choose(l)}
          options={
            [
              ["ru", "Русский"],
              ["en", "English"],
            ] as const
          }
        />
        <Tick
          label={t("set-letters")}
          on={d.setting<boolean>(LETTERS_SETTING) ?? false}
          onChange={(on) => void d.set(LETTERS_SETTING, on)}
        />
      </section>
      <section class="card">
        <h2>{t("set-lock")}</h2>
        <Choices
          legend={t("set-away")}
          name="away"
          value={away}
          onValue={(n) => void d.set(AWAY_SETTING, n)}
          options={MINUTES.map((n) => [n, t("set-away-after", { n })] as const)}
        />
        <Tries />
        <Words />
        <Duress />
        <Button kind="plain" icon="lock" onPress={() => lock(false)}>
          {t("set-lock-now")}
        </Button>
      </section>
      <section class="card">
        <h2>{t("set-network")}</h2>
        <Choices
          legend={t("set-wall")}
          name="wall"
          value={wall}
          onValue={(v) => void setWall(v)}
          options={(["auto", "none", "16k", "8k"] as const).map((v) => [v, t(`set-wall-${v}`)] as const)}
        />
        <Used />
      </section>
      <section class="card">
        <h2>{t("set-destroy")}</h2>
        <p class="small soft">{t("set-destroy-text")}</p>
        <Button
          kind="bad"
          icon="trash"
          onPress={async () => void ((await ask(t("set-destroy"), t("lock-anew-text"), t("lock-anew-yes"), true)) && (await destroyAll()))}
        >
          {t("set-destroy-do")}
        </Button>
      </section>
    </Page>
  );
}

function Tries() {
  const [tries, setTries] = useState<number>();
  useEffect(() => void home.value!.tries().then(setTries), []);
  const set = (n: number): void => void home.value!.setTries(n).then(() => setTries(n));
  return (
    <Choices
      legend={t("set-tries")}
      name="tries"
      value={tries}
      onValue={set}
      options={TRIES.map((n) => [n, t("set-tries-after", { n })] as const)}
    />
  );
}

function Words() {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const change = async (): Promise<void> => {
    if (Array.from(fresh).length < 6) return say(t("secret-short", { n: 6 }), true);
    await home.value!.changeWords(old, fresh);
    [setOld, setFresh].forEach((set) => set(""));
    say(t("kept"));
  };
  return (
    <details class="fold">
      <summary>{t("set-words")}</summary>
      <div class="stack">
        <SecretField label={t("set-words-old")} value={old} onValue={setOld} name="old" />
        <SecretField label={t("set-words-new")} value={fresh} onValue={setFresh} name="new" />
        <Button kind="plain" onPress={change}>
          {t("set-words-do")}
        </Button>
      </div>
    </details>
  );
}

function Duress() {
  const [words, setWords] = useState("");
  const set = async (text: string): Promise<void> => {
    if (text && Array.from(text).length < 4) return say(t("secret-short", { n: 4 }), true);
    await home.value!.setDuress(text);
    setWords("");
    say(t("kept"));
  };
  return (
    <details class="fold">
      <summary>{t("set-duress")}</summary>
      <div class="stack">
        <p class="small soft">{t("set-duress-text")}</p>
        <SecretField label={t("set-duress-words")} value={words} onValue={setWords} name="duress" />
        <Button kind="plain" onPress={() => set(words)} off={!words}>
          {t("keep")}
        </Button>
        <Button kind="quiet" onPress={() => set("")}>
          {t("set-duress-none")}
        </Button>
      </div>
    </details>
  );
}

function Used() {
  const { sent, received } = home.value!.used();
  return <p class="small soft">{t("set-used", { sent: Math.ceil(sent / 1024), received: Math.ceil(received / 1024) })}</p>;
}
