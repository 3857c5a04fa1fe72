/** The circle's rules: how long talk is kept, how many vouch, the name; and closing it for good. Each is a decision of the circle. */

import { useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import type { ProposalFields } from "../../core/device.ts";
import * as names from "../../core/names.ts";
import type { Action } from "../../core/shapes.ts";
import { Button } from "../parts/button.tsx";
import { ask } from "../parts/dialog.tsx";
import { Choices, Field } from "../parts/field.tsx";
import { Page } from "../parts/page.tsx";
import { dev, poke, say } from "../session.ts";
import { t } from "../words.ts";
import { carryOut } from "./deciding.ts";

const KEEP = [7, 30, 90, 180] as const;
const VOUCHERS = [1, 2, 3] as const;

export function Rules({ circle }: { circle: Circle }) {
  const { policy } = circle.state;
  const [title, setTitle] = useState(circle.state.title);
  const [days, setDays] = useState(policy.talk_days);
  const [vouchers, setVouchers] = useState(policy.vouchers);
  const decide = async (action: Action, fields: ProposalFields): Promise<void> => {
    const made = await dev().propose(circle, action, fields);
    if (made?.complete) await carryOut(circle);
    poke(circle);
    say(t(made?.complete ? "decided" : "proposed"));
  };
  const keep = async (): Promise<void> => {
    const named = title.trim();
    if (named !== circle.state.title && names.proper(named)) await decide("title", { title: named });
    if (days !== policy.talk_days || vouchers !== policy.vouchers)
      await decide("policy", { policy: { ...policy, talk_days: days, vouchers } });
  };
  const close = async (): Promise<void> => {
    if (await ask(t("close-circle"), t("close-circle-text"), t("close-circle-yes"), true)) await decide("close", {});
  };
  const changed = title.trim() !== circle.state.title || days !== policy.talk_days || vouchers !== policy.vouchers;
  const kept = [...new Set([...KEEP, policy.talk_days])].sort((a, b) => a - b);
  return (
    <Page
      title={t("rules")}
      foot={
        <Button wide off={!changed} onPress={keep}>
          {t("rules-propose")}
        </Button>
      }
    >
      <Field label={t("found-title")} value={title} onValue={setTitle} max={40} name="title" />
      <Choices
        legend={t("rules-keep")}
        short
        name="days"
        value={days}
        onValue={setDays}
        options={kept.map((n) => [n, t("days", { n })] as const)}
      />
      <Choices
        legend={t("rules-vouch")}
        short
        name="vouchers"
        value={vouchers}
        onValue={setVouchers}
        options={VOUCHERS.map((n) => [n, t("rules-vouchers", { n })] as const)}
      />
      <p class="small soft">{t("rules-turn", { n: policy.turn_days })}</p>
      <Button kind="bad" icon="trash" onPress={close}>
        {t("close-circle")}
      </Button>
    </Page>
  );
}
