/** Our men: the longest silent first. A quiet scale, no alarm; one tap says "he called today". */

import type { Circle } from "../../core/circle.ts";
import { Button } from "../parts/button.tsx";
import { Face } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { go } from "../router.ts";
import { dev, poke, say, today } from "../session.ts";
import { t } from "../words.ts";
import { board, type Man, men, silence } from "./fold.ts";

/** From how many days of silence the board offers help. */
export const LONG = 7;
const FULL = 30;

export function Board({ circle }: { circle: Circle }) {
  const { ref } = circle.me;
  const all = men(circle);
  const shown = board(all, today());
  const rest = all.filter((m) => !m.watched);
  const active = circle.me.status === "active";
  return (
    <Page
      title={t("place-men")}
      under={t("men-under")}
      foot={
        active && (
          <Button wide kind={shown.length ? "plain" : "main"} icon="plus" onPress={() => go({ at: "man-new", ref })}>
            {t("man-new")}
          </Button>
        )
      }
    >
      {shown.length === 0 && (
        <div class="card">
          <h2>{t("men-none")}</h2>
          <p class="soft">{t("men-none-text")}</p>
        </div>
      )}
      <ul class="stack">
        {shown.map((man) => (
          <BoardRow key={man.id} circle={circle} man={man} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details class="card fold">
          <summary>{t("men-rest", { n: rest.length })}</summary>
          <ul>
            {rest.map((man) => (
              <li key={man.id}>
                <button type="button" class="link" onClick={() => go({ at: "man", ref, id: man.id })}>
                  {man.name}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Page>
  );
}

function BoardRow({ circle, man }: { circle: Circle; man: Man }) {
  const { ref, seat } = circle.me;
  const days = silence(man, today());
  const last = man.words[0];
  const may = circle.me.status === "active" && (man.owner === seat || man.helpers.has(seat));
  return (
    <li class="card man">
      <button type="button" class="man-head" onClick={() => go({ at: "man", ref, id: man.id })}>
        <Face name={man.name} />
        <span>
          <b>{man.name}</b>
          <span class="small soft">{t("man-of", { name: man.ownerName })}</span>
        </span>
        <span class="man-days">
          <b>{last && days === 0 ? t("today") : last || days ? t("days", { n: days }) : t("man-waiting")}</b>
          {last?.state && <span class={`tag${last.state === "well" ? "" : " warn"}`}>{t(`state-${last.state}`)}</span>}
        </span>
      </button>
      <div class="silence" aria-hidden="true">
        <i style={{ width: `${Math.max(3, Math.min(100, (days / FULL) * 100))}%`, "--share": String(Math.min(1, days / FULL)) }} />
      </div>
      {may && (
        <div class="row">
          <Button kind="plain" icon="phone" onPress={() => calledToday(circle, man)}>
            {t("called-today")}
          </Button>
          <Button kind="quiet" onPress={() => go({ at: "called", ref, id: man.id })}>
            {t("called-more")}
          </Button>
        </div>
      )}
      {days >= LONG && (
        <Button kind="quiet" icon="help" onPress={() => go({ at: "man", ref, id: man.id })}>
          {t("man-help")}
        </Button>
      )}
    </li>
  );
}

/** One tap. Written at once, sent when it can be. */
export async function calledToday(circle: Circle, man: Man): Promise<void> {
  await dev().write(circle, "man.called.v1", { man: man.id, day: today(), channel: "call", state: "", note: "", voice: null });
  poke(circle);
  say(t("called-kept"));
}
