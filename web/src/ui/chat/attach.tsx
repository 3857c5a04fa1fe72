/** Beside the input: pictures, a voice note (hold to speak), and what else can be sent. Loaded after the first screens. */

import { useRef, useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import { IconButton } from "../parts/button.tsx";
import { Sheet } from "../parts/dialog.tsx";
import { Row } from "../parts/notice.tsx";
import { go } from "../router.ts";
import { dev, poke, say, sayError } from "../session.ts";
import { t } from "../words.ts";
import { drawn } from "./picture.ts";
import { record, type Recording } from "./voice.ts";

const MOST = 8;

export function Attach({ circle, reply, onDone }: { circle: Circle; reply: string; onDone: () => void }) {
  const [open, setOpen] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const { ref } = circle.me;
  const show = async (chosen: FileList): Promise<void> => {
    setOpen(false);
    try {
      const all = await Promise.all([...chosen].slice(0, MOST).map(drawn));
      const body = (objects: readonly unknown[]): Record<string, unknown> => ({
        pictures: all.map(({ width, height }, i) => ({ object: objects[i], width, height })),
        text: "",
        reply,
      });
      await dev().write(
        circle,
        "talk.shown.v1",
        body,
        all.map((d) => d.file),
      );
      poke(circle);
      onDone();
    } catch (error) {
      if (error instanceof DOMException) say(t("picture-wrong"), true);
      else sayError(error);
    }
  };
  return (
    <>
      <IconButton name="plus" label={t("attach")} onPress={() => setOpen(true)} />
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        multiple
        hidden
        name="pictures"
        onChange={(e) => e.currentTarget.files?.length && void show(e.currentTarget.files)}
      />
      {open && (
        <Sheet title={t("attach")} onClose={() => setOpen(false)}>
          <ul class="list">
            <Row icon="picture" title={t("attach-picture")} under={t("attach-picture-under")} onPress={() => chooser.current?.click()} />
            <Row
              icon="poll"
              title={t("poll-new")}
              under={t("attach-poll-under")}
              onPress={() => {
                setOpen(false);
                go({ at: "poll", ref });
              }}
            />
            <Row
              icon="search"
              title={t("search")}
              onPress={() => {
                setOpen(false);
                go({ at: "search", ref });
              }}
            />
          </ul>
        </Sheet>
      )}
    </>
  );
}

/** Hold and speak; let go to send, slide away to drop. With the keyboard: Enter begins, Enter sends, Escape drops. */
export function Microphone({ circle, reply, onDone }: { circle: Circle; reply: string; onDone: () => void }) {
  const [seconds, setSeconds] = useState(-1);
  const running = useRef<Promise<Recording> | undefined>(undefined);
  const begin = (): void => {
    if (running.current) return;
    setSeconds(0);
    running.current = record(setSeconds, () => void end(true));
    running.current.catch(() => {
      running.current = undefined;
      setSeconds(-1);
      say(t("voice-none"), true);
    });
  };
  const end = async (send: boolean): Promise<void> => {
    const recording = running.current;
    running.current = undefined;
    setSeconds(-1);
    const made = await recording?.then((r) => r.stop()).catch(() => undefined);
    if (!send || !recording) return;
    if (!made) return say(t("voice-hold"));
    const body = (objects: readonly unknown[]): Record<string, unknown> => ({
      voice: { object: objects[0], milliseconds: made.milliseconds, wave: made.wave },
      reply,
    });
    try {
      await dev().write(circle, "talk.voiced.v1", body, [made.file]);
      poke(circle);
      onDone();
    } catch (error) {
      sayError(error);
    }
  };
  const on = seconds >= 0;
  return (
    <button
      type="button"
      class={`icon-button send${on ? " recording" : ""}`}
      aria-label={t(on ? "voice-send" : "voice-record")}
      title={t("voice-hold")}
      onPointerDown={begin}
      onPointerUp={() => void end(true)}
      onPointerCancel={() => void end(false)}
      onPointerLeave={() => on && void end(false)}
      onContextMenu={(e) => e.preventDefault()}
      onKeyDown={(e) => {
        if (e.key === "Escape") void end(false);
        if (e.key !== "Enter" || e.repeat) return;
        e.preventDefault();
        if (running.current) void end(true);
        else begin();
      }}
    >
      {on ? (
        <b>{seconds}</b>
      ) : (
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 15a3 3 0 0 0 3-3V7a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM6 12a6 6 0 0 0 12 0M12 18v3" />
        </svg>
      )}
    </button>
  );
}
