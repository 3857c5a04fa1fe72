/** Where the person is, in memory only. The address of the page never changes; the browser's history holds empty steps, for "back". */

import { signal } from "./signal.ts";

export type Route =
  | { readonly at: "circles" | "found" | "settings" | "link" | "person" }
  | { readonly at: "chat"; readonly ref: string; readonly line?: string }
  | { readonly at: "home" | "advice" | "men" | "help" | "seats" | "invite" | "decisions" | "notices" | "rules"; readonly ref: string }
  | { readonly at: "search" | "pins" | "poll" | "man-new"; readonly ref: string }
  | { readonly at: "knocking"; readonly ref: string }
  | { readonly at: "knock"; readonly ref: string; readonly number: number }
  | { readonly at: "seat"; readonly ref: string; readonly seat: number }
  | { readonly at: "man" | "called"; readonly ref: string; readonly id: string };

export const stack = signal<readonly Route[]>([{ at: "circles" }]);
export const here = (): Route => stack.value.at(-1) ?? { at: "circles" };

export function go(route: Route): void {
  stack.value = [...stack.value, route];
  history.pushState(null, "", location.pathname);
}

/** Instead of the present screen. */
export function turnTo(route: Route): void {
  stack.value = [...stack.value.slice(0, -1), route];
}

/** Away from everything before. */
export function begin(...routes: readonly Route[]): void {
  stack.value = routes;
}

export const back = (): void => {
  if (stack.value.length > 1) history.back();
};

export function watchHistory(): void {
  addEventListener("popstate", () => {
    if (stack.value.length > 1) stack.value = stack.value.slice(0, -1);
  });
}

/** What the address carried after "#", taken out of the address and of the history before anything else happens. */
export function takeFragment(): string {
  const { hash, pathname } = location;
  if (hash || location.search) history.replaceState(null, "", pathname);
  return hash.slice(1);
}
