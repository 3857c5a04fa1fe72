/** One invitation for one woman: as a link to send and as a square to scan. Open ones can be cancelled. */

import { useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import { invitations } from "../../core/inviting.ts";
import type { Invitation } from "../../core/local.ts";
import { Button } from "../parts/button.tsx";
import { ask } from "../parts/dialog.tsx";
import { Notice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { go } from "../router.ts";
import { copy, dev, poke, say, today } from "../session.ts";
import { dayName, t } from "../words.ts";
import { counts } from "../circle/counts.ts";
import { Square } from "./square.tsx";

export function Invite({ circle }: { circle: Circle }) {
  const { ref } = circle.me;
  const [shown, setShown] = useState("");
  const open = invitations(circle).filter((i) => !i.linked);
  const now = open.find((i) => i.id === shown);
  const make = async (): Promise<void> => {
    const { invitation } = await dev().invite(circle, `${location.origin}${location.pathname}`);
    setShown(invitation.id);
    poke(circle);
  };
  const knock = counts(circle).knocks[0];
  if (now) return <Shown circle={circle} invitation={now} onDone={() => setShown("")} />;
  return (
    <Page
      title={t("invite")}
      foot={
        <Button wide icon="invite" onPress={make}>
          {t("invite-make")}
        </Button>
      }
    >
      {knock && (
        <Notice icon="door" title={t("home-knock", { name: knock.note.name })}>
          <Button onPress={() => go({ at: "knock", ref, number: knock.number })}>{t("home-knock-do")}</Button>
        </Notice>
      )}
      <ol class="points numbered">
        {[1, 2, 3].map((n) => (
          <li key={n}>
            <span class="badge">{n}</span>
            <p>{t(`invite-step-${n}`)}</p>
          </li>
        ))}
      </ol>
      {open.length > 0 && <h2>{t("invite-list")}</h2>}
      {open.length > 0 && (
        <ul class="list">
          {open.map((i) => (
            <li key={i.id}>
              <button type="button" class="list-item" onClick={() => setShown(i.id)}>
                <span class="what">
                  <b>{t("invite-of", { day: dayName(i.day, today()) })}</b>
                  <span>{t("invite-again")}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

function Shown({ circle, invitation, onDone }: { circle: Circle; invitation: Invitation; onDone: () => void }) {
  const { ref } = circle.me;
  const cancel = async (): Promise<void> => {
    if (!(await ask(t("invite-cancel"), t("invite-cancel-text"), t("invite-cancel-yes"), true))) return;
    await dev().cancel(circle, invitation.id);
    say(t("invite-cancelled"));
    onDone();
  };
  const share = (): Promise<void> =>
    navigator.share({ text: invitation.link }).catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error; // she closed the sheet
    });
  const knock = counts(circle).knocks.find((k) => k.mine);
  return (
    <Page
      title={t("invite-title")}
      foot={
        <Button wide kind="plain" onPress={onDone}>
          {t("done")}
        </Button>
      }
    >
      {knock ? (
        <Notice icon="door" title={t("home-knock", { name: knock.note.name })}>
          <p>{t("home-knock-text")}</p>
          <Button onPress={() => go({ at: "knock", ref, number: knock.number })}>{t("home-knock-do")}</Button>
        </Notice>
      ) : (
        <p>{t("invite-text")}</p>
      )}
      <div class="stack">
        {"share" in navigator && (
          <Button icon="share" onPress={share}>
            {t("invite-share")}
          </Button>
        )}
        <Button icon="file" kind={"share" in navigator ? "plain" : "main"} onPress={() => copy(invitation.link)}>
          {t("copy-link")}
        </Button>
      </div>
      <Square text={invitation.link} label={t("invite-square")} />
      <p class="small soft">{t("invite-square-text")}</p>
      <input class="input small" readOnly value={invitation.link} aria-label={t("invite-link")} onFocus={(e) => e.currentTarget.select()} />
      <Button kind="quiet" icon="trash" onPress={cancel}>
        {t("invite-cancel")}
      </Button>
    </Page>
  );
}
