/** One man: every day he was heard from, who helps to fill in, and what to do when it has been quiet for long. */

import { useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import { active } from "../../core/roster.ts";
import { Button } from "../parts/button.tsx";
import { ask, Sheet } from "../parts/dialog.tsx";
import { Notice, Row } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { go } from "../router.ts";
import { dev, poke, say, today } from "../session.ts";
import { dayName, t } from "../words.ts";
import { calledToday, LONG } from "./board.tsx";
import { type Man, men, silence, type Word } from "./fold.ts";

export function ManPage({ circle, id }: { circle: Circle; id: string }) {
  const { ref, seat, status } = circle.me;
  const [handing, setHanding] = useState(false);
  const man = men(circle).find((m) => m.id === id);
  if (!man) return <Page title={t("place-men")}>{t("man-gone")}</Page>;
  const own = man.owner === seat && status === "active";
  const may = own || (man.helpers.has(seat) && status === "active");
  const days = silence(man, today());
  const change = async (fields: { name?: string; watched?: boolean }): Promise<void> => {
    await dev().write(circle, "man.changed.v1", { man: id, name: man.name, watched: man.watched, ...fields });
    poke(circle);
  };
  const off = async (): Promise<void> => {
    if (man.watched && !(await ask(t("man-off"), t("man-off-text"), t("man-off-yes")))) return;
    await change({ watched: !man.watched });
  };
  const hand = async (helper: number): Promise<void> => {
    setHanding(false);
    await dev().write(circle, "man.handed.v1", { man: id, helper, on: !man.helpers.has(helper) });
    poke(circle);
    say(t("kept"));
  };
  return (
    <Page title={man.name} under={t("man-of", { name: man.ownerName })}>
      <div class="card man-now">
        <p class="soft">{t(man.words.length ? "man-last" : "man-none")}</p>
        <p class="big">
          {man.words.length && days === 0 ? t("today") : man.words.length || days ? t("days", { n: days }) : t("man-waiting")}
        </p>
        {may && (
          <div class="stack">
            <Button icon="phone" onPress={() => calledToday(circle, man)}>
              {t("called-today")}
            </Button>
            <Button kind="plain" onPress={() => go({ at: "called", ref, id })}>
              {t("called-more")}
            </Button>
          </div>
        )}
      </div>
      {days >= LONG && (
        <Notice icon="help" title={t("silent-title", { n: days })}>
          <ol class="steps">
            {[1, 2, 3, 4].map((n) => (
              <li key={n}>{t(`silent-${n}`)}</li>
            ))}
          </ol>
          <Button kind="plain" icon="chat" onPress={() => go({ at: "chat", ref })}>
            {t("silent-ask")}
          </Button>
        </Notice>
      )}
      <h2>{t("man-history")}</h2>
      {man.words.length === 0 && <p class="soft">{t("man-history-none")}</p>}
      <ol class="history">
        {man.words.map((word) => (
          <HistoryLine key={word.id} circle={circle} man={man} word={word} />
        ))}
      </ol>
      {own && (
        <div class="stack">
          <Button kind="plain" icon="seats" onPress={() => setHanding(true)}>
            {t("man-hand")}
          </Button>
          <Button kind="quiet" onPress={off}>
            {t(man.watched ? "man-off" : "man-on")}
          </Button>
        </div>
      )}
      {handing && (
        <Sheet title={t("man-hand")} onClose={() => setHanding(false)}>
          <p class="small soft">{t("man-hand-text")}</p>
          <ul class="list">
            {active(circle.state)
              .filter((s) => s.seat !== seat)
              .map((s) => (
                <Row
                  key={s.seat}
                  face={s.name}
                  title={s.name}
                  under={man.helpers.has(s.seat) ? t("man-helps") : undefined}
                  onPress={() => void hand(s.seat)}
                />
              ))}
          </ul>
        </Sheet>
      )}
    </Page>
  );
}

function HistoryLine({ circle, man, word }: { circle: Circle; man: Man; word: Word }) {
  const { seat } = circle.me;
  const confirm = async (right: boolean): Promise<void> => {
    await dev().write(circle, "man.confirmed.v1", { entry: word.id, right });
    poke(circle);
  };
  const take = async (): Promise<void> => {
    if (!(await ask(t("word-retract"), t("word-retract-text"), t("retract-yes"), true))) return;
    await dev().retract(circle, word.id);
    poke(circle);
  };
  return (
    <li>
      <b>{dayName(word.day, today())}</b>
      <p>
        {[word.channel && t(`channel-${word.channel}`), word.state && t(`state-${word.state}`)].filter(Boolean).join(" · ")}
        {!word.sent && <span class="tag warn">{t("not-sent")}</span>}
      </p>
      {word.note && <p dir="auto">{word.note}</p>}
      {word.open && <p class="small soft">{t("word-open", { name: word.byName })}</p>}
      {word.open && man.owner === seat && (
        <div class="row">
          <Button kind="plain" icon="check" onPress={() => confirm(true)}>
            {t("word-right")}
          </Button>
          <Button kind="quiet" onPress={() => confirm(false)}>
            {t("word-wrong")}
          </Button>
        </div>
      )}
      {word.by === seat && (
        <button type="button" class="link small" onClick={() => void take()}>
          {t("word-retract")}
        </button>
      )}
    </li>
  );
}
