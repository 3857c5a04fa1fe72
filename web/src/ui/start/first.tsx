/** The first visit: who can read, what we cannot protect against, what to do when the phone is taken; then the secret words. */

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { hostTells } from "../host.ts";
import { invitation } from "../session.ts";
import { choose, language, t } from "../words.ts";
import { SetWords } from "./set_words.tsx";
import { OtherApp } from "./other_app.tsx";

const SCREENS: readonly { id: string; points: readonly IconName[] }[] = [
  { id: "read", points: ["lock", "seats", "exit"] },
  { id: "cannot", points: ["share", "warn", "eye"] },
  { id: "taken", points: ["phone", "snow", "door"] },
];

export function FirstVisit() {
  const [step, setStep] = useState(0);
  const screen = SCREENS[step];
  if (!screen) return <SetWords onBack={() => setStep(SCREENS.length - 1)} />;
  return (
    <main class="start">
      <div class="middle">
        {step === 0 && <Welcome />}
        <h1>{t(`first-${screen.id}`)}</h1>
        <ul class="points">
          {screen.points.map((icon, i) => (
            <li key={icon}>
              <Icon name={icon} />
              <p>{t(`first-${screen.id}-${i + 1}`)}</p>
            </li>
          ))}
        </ul>
      </div>
      <div class="actions">
        <p class="out-of-sight" role="status">
          {t("first-step", { n: step + 1 })}
        </p>
        <div class="dots" aria-hidden="true">
          {SCREENS.map((s, i) => (
            <i key={s.id} class={i === step ? "on" : ""} />
          ))}
        </div>
        <Button wide onPress={() => setStep(step + 1)}>
          {t("next")}
        </Button>
        {step > 0 ? (
          <Button kind="quiet" onPress={() => setStep(step - 1)}>
            {t("back")}
          </Button>
        ) : (
          <Button kind="quiet" onPress={() => choose(language.value === "ru" ? "en" : "ru")}>
            {t("other-language")}
          </Button>
        )}
      </div>
    </main>
  );
}

function Welcome() {
  const [Demo, setDemo] = useState<ComponentType>();
  useEffect(() => {
    const look = async (): Promise<void> => {
      if (!(await hostTells()).demo) return;
      const { LookAround } = await import("./look_around.tsx");
      setDemo(() => LookAround);
    };
    void look();
  }, []);
  return (
    <>
      <OtherApp />
      {Demo && <Demo />}
      {invitation.value && <p class="soft">{t("first-invited")}</p>}
    </>
  );
}
