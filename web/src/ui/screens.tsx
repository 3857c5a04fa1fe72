/** Which screen a route is. A circle that is gone leads back to the list of circles. */

import type { ComponentType } from "preact";
import type { Circle } from "../core/circle.ts";
import { Advice } from "./circle/advice.tsx";
import { Circles } from "./circle/circles.tsx";
import { Decisions } from "./circle/decisions.tsx";
import { Found } from "./circle/found.tsx";
import { Help } from "./circle/help.tsx";
import { CircleHome } from "./circle/home.tsx";
import { Notices } from "./circle/notices.tsx";
import { Rules } from "./circle/rules.tsx";
import { Seats } from "./circle/seats.tsx";
import { SeatPage } from "./circle/seat.tsx";
import { Chat } from "./chat/chat.tsx";
import { Invite } from "./door/invite.tsx";
import { Knocking } from "./door/knocking.tsx";
import { KnockPage } from "./door/knock.tsx";
import { LinkPage } from "./door/link.tsx";
import { Board } from "./men/board.tsx";
import { Called } from "./men/called.tsx";
import { ManNew } from "./men/man_new.tsx";
import { ManPage } from "./men/man.tsx";
import type { Route } from "./router.ts";
import { circleOf } from "./session.ts";
import { Settings } from "./settings.tsx";
import { Person } from "./start/person.tsx";

type OfCircle = ComponentType<{ circle: Circle }>;

const OF_CIRCLE: Partial<Record<Route["at"], OfCircle>> = {
  home: CircleHome,
  chat: Chat,
  advice: Advice,
  help: Help,
  seats: Seats,
  invite: Invite,
  decisions: Decisions,
  notices: Notices,
  knocking: Knocking,
  men: Board,
  "man-new": ManNew,
  rules: Rules,
};

const ALONE: Partial<Record<Route["at"], ComponentType>> = { circles: Circles, found: Found, link: LinkPage, person: Person, settings: Settings };

export function Screen({ route }: { route: Route }) {
  const Alone = ALONE[route.at];
  if (Alone) return <Alone />;
  const circle = "ref" in route ? circleOf(route.ref) : undefined;
  if (!circle) return <Circles />;
  if (!circle.tree) return <Knocking circle={circle} />;
  if (route.at === "seat") return <SeatPage circle={circle} seat={route.seat} />;
  if (route.at === "man") return <ManPage circle={circle} id={route.id} />;
  if (route.at === "called") return <Called circle={circle} id={route.id} />;
  if (route.at === "knock") return <KnockPage circle={circle} number={route.number} />;
  const Of = OF_CIRCLE[route.at] ?? CircleHome;
  return <Of circle={circle} />;
}
