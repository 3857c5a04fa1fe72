/** What the circle is deciding: who stands behind it, what this person can do, and what already waits for its time. */

import type { Circle } from "../../core/circle.ts";
import { type Pending, pending } from "../../core/pending.ts";
import type { Proposal } from "../../core/shapes.ts";
import { Button } from "../parts/button.tsx";
import { ask } from "../parts/dialog.tsx";
import { Page } from "../parts/page.tsx";
import { dev, poke, say } from "../session.ts";
import { t } from "../words.ts";
import { isCoordinator, mine } from "./counts.ts";
import { carryOut } from "./deciding.ts";

export function Decisions({ circle }: { circle: Circle }) {
  const open = pending(circle);
  const { waiting } = circle.state;
  const object = async (id: string): Promise<void> => {
    if (!(await ask(t("object"), t("object-text"), t("object"), true))) return;
    await dev().veto(circle, id);
    poke(circle);
    say(t("objected"));
  };
  return (
    <Page title={t("decisions")}>
      {open.length + waiting.length === 0 && <p class="soft">{t("decisions-none")}</p>}
      {open.map((p) => (
        <Decision key={p.id} circle={circle} p={p} />
      ))}
      {waiting.map((w) => (
        <section class="card" key={w.id}>
          <h2>{what(circle, w.proposal)}</h2>
          <p class="small soft">{t("decision-waits")}</p>
          {mayObject(circle, w.proposal) && (
            <Button kind="plain" onPress={() => object(w.id)}>
              {t("object")}
            </Button>
          )}
        </section>
      ))}
      <p class="small soft">{t("decisions-how")}</p>
    </Page>
  );
}

function Decision({ circle, p }: { circle: Circle; p: Pending }) {
  const behind = [...p.approvers].sort((a, b) => a - b).map((seat) => circle.nameOf(seat));
  const support = async (): Promise<void> => {
    const now = await dev().approve(circle, p.id);
    if (now.complete) await carryOut(circle);
    poke(circle);
    say(t(now.complete ? "decided" : "supported"));
  };
  return (
    <section class="card">
      <h2>{what(circle, p.proposal)}</h2>
      <p class="small soft">{t("decision-behind", { names: behind.join(", ") })}</p>
      <p class="small">{t(p.complete ? "decision-complete" : "decision-needs")}</p>
      {mine(circle, p) &&
        (p.complete ? (
          <Button icon="check" onPress={() => carryOut(circle)}>
            {t(p.proposal.action === "admit" ? "decision-admit" : "decision-do")}
          </Button>
        ) : (
          <Button icon="check" onPress={support}>
            {t("support")}
          </Button>
        ))}
    </section>
  );
}

export function what(circle: Circle, p: Proposal): string {
  const name = p.target >= 0 ? circle.nameOf(p.target) : (p.card?.name ?? p.title);
  return t(`what-${p.action}`, { name, role: p.role || "none" });
}

const mayObject = (circle: Circle, p: Proposal): boolean =>
  (p.action === "restore" && p.target === circle.me.seat) || (p.action === "close" && isCoordinator(circle));
