/** Somebody knocks: call her, let her read six words, type them. Then the coordinators decide. */

import { useEffect, useMemo, useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import { knocks } from "../../core/inviting.ts";
import { active } from "../../core/roster.ts";
import type { WordLists } from "../../core/words.ts";
import { folded } from "../../core/names.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Notice, Row } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { go, turnTo } from "../router.ts";
import { dev, home, poke, say } from "../session.ts";
import { t } from "../words.ts";

const NEEDED = 6;

export function KnockPage({ circle, number }: { circle: Circle; number: number }) {
  const { ref } = circle.me;
  const [typed, setTyped] = useState("");
  const [lists, setLists] = useState<WordLists>();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    void home.value!.wordLists().then(setLists);
    const timer = setInterval(() => poke(circle), 4_000);
    poke(circle);
    return () => clearInterval(timer);
  }, []);
  const starts = useMemo(() => new Set(Object.values(lists ?? {}).flatMap((l) => l.map(start))), [lists]);
  const knock = knocks(circle).find((k) => k.number === number);
  if (!knock) return <Page title={t("knock")}>{t("knock-gone")}</Page>;
  const { name, purpose } = knock.note;
  const words =
    typed
      .normalize("NFC")
      .toLowerCase()
      .replaceAll("ё", "е")
      .match(/\p{L}+/gu) ?? [];
  const twin = purpose === "admit" && circle.state.seats.find((s) => folded(s.name) === folded(name));
  const vouch = async (): Promise<void> => {
    await dev().vouch(circle, number, typed, lists!);
    poke(circle);
    say(t("vouched", { name }));
    turnTo({ at: "decisions", ref });
  };
  const others = active(circle.state).filter((s) => s.seat !== circle.me.seat && s.seat !== knock.inviter);
  const askOne = async (seat: number): Promise<void> => {
    setAsking(false);
    await dev().ask(circle, number, seat);
    poke(circle);
    say(t("asked"));
  };
  const ready = knock.state === "ready";
  return (
    <Page
      title={name}
      under={t(`knock-${purpose}`)}
      foot={
        ready && (
          <Button wide icon="check" off={words.length !== NEEDED || !lists} onPress={vouch}>
            {t("knock-vouch")}
          </Button>
        )
      }
    >
      {twin && (
        <Notice tone="warn" title={t("knock-twin", { name: twin.name })}>
          {t("knock-twin-text")}
        </Notice>
      )}
      {ready ? (
        <>
          <ol class="points numbered">
            {[1, 2].map((n) => (
              <li key={n}>
                <span class="badge">{n}</span>
                <p>{t(`knock-step-${n}`, { name })}</p>
              </li>
            ))}
          </ol>
          <Field label={t("knock-words")} value={typed} onValue={setTyped} lines={3} name="six" focus />
          <p class="row" aria-live="polite">
            {words.map((word, i) => (
              <span key={`${i}${word}`} class={`tag${starts.size && !starts.has(start(word)) ? " warn" : ""}`}>
                {word} {starts.has(start(word)) ? "✓" : "?"}
              </span>
            ))}
            <span class="small soft">{t("knock-count", { n: words.length })}</span>
          </p>
          <p class="small soft">{t("knock-differ")}</p>
        </>
      ) : (
        <div class="card">
          <h2>{t(`knock-is-${knock.state}`)}</h2>
          <p class="soft">{t(`knock-is-${knock.state}-do`, { name })}</p>
          {(knock.state === "waiting" || knock.state === "offered" || knock.state === "promised") && (
            <p class="row small soft">
              <span class="spin" /> {t("knocking-open")}
            </p>
          )}
          {knock.state === "vouched" && (
            <Button kind="plain" onPress={() => turnTo({ at: "decisions", ref })}>
              {t("decisions")}
            </Button>
          )}
        </div>
      )}
      {knock.state === "vouched" && others.length > 0 && (
        <Button kind="plain" icon="seats" onPress={() => setAsking(true)}>
          {t("knock-ask")}
        </Button>
      )}
      {asking && (
        <Sheet title={t("knock-ask")} onClose={() => setAsking(false)}>
          <p class="small soft">{t("knock-ask-text", { name })}</p>
          <ul class="list">
            {others.map((s) => (
              <Row key={s.seat} face={s.name} title={s.name} onPress={() => void askOne(s.seat)} />
            ))}
          </ul>
        </Sheet>
      )}
      {knock.mine && (
        <Button kind="quiet" onPress={() => go({ at: "invite", ref })}>
          {t("invite-list")}
        </Button>
      )}
    </Page>
  );
}

const start = (word: string): string => Array.from(word.replaceAll("ё", "е")).slice(0, 4).join("");
