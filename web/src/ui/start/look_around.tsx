/** On a demonstration page: one click, and she is a member of a circle of invented women who answer. */

import { Button } from "../parts/button.tsx";
import { begin } from "../router.ts";
import { dev, enter, home } from "../session.ts";
import { t } from "../words.ts";

/** An invitation to the demonstration circle. */
async function demoInvitation(): Promise<string> {
  const answer = await fetch("./demo", { method: "POST" });
  const { link } = (await answer.json()) as { link: unknown };
  return String(link);
}

/** Words that everybody knows: on a demonstration page there is nothing to protect. */
const DEMO_WORDS = "демонстрация";

export function LookAround() {
  const look = async (): Promise<void> => {
    const link = await demoInvitation();
    enter(await home.value!.create(DEMO_WORDS));
    const circle = await dev().knock(link, t("demo-name"));
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
