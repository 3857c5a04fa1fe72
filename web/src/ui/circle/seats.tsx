/** Who is in the circle: roles, who missed a change of keys, the words to compare, and who is on the way in. */

import { useEffect, useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import { invitations } from "../../core/inviting.ts";
import { chainWords } from "../../core/naming.ts";
import { lonely } from "../../core/roster.ts";
import type { Seat } from "../../core/shapes.ts";
import { absent } from "../../core/turning.ts";
import { Button } from "../parts/button.tsx";
import { Notice, Row } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { go } from "../router.ts";
import { home } from "../session.ts";
import { language, t } from "../words.ts";
import { counts, isCoordinator } from "./counts.ts";
import { Standing } from "./standing.tsx";

export function Seats({ circle }: { circle: Circle }) {
  const { ref } = circle.me;
  const waiting = counts(circle);
  const missing = new Set(absent(circle));
  const open = invitations(circle).length;
  const active = circle.me.status === "active";
  return (
    <Page title={t("place-seats")} under={t("people", { n: circle.state.seats.length })}>
      <Standing circle={circle} />
      {active && (
        <ul class="list">
          {waiting.knocks.map((k) => (
            <Row
              key={k.number}
              icon="door"
              title={k.note.name}
              under={t(`knock-${k.note.purpose}`)}
              count={1}
              onPress={() => go({ at: "knock", ref, number: k.number })}
            />
          ))}
          <Row
            icon="check"
            title={t("decisions")}
            under={t("decisions-under")}
            count={waiting.decisions.length}
            onPress={() => go({ at: "decisions", ref })}
          />
          <Row
            icon="invite"
            title={t("invite")}
            under={open ? t("invite-open", { n: open }) : t("invite-under")}
            onPress={() => go({ at: "invite", ref })}
          />
        </ul>
      )}
      <ul class="list">
        {circle.state.seats.map((s) => (
          <Row
            key={s.seat}
            face={s.name}
            title={<SeatName seat={s} me={circle.me.seat} />}
            under={notes(s, missing)}
            onPress={() => go({ at: "seat", ref, seat: s.seat })}
          />
        ))}
      </ul>
      {lonely(circle.state) && circle.state.seats.length > 1 && (
        <Notice tone="warn" title={t("lonely")}>
          {t("lonely-text")}
        </Notice>
      )}
      <Chain circle={circle} />
      {isCoordinator(circle) && (
        <Button kind="plain" icon="gear" onPress={() => go({ at: "rules", ref })}>
          {t("rules")}
        </Button>
      )}
    </Page>
  );
}

export const SeatName = ({ seat, me }: { seat: Seat; me: number }) => (
  <>
    {seat.name} {seat.seat === me && <span class="tag">{t("you")}</span>}
    {seat.state === "frozen" && <span class="tag warn">{t("frozen")}</span>}
  </>
);

export function notes(seat: Seat, missing: ReadonlySet<number>): string {
  const roles = seat.roles.length ? seat.roles.map((r) => t(`role-${r}`)) : [t("role-member")];
  return [...roles, ...(missing.has(seat.seat) ? [t("missed-turn")] : [])].join(" · ");
}

/** Four words that are the same on every phone with the same history of the circle. */
function Chain({ circle }: { circle: Circle }) {
  const [list, setList] = useState<readonly string[]>();
  const spoken = language.value;
  useEffect(() => {
    void home.value!.words(spoken).then(setList);
  }, [spoken]);
  return (
    <section class="card">
      <h2>{t("chain")}</h2>
      <p class="small soft">{t("chain-text")}</p>
      <ol class="six four">{list && chainWords(circle.c, circle.here.id, list).map((word) => <li key={word}>{word}</li>)}</ol>
    </section>
  );
}
