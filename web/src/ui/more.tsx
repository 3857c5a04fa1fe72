/** The screens a newcomer does not need before her first word. */

import type { ComponentType } from "preact";
import type { Circle } from "../core/circle.ts";
import { Advice } from "./circle/advice.tsx";
import { Decisions } from "./circle/decisions.tsx";
import { Found } from "./circle/found.tsx";
import { Help } from "./circle/help.tsx";
import { Notices } from "./circle/notices.tsx";
import { Rules } from "./circle/rules.tsx";
import { SeatPage } from "./circle/seat.tsx";
import { Seats } from "./circle/seats.tsx";
import { Invite } from "./door/invite.tsx";
import { KnockPage } from "./door/knock.tsx";
import { PollNew } from "./chat/poll_new.tsx";
import { Pins } from "./chat/pinned.tsx";
import { Search } from "./chat/search.tsx";
import { Board } from "./men/board.tsx";
import { Called } from "./men/called.tsx";
import { ManPage } from "./men/man.tsx";
import { ManNew } from "./men/man_new.tsx";
import type { Route } from "./router.ts";
import { Settings } from "./settings.tsx";
import { Person } from "./start/person.tsx";
import { CircleHome } from "./circle/home.tsx";

export { Attach, Microphone } from "./chat/attach.tsx";
export { LineActions } from "./chat/actions.tsx";
export { Attached } from "./chat/attached.tsx";
export { PollView } from "./chat/poll.tsx";
export { gist } from "./chat/pinned.tsx";
export { pins } from "./chat/polls.ts";

const OF_CIRCLE: Partial<Record<Route["at"], ComponentType<{ circle: Circle }>>> = {
  advice: Advice,
  help: Help,
  seats: Seats,
  invite: Invite,
  decisions: Decisions,
  notices: Notices,
  men: Board,
  "man-new": ManNew,
  rules: Rules,
  poll: PollNew,
  pins: Pins,
  search: Search,
};
const ALONE: Partial<Record<Route["at"], ComponentType>> = { found: Found, person: Person, settings: Settings };

export function More({ route, circle }: { route: Route; circle: Circle | undefined }) {
  const Alone = ALONE[route.at];
  if (Alone) return <Alone />;
  if (!circle) return null;
  if (route.at === "seat") return <SeatPage circle={circle} seat={route.seat} />;
  if (route.at === "man") return <ManPage circle={circle} id={route.id} />;
  if (route.at === "called") return <Called circle={circle} id={route.id} />;
  if (route.at === "knock") return <KnockPage circle={circle} number={route.number} />;
  const Of = OF_CIRCLE[route.at] ?? CircleHome;
  return <Of circle={circle} />;
}
