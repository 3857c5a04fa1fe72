/** Words for people: Fluent messages of i18n/{ru,en}, one language in memory. Every id of a screen begins with "ui-" in app.ftl. */

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { signal } from "./signal.ts";
import { HomewardError } from "../core/errors.ts";

export type Language = "ru" | "en";
export type Values = Record<string, FluentVariable>;

const FIRST: Record<Language, () => Promise<string[]>> = {
  ru: async () => [(await import("../../../i18n/ru/app.ftl?raw")).default, (await import("../../../i18n/ru/errors.ftl?raw")).default],
  en: async () => [(await import("../../../i18n/en/app.ftl?raw")).default, (await import("../../../i18n/en/errors.ftl?raw")).default],
};
/** Words of the screens in more.tsx. */
const MORE: Record<Language, () => Promise<string>> = {
  ru: async () => (await import("../../../i18n/ru/more.ftl?raw")).default,
  en: async () => (await import("../../../i18n/en/more.ftl?raw")).default,
};

export const language = signal<Language>("ru");
const bundle = signal<FluentBundle | undefined>(undefined);
let withMore = false;

/** Switches to a language once its words are here. */
export async function speak(wanted: Language): Promise<void> {
  const made = new FluentBundle(wanted, { useIsolating: false });
  for (const text of [...(await FIRST[wanted]()), ...(withMore ? [await MORE[wanted]()] : [])]) made.addResource(new FluentResource(text));
  language.value = wanted;
  bundle.value = made;
  document.documentElement.lang = wanted;
}

/** From now on with the words of the other screens. */
export async function speakMore(): Promise<void> {
  withMore = true;
  await speak(language.value);
}

const KEPT = "l";

/** As she chose before; else Russian, unless the phone speaks English only. */
export function chosenLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === "ru" || kept === "en") return kept;
  return navigator.languages.some((l) => /^(ru|bxr|bua|tyv|sah|be|uk|kk|ky)\b/.test(l)) || !navigator.language.startsWith("en")
    ? "ru"
    : "en";
}

export async function choose(wanted: Language): Promise<void> {
  localStorage.setItem(KEPT, wanted);
  await speak(wanted);
}

/** The sentence with that id; an id nobody wrote shows as itself, which the tests look for. */
export const t = (id: string, values?: Values): string => format(`ui-${id}`, values) ?? `ui-${id}`;

export const has = (id: string): boolean => bundle.value?.hasMessage(`ui-${id}`) ?? false;

/** What happened and what to do, for any error of the core. */
export function sorry(error: unknown): { said: string; hint: string; name: string } {
  const name = error instanceof HomewardError ? error.name : "HomewardError";
  const known = format(`error-${name}`) ? name : "HomewardError";
  return { said: format(`error-${known}`) ?? known, hint: format(`hint-${known}`) ?? "", name };
}

function format(id: string, values?: Values): string | undefined {
  const pattern = bundle.value?.getMessage(id)?.value;
  return pattern ? bundle.value!.formatPattern(pattern, values) : undefined;
}

/** A day number as people say it: today, yesterday, else a date. */
export function dayName(day: number, today: number): string {
  if (day === today) return t("today");
  if (day === today - 1) return t("yesterday");
  return dateOf(day, today);
}

export function dateOf(day: number, today: number): string {
  const date = new Date(day * 86_400_000);
  const year = date.getUTCFullYear() === new Date(today * 86_400_000).getUTCFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(language.value, { day: "numeric", month: "long", year, timeZone: "UTC" }).format(date);
}
