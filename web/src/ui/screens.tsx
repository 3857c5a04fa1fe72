/**
 * Which screen a route is. What a newcomer needs until her first word is here; the rest (more.tsx and its words) comes right after,
 * and waits in the service worker's store. A circle that is gone leads back to the list of circles.
 */

import { useEffect } from "preact/hooks";
import { signal } from "./signal.ts";
import type { ComponentType } from "preact";
import type { Circle } from "../core/circle.ts";
import { Circles } from "./circle/circles.tsx";
import { CircleHome } from "./circle/home.tsx";
import { Chat } from "./chat/chat.tsx";
import { Knocking } from "./door/knocking.tsx";
import { LinkPage } from "./door/link.tsx";
import type { Route } from "./router.ts";
import { Page } from "./parts/page.tsx";
import { circleOf, sayError } from "./session.ts";
import { speakMore, t } from "./words.ts";

type More = typeof import("./more.tsx");

const more = signal<More | undefined>(undefined);

/** Brings the other screens; asked again when it failed. */
export async function loadMore(): Promise<void> {
  if (more.value) return;
  const [screens] = await Promise.all([import("./more.tsx"), speakMore()]);
  more.value = screens;
}

const HERE: Partial<Record<Route["at"], ComponentType<{ circle: Circle }>>> = { home: CircleHome, knocking: Knocking };

export function Screen({ route }: { route: Route }) {
  if (route.at === "circles") return <Circles />;
  if (route.at === "link") return <LinkPage />;
  const circle = "ref" in route ? circleOf(route.ref) : undefined;
  if (circle && !circle.tree) return <Knocking circle={circle} />;
  if (circle && route.at === "chat") return <Chat circle={circle} at={route.line} parts={more.value} />;
  const Here = HERE[route.at];
  if (circle && Here) return <Here circle={circle} />;
  if ("ref" in route && !circle) return <Circles />;
  return more.value ? <more.value.More route={route} circle={circle} /> : <Coming />;
}

function Coming() {
  useEffect(() => {
    loadMore().catch(sayError);
  }, []);
  return (
    <Page title={t("coming")}>
      <span class="spin" role="status" aria-label={t("coming")} />
    </Page>
  );
}
