/** "He was heard from". Which day, how, how he is, a note. There is no field for a place or a unit, on purpose. */

import { useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import { Button } from "../parts/button.tsx";
import { Choices, Field } from "../parts/field.tsx";
import { Page } from "../parts/page.tsx";
import { back } from "../router.ts";
import { dev, poke, say, today } from "../session.ts";
import { dayName, t } from "../words.ts";
import { men } from "./fold.ts";

const CHANNELS = ["call", "message", "letter", "seen", "other"] as const;
const STATES = ["well", "worried", "wounded", "afraid"] as const;
const BACK_DAYS = 90;
const LONGEST = 500;

const inField = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

export function Called({ circle, id }: { circle: Circle; id: string }) {
  const [day, setDay] = useState(today());
  const [channel, setChannel] = useState<(typeof CHANNELS)[number]>();
  const [state, setState] = useState<(typeof STATES)[number]>();
  const [note, setNote] = useState("");
  const man = men(circle).find((m) => m.id === id);
  const keep = async (): Promise<void> => {
    await dev().write(circle, "man.called.v1", {
      man: id,
      day,
      channel: channel ?? "",
      state: state ?? "",
      note: note.trim(),
      voice: null,
    });
    poke(circle);
    say(t("called-kept"));
    back();
  };
  const choose = (value: string): void => {
    const chosen = Math.floor(Date.parse(value) / 86_400_000);
    if (chosen <= today() && chosen > today() - BACK_DAYS) setDay(chosen);
  };
  return (
    <Page
      title={man?.name ?? t("place-men")}
      under={t("called-under")}
      foot={
        <Button wide icon="check" onPress={keep}>
          {t("keep")}
        </Button>
      }
    >
      <fieldset class="choices">
        <legend class="legend">{t("called-day")}</legend>
        <div class="row">
          {[0, 1].map((ago) => (
            <Button key={ago} kind={day === today() - ago ? "main" : "plain"} onPress={() => setDay(today() - ago)}>
              {dayName(today() - ago, today())}
            </Button>
          ))}
          <input
            type="date"
            class="input date"
            aria-label={t("called-date")}
            value={inField(day)}
            max={inField(today())}
            min={inField(today() - BACK_DAYS)}
            onChange={(e) => choose(e.currentTarget.value)}
          />
        </div>
      </fieldset>
      <Choices
        legend={t("called-how")}
        short
        name="channel"
        value={channel}
        onValue={setChannel}
        options={CHANNELS.map((c) => [c, t(`channel-${c}`)] as const)}
      />
      <Choices
        legend={t("called-state")}
        short
        name="state"
        value={state}
        onValue={setState}
        options={STATES.map((s) => [s, t(`state-${s}`)] as const)}
      />
      <Field label={t("called-note")} hint={t("called-note-hint")} value={note} onValue={setNote} lines={3} max={LONGEST} name="note" />
    </Page>
  );
}
