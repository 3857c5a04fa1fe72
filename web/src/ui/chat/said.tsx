/** One thing said. Text is only ever text; nothing in it becomes markup, a link or a request. */

import type { Circle } from "../../core/circle.ts";
import type { Line } from "../../core/reading.ts";
import type { Shown } from "../../gen/shapes.ts";
import { Icon } from "../parts/icon.tsx";
import { t } from "../words.ts";
import type { ChatParts } from "./parts.ts";

interface SaidProps {
  readonly circle: Circle;
  readonly line: Line;
  readonly day: string;
  readonly first: boolean;
  readonly reply: Line | undefined;
  readonly onChoose: () => void;
  readonly parts: ChatParts | undefined;
}

export function Said({ circle, line, day, first, reply, onChoose, parts }: SaidProps) {
  const own = line.seat === circle.me.seat;
  return (
    <>
      {day && (
        <p class="day" key={day}>
          <span>{day}</span>
        </p>
      )}
      <article class={`said${own ? " own" : ""}${first ? " first" : ""}`} aria-label={line.name} data-entry={line.id}>
        {!own && first && <b class="who">{line.name}</b>}
        <div class="bubble">
          {line.reply && (
            <blockquote>
              <b>{reply?.name ?? t("reply-missing")}</b>
              <span>{reply ? reply.text.slice(0, 90) || t(reply.kind === "retracted" ? "retracted" : "a-file") : ""}</span>
            </blockquote>
          )}
          {line.kind === "said" && line.text && (
            <p class="text" dir="auto">
              {line.text}
            </p>
          )}
          {line.kind === "retracted" && <p class="gone">{t("retracted")}</p>}
          {line.kind === "unknown" && <p class="gone">{t("newer")}</p>}
          {line.kind === "other" && (parts ? <parts.PollView circle={circle} line={line} /> : <p class="gone">{t("coming")}</p>)}
          {line.objects.map(
            (object) => parts && <parts.Attached key={object.id} circle={circle} object={object} shape={shapeOf(line, object.id)} />,
          )}
          <p class="marks">
            {line.marks.includes("edited") && <span>{t("edited")}</span>}
            {line.marks.includes("double") && <span class="warn">{t("doubled")}</span>}
            {own && (
              <span class={line.sent ? "" : "waits"}>
                <Icon name={line.sent ? "check" : "clock"} />
                {t(line.sent ? "sent" : "not-sent")}
              </span>
            )}
          </p>
        </div>
        <button type="button" class="icon-button line-more" aria-label={t("line-more", { name: line.name })} onClick={onChoose}>
          <Icon name="more" />
        </button>
      </article>
    </>
  );
}

/** A picture's width and height as its sender said, so that it keeps its place before it arrives. */
function shapeOf(line: Line, id: string): string | undefined {
  if (line.entryKind !== "talk.shown.v1") return undefined;
  const found = (line.body as unknown as Shown).pictures.find((p) => p.object.id === id);
  return found && `${found.width} / ${found.height}`;
}
