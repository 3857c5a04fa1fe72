/** One person of the circle, and what the others can decide about her place. */

import type { Circle } from "../../core/circle.ts";
import { pending } from "../../core/pending.ts";
import { coordinators, seatOf } from "../../core/roster.ts";
import type { Action, Seat } from "../../core/shapes.ts";
import { absent } from "../../core/turning.ts";
import type { ProposalFields } from "../../core/device.ts";
import { Button } from "../parts/button.tsx";
import { ask } from "../parts/dialog.tsx";
import type { IconName } from "../parts/icon.tsx";
import { Face } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { back, begin } from "../router.ts";
import { dev, poke, say } from "../session.ts";
import { t } from "../words.ts";
import { isCoordinator } from "./counts.ts";
import { carryOut } from "./deciding.ts";
import { notes, SeatName } from "./seats.tsx";

interface Choice {
  readonly id: string;
  readonly action: Action;
  readonly icon: IconName;
  readonly bad?: boolean;
  readonly fields?: ProposalFields;
}

function choices(circle: Circle, seat: Seat): Choice[] {
  const chair = isCoordinator(circle);
  const found: Choice[] = [];
  if (seat.state === "active") {
    found.push({ id: "freeze", action: "freeze", icon: "snow" });
    for (const role of ["coordinator", "lawyer"] as const) {
      const has = seat.roles.includes(role);
      if (chair)
        found.push({ id: `${has ? "demote" : "promote"}-${role}`, action: has ? "demote" : "promote", icon: "key", fields: { role } });
    }
  } else if (chair && !seat.confirmed) found.push({ id: "confirm", action: "confirm", icon: "check" });
  found.push({ id: "expel", action: "expel", icon: "exit", bad: true });
  return found;
}

export function SeatPage({ circle, seat: number }: { circle: Circle; seat: number }) {
  const seat = seatOf(circle.state, number);
  if (!seat) return <Page title={t("seat-gone")}>{t("seat-gone-text")}</Page>;
  const missing = new Set(absent(circle));
  const own = number === circle.me.seat;
  const open = pending(circle).filter((p) => p.proposal.target === number);
  const propose = async (choice: Choice): Promise<void> => {
    const yes = await ask(t(`do-${choice.id}`, { name: seat.name }), t(`do-${choice.id}-text`), t(`do-${choice.id}-yes`), choice.bad);
    if (!yes) return;
    const made = await dev().propose(circle, choice.action, { target: number, ...choice.fields });
    if (made?.complete) await carryOut(circle);
    poke(circle);
    say(t(made?.complete ? "decided" : "proposed"));
    back();
  };
  const leave = async (): Promise<void> => {
    if (!(await ask(t("leave"), t("leave-text"), t("leave-yes"), true))) return;
    await dev().leave(circle);
    poke(circle);
    say(t("left-soon"));
    begin({ at: "circles" });
  };
  const repair = async (): Promise<void> => {
    await dev().repair(circle, number);
    poke(circle);
    say(t("repaired"));
  };
  return (
    <Page title={seat.name}>
      <div class="card row">
        <Face name={seat.name} />
        <div>
          <b>
            <SeatName seat={seat} me={circle.me.seat} />
          </b>
          <p class="small soft">{notes(seat, missing)}</p>
        </div>
      </div>
      {open.map((p) => (
        <p key={p.id} class="small">
          {t("seat-open", { what: t(`action-${p.proposal.action}`) })}
        </p>
      ))}
      {seat.state === "frozen" && <p class="soft">{t("thaw-how")}</p>}
      {circle.me.status === "active" && !own && (
        <div class="stack">
          {missing.has(number) && (
            <Button kind="plain" icon="key" onPress={repair}>
              {t("repair")}
            </Button>
          )}
          {choices(circle, seat).map((choice) => (
            <Button key={choice.id} kind={choice.bad ? "bad" : "plain"} icon={choice.icon} onPress={() => propose(choice)}>
              {t(`do-${choice.id}`, { name: seat.name })}
            </Button>
          ))}
        </div>
      )}
      {circle.me.status === "active" && own && (
        <div class="stack">
          <p class="small soft">{t(coordinators(circle.state).length === 1 && isCoordinator(circle) ? "leave-last" : "leave-hint")}</p>
          <Button kind="bad" icon="exit" onPress={leave}>
            {t("leave")}
          </Button>
        </div>
      )}
    </Page>
  );
}
