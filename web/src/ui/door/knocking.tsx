/** Waiting at the door: six words to read aloud on the phone, to each who vouches. */

import { useEffect, useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import { knockView, sixWords } from "../../core/knocking.ts";
import { Button } from "../parts/button.tsx";
import { ask } from "../parts/dialog.tsx";
import { Notice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { begin } from "../router.ts";
import { dev, home } from "../session.ts";
import { language, sorry, t } from "../words.ts";
import { Wire } from "../circle/wire.tsx";

const EVERY = 3_000;

export function Knocking({ circle }: { circle: Circle }) {
  const { ref } = circle.me;
  const [list, setList] = useState<readonly string[]>([]);
  const [trouble, setTrouble] = useState<unknown>(undefined);
  const spoken = language.value;
  useEffect(() => {
    void home.value!.words(spoken).then(setList);
  }, [spoken]);
  useEffect(() => {
    let on = true;
    const step = async (): Promise<void> => {
      while (on) {
        try {
          if (await dev().knockStep(circle)) return begin({ at: "circles" }, { at: "home", ref });
          setTrouble(undefined);
        } catch (error) {
          setTrouble(error);
        }
        await new Promise((later) => setTimeout(later, EVERY));
      }
    };
    void step();
    return () => {
      on = false;
    };
  }, [circle]);
  const view = knockView(circle);
  const stop = async (): Promise<void> => {
    if (!(await ask(t("knocking-stop"), t("knocking-stop-text"), t("knocking-stop"), true))) return;
    begin({ at: "circles" });
    await dev().forget(circle);
  };
  const ready = view?.sessions.filter((s) => s.transcript) ?? [];
  const said = trouble ? sorry(trouble) : undefined;
  return (
    <Page title={t("knocking-row")} under={<Wire />}>
      {said && (
        <Notice tone={said.name === "RelayUnreachable" ? "warn" : "bad"} title={said.said}>
          {said.hint}
        </Notice>
      )}
      {ready.length === 0 ? (
        <div class="card">
          <h2>{view?.inviter ? t("knocking-by", { name: view.inviter }) : t("knocking-find")}</h2>
          <p>{t("knocking-wait")}</p>
          <p class="row small soft">
            <span class="spin" /> {t("knocking-open")}
          </p>
        </div>
      ) : (
        <p>{t("knocking-read")}</p>
      )}
      {ready.map((s) => (
        <section class="card" key={s.voucher}>
          <h2>{t("knocking-words", { name: s.name })}</h2>
          <ol class="six" lang={spoken}>
            {sixWords(s.transcript, list).map((word, i) => (
              <li key={`${i}${word}`}>{word}</li>
            ))}
          </ol>
        </section>
      ))}
      {ready.length > 0 && <p class="small soft">{t("knocking-after")}</p>}
      <Button kind="quiet" onPress={stop}>
        {t("knocking-stop")}
      </Button>
    </Page>
  );
}
