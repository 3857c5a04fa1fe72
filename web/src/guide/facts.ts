/** What follows from the facts themselves (GUIDE 4.1, 4.2): implied answers, the last day of the act, periods of days as text. */

import type { Bundle, Facts, Period, Value } from "./bundle.ts";
import { value } from "./conditions.ts";

export const OPEN = "open"; // 'o' > '9': the word sorts behind every day

export type Days = readonly [first: string, last: string];

/** Whether the days first … last, both inside, lie wholly in the period. */
export const holds = (period: Period, [first, last]: Days): boolean => period.from <= first && last < period.until;

/** Whether the period has a day of first … last. */
export const meets = (period: Period, [first, last]: Days): boolean => period.from <= last && first < period.until;

/** Every name a condition may use, with its answer or null. */
export function known(bundle: Bundle, facts: Facts): Record<string, Value> {
  const answers = facts.answers ?? {};
  const names: Record<string, Value> = {};
  const questions = Object.keys(bundle.questions).sort();
  for (const id of questions) names[id] = answers[id] ?? null;
  for (const id of questions)
    for (const implied of bundle.questions[id]?.implies ?? [])
      if ((answers[implied.question] ?? null) === null && value(bundle.conditions[implied.when], names) === true)
        names[implied.question] = implied.value;
  const [first, last] = actDays(facts);
  const dates = { act_from: first, act_until: last, today: facts.today, said: facts.said, status: facts.status };
  for (const [name, text] of Object.entries(dates)) names[name] = text || null;
  return names;
}

/** First and last day of the act, both inside; empty when unknown. The last is given, or follows from `days_absent`. */
export function actDays(facts: Facts): Days {
  const first = facts.act_from ?? "";
  const days = facts.answers?.["days_absent"];
  const last = facts.act_until || (first && typeof days === "number" ? later(first, days) : "");
  return [first, last || first];
}

/** The day so many days later. */
export function later(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The stretches [from, until) from `begins` on between which nothing changes. */
export function pieces(begins: string, periods: readonly Period[]): [string, string][] {
  const cuts = [...new Set([begins, OPEN, ...periods.flatMap((p) => [p.from, p.until]).filter((day) => day > begins)])].sort();
  return cuts.slice(1).map((until, at) => [cuts[at] ?? begins, until]);
}
