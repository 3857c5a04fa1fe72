/** Waiting at the door: six words to read aloud on the phone, to each who vouches. */

import { useEffect, useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import { knockView, sixWords } from "../../core/knocking.ts";
import { Button } from "../parts/button.tsx";
import { ask } from "../parts/dialog.tsx";
import { Notice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { begin, turnTo } from "../router.ts";
import { dev, home } from "../session.ts";
import { language, sorry, t } from "../words.ts";
import { Wire } from "../circle/wire.tsx";

export function Knocking({ circle }: { circle: Circle }) {
  const [list, setList] = useState<readonly string[]>([]);
  const spoken = language.value;
  useEffect(() => {
    void home.value!.words(spoken).then(setList);
  }, [spoken]);
  const inside = circle.tree !== undefined;
  useEffect(() => {
    if (inside) turnTo({ at: "home", ref: circle.me.ref });
  }, [inside]);
  const view = knockView(circle);
  const stop = async (): Promise<void> => {
    if (!(await ask(t("knocking-stop"), t("knocking-stop-text"), t("knocking-stop"), true))) return;
    begin({ at: "circles" });
    await dev().forget(circle);
  };
  const ready = view?.sessions.filter((s) => s.transcript) ?? [];
  const trouble = home.value!.courier.state.get(circle.me.ref)?.error;
  const said = trouble && sorry(trouble);
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
