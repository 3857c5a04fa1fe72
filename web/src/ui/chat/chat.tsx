/** The conversation: the newest lines first in view, earlier ones when asked for; who will read stands above the input. */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import { conversation, type Line } from "../../core/reading.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Notice } from "../parts/notice.tsx";
import { Page } from "../parts/page.tsx";
import { go } from "../router.ts";
import { today } from "../session.ts";
import { dayName, t } from "../words.ts";
import { Standing } from "../circle/standing.tsx";
import { Composer } from "./composer.tsx";
import type { ChatParts } from "./parts.ts";
import { Said } from "./said.tsx";

const SHOWN = 60;
const NEAR = 120;

export type Writing = { readonly reply?: Line; readonly edit?: Line };

/** Known kinds with a screen of their own are not lines of the chat; a poll is. */
const spoken = (line: Line): boolean => line.kind !== "other" || line.entryKind === "talk.asked.v1";

export function Chat({ circle, at, parts }: { circle: Circle; at: string | undefined; parts: ChatParts | undefined }) {
  const { ref } = circle.me;
  const [amount, setAmount] = useState(SHOWN);
  const [writing, setWriting] = useState<Writing>({});
  const [chosen, setChosen] = useState<Line>();
  const place = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lines = useMemo(() => conversation(circle).filter(spoken), [circle, circle.version]);
  const byId = useMemo(() => new Map(lines.map((line) => [line.id, line])), [lines]);
  const shown = lines.slice(-amount);
  const gaps = circle.arranged().gaps.size;
  const unread = circle.alarms.filter((a) => !a.seen).length;
  useLayoutEffect(() => {
    const box = place.current;
    if (box && atEnd.current) box.scrollTop = box.scrollHeight;
  }, [lines]);
  useEffect(() => {
    const box = place.current!;
    const grown = new ResizeObserver(() => atEnd.current && (box.scrollTop = box.scrollHeight)); // a picture arrived below
    grown.observe(box.lastElementChild!);
    return () => grown.disconnect();
  }, []);
  useLayoutEffect(() => {
    const found = at ? lines.findIndex((line) => line.id === at) : -1;
    if (found < 0) return;
    atEnd.current = false;
    setAmount(Math.max(SHOWN, lines.length - found + 10));
    requestAnimationFrame(() => place.current?.querySelector(`[data-entry="${at}"]`)?.scrollIntoView({ block: "center" }));
  }, [at]);
  const pinned = parts?.pins(circle).flatMap((id) => byId.get(id) ?? []) ?? [];
  const earlier = (): void => {
    const box = place.current!;
    const before = box.scrollHeight - box.scrollTop;
    setAmount(amount + 2 * SHOWN);
    requestAnimationFrame(() => (box.scrollTop = box.scrollHeight - before));
  };
  const people = circle.state.seats.filter((s) => s.state === "active").length;
  return (
    <Page
      title={t("place-chat")}
      under={circle.state.title}
      actions={parts && <IconButton name="search" label={t("search")} onPress={() => go({ at: "search", ref })} />}
      bare
    >
      <div
        class="lines"
        ref={place}
        tabIndex={0}
        role="log"
        aria-label={t("place-chat")}
        onScroll={(e) => {
          const box = e.currentTarget;
          atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
        }}
      >
        {parts && pinned[0] && (
          <button type="button" class="pinned" onClick={() => go({ at: "pins", ref })}>
            <Icon name="pin" />
            <span>{pinned[0].entryKind === "talk.asked.v1" ? t("poll") : parts.gist(pinned[0])}</span>
            {pinned.length > 1 && <b>{pinned.length}</b>}
          </button>
        )}
        <div class="lines-column">
          {lines.length > amount && (
            <Button kind="quiet" onPress={earlier}>
              {t("chat-earlier", { n: lines.length - amount })}
            </Button>
          )}
          {lines.length === 0 && <p class="chat-empty soft">{t("chat-empty")}</p>}
          {shown.map((line, i) => (
            <Said
              key={line.id}
              circle={circle}
              line={line}
              day={shown[i - 1]?.day === line.day ? "" : dayName(line.day, today())}
              first={shown[i - 1]?.seat !== line.seat || shown[i - 1]?.day !== line.day}
              reply={line.reply ? byId.get(line.reply) : undefined}
              onChoose={() => setChosen(line)}
              parts={parts}
            />
          ))}
          {gaps > 0 && <p class="chat-gap small">{t("chat-gaps", { n: gaps })}</p>}
          {unread > 0 && (
            <Notice tone="warn" title={t("home-alarms", { n: unread })}>
              <Button kind="plain" onPress={() => go({ at: "notices", ref })}>
                {t("home-read")}
              </Button>
            </Notice>
          )}
        </div>
      </div>
      {circle.me.status === "active" ? (
        <Composer
          circle={circle}
          readers={t(circle.state.policy.kind === "circle" ? "readers" : "readers-room", { n: people })}
          writing={writing}
          parts={parts}
          onDone={() => {
            setWriting({});
            atEnd.current = true;
          }}
        />
      ) : (
        <div class="foot">
          <Standing circle={circle} />
        </div>
      )}
      {chosen && parts && (
        <parts.LineActions
          circle={circle}
          line={chosen}
          pinned={pinned.includes(chosen)}
          onClose={() => setChosen(undefined)}
          onWrite={setWriting}
        />
      )}
    </Page>
  );
}
