/** The first visit: who can read, what we cannot protect against, what to do when the phone is taken; then the secret words. */

import { useEffect, useState } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { demoInvitation, hostTells } from "../host.ts";
import { begin } from "../router.ts";
import { dev, enter, home, invitation } from "../session.ts";
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
  const [demo, setDemo] = useState(false);
  useEffect(() => void hostTells().then((told) => setDemo(told.demo)), []);
  return (
    <>
      <OtherApp />
      {demo && <LookAround />}
      {invitation.value && <p class="soft">{t("first-invited")}</p>}
    </>
  );
}

/** Words that everybody knows: on a demonstration page there is nothing to protect. */
const DEMO_WORDS = "демонстрация";

function LookAround() {
  const look = async (): Promise<void> => {
    const link = await demoInvitation();
    enter(await home.value!.create(DEMO_WORDS));
    const number = crypto.getRandomValues(new Uint16Array(1))[0]!; // two visitors of one demonstration need two names
    const circle = await dev().knock(link, `${t("demo-name")} ${number}`);
    begin({ at: "circles" }, { at: "knocking", ref: circle.me.ref });
  };
  return (
    <div class="card">
      <h2>{t("demo")}</h2>
      <p class="small soft">{t("demo-text", { words: DEMO_WORDS })}</p>
      <Button onPress={look} icon="eye">
        {t("demo-look")}
      </Button>
    </div>
  );
}
