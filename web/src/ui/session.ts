/** What is open now: the home that main.tsx assembled, its device once unlocked, and how to tell the person what happened. */

import { signal } from "@preact/signals";
import type { Circle } from "../core/circle.ts";
import type { Device } from "../core/device.ts";
import type { Language, WordLists } from "../core/words.ts";
import type { RelayAddress } from "../core/shapes.ts";
import { begin } from "./router.ts";
import { sorry, t } from "./words.ts";

/** The part of assemble.ts that screens use. */
export interface Home {
  readonly safe: {
    status(): Promise<"none" | "locked">;
    create(words: string, extra?: { duress?: string; tries?: number }): Promise<void>;
    open(words: string): Promise<void>;
    changeWords(old: string, fresh: string): Promise<void>;
    setDuress(words: string): Promise<void>;
    settings(): Promise<{ readonly tries: number }>;
    setTries(limit: number): Promise<void>;
    destroy(): Promise<void>;
  };
  device(): Promise<Device>;
  readonly courier: {
    start(): void;
    stop(): void;
    poke(): void;
    onState(listener: () => void): void;
    readonly state: Courier;
  };
  lock(): Promise<void>;
  relay(url: string): Promise<RelayAddress>;
  words(language: Language): Promise<readonly string[]>;
  wordLists(): Promise<WordLists>;
  used(): { readonly sent: number; readonly received: number };
}

/** How the exchange with the relays goes: working now, cannot reach any, or at rest. */
export type Courier = "idle" | "busy" | "offline" | "off";

export const home = signal<Home | undefined>(undefined);
export const device = signal<Device | undefined>(undefined);
export const stage = signal<"loading" | "first" | "locked" | "open" | "hidden">("loading");
export const version = signal(0);
export const courier = signal<Courier>("off");
/** The invitation this page was opened with, until she has knocked or thrown it away. */
export const invitation = signal("");
export const toast = signal<{ text: string; bad: boolean } | undefined>(undefined);

export const today = (): number => Math.floor(Date.now() / 86_400_000);

/** The open device. Screens are only drawn while there is one. */
export function dev(): Device {
  if (!device.value) throw new Error("no device is open");
  return device.value;
}

/** A circle by its name on this device; drawing it again whenever anything changes. */
export function circleOf(ref: string): Circle | undefined {
  void version.value;
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
export async function enter(): Promise<void> {
  const h = home.value!;
  const opened = await h.device();
  opened.onChange(() => version.value++);
  device.value = opened;
  courier.value = "idle";
  h.courier.start();
  begin({ at: "circles" });
  stage.value = "open";
}

/** Keys leave memory; nothing of what was shown stays in the page. */
export async function lock(hidden: boolean): Promise<void> {
  stage.value = hidden ? "hidden" : "locked";
  toast.value = undefined;
  if (!device.value) return;
  device.value = undefined;
  begin({ at: "circles" });
  home.value!.courier.stop();
  await home.value!.lock();
}

export async function destroyAll(): Promise<void> {
  stage.value = "hidden";
  device.value = undefined;
  home.value!.courier.stop();
  await home.value!.safe.destroy();
}

/** Copies, and says so. */
export async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  say(t("copied"));
}
