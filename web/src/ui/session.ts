/** What is open now: the home that main.tsx assembled, its device once unlocked, and how to tell the person what happened. */

import { signal } from "./signal.ts";
import type { Circle } from "../core/circle.ts";
import type { Device } from "../core/device.ts";
import type { HomewardError } from "../core/errors.ts";
import type { Language, WordLists } from "../core/words.ts";
import type { RelayAddress } from "../core/shapes.ts";
import { begin } from "./router.ts";
import { sorry, t } from "./words.ts";

/** The part of assemble.ts that screens use. */
export interface Home {
  status(): Promise<"none" | "locked">;
  create(words: string, extra?: { duress?: string; tries?: number }): Promise<Device>;
  open(words: string): Promise<Device>;
  changeWords(old: string, fresh: string): Promise<void>;
  setDuress(words: string): Promise<void>;
  setTries(limit: number): Promise<void>;
  tries(): Promise<number>;
  destroy(): Promise<void>;
  lock(): Promise<void>;
  /** Throws VaultLocked while nothing is open. */
  readonly courier: {
    start(): void;
    poke(circle?: Circle): void;
    onState(listener: () => void): void;
    readonly state: ReadonlyMap<string, { readonly busy: boolean; readonly reached: boolean; readonly error: HomewardError | undefined }>;
  };
  relay(url: string): Promise<RelayAddress>;
  words(language: Language): Promise<readonly string[]>;
  wordLists(): Promise<WordLists>;
  used(): { readonly sent: number; readonly received: number };
  setWall(wall: "auto" | "none" | "16k" | "8k"): void;
}

export const home = signal<Home | undefined>(undefined);
export const device = signal<Device | undefined>(undefined);
export const stage = signal<"loading" | "first" | "locked" | "open" | "hidden">("loading");
export const version = signal(0);
/** Rises whenever the exchange with the relays begins, ends or fails. */
export const exchange = signal(0);
/** The invitation this page was opened with, until she has knocked or thrown it away. */
export const invitation = signal("");
export const toast = signal<{ text: string; bad: boolean } | undefined>(undefined);

export const today = (): number => Math.floor(Date.now() / 86_400_000);

/** The open device. Screens are only drawn while there is one. */
export function dev(): Device {
  if (!device.value) throw new Error("no device is open");
  return device.value;
}

/** A circle by its name on this device. */
export function circleOf(ref: string): Circle | undefined {
  return device.value?.circles().find((c) => c.me.ref === ref);
}

export function say(text: string, bad = false): void {
  toast.value = { text, bad };
}

export function sayError(error: unknown): void {
  const { said, hint } = sorry(error);
  say(`${said} ${hint}`, true);
}

/** After create or open. */
export function enter(opened: Device): void {
  const { courier } = home.value!;
  opened.onChange(() => version.value++);
  courier.onState(() => exchange.value++);
  device.value = opened;
  home.value!.setWall(opened.setting<"auto" | "none" | "16k" | "8k">("wall") ?? "auto");
  courier.start();
  begin({ at: "circles" });
  stage.value = "open";
}

export const poke = (circle?: Circle): void => home.value!.courier.poke(circle);

const HIDDEN = "away";

/** Keys leave memory and the page begins anew, locked or as the neutral page; nothing of what was shown stays. */
export async function lock(hidden: boolean): Promise<void> {
  if (stage.value !== "open") return;
  stage.value = hidden ? "hidden" : "loading";
  [toast.value, device.value] = [undefined, undefined];
  begin({ at: "circles" });
  if (hidden) sessionStorage.setItem(HIDDEN, "1");
  await home.value!.lock();
  location.reload();
}

/** Whether the page was hidden before it was loaded anew; asked once. */
export function wasHidden(): boolean {
  const was = sessionStorage.getItem(HIDDEN) !== null;
  sessionStorage.removeItem(HIDDEN);
  return was;
}

export async function destroyAll(): Promise<void> {
  stage.value = "loading";
  [toast.value, device.value] = [undefined, undefined];
  await home.value!.destroy();
  location.reload();
}

/** Copies, and says so. */
export async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  say(t("copied"));
}
