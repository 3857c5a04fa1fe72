/** Where she writes. What is written is kept at once; sending waits for the network by itself. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Circle } from "../../core/circle.ts";
import { IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { dev, poke, sayError } from "../session.ts";
import { t } from "../words.ts";
import type { Writing } from "./chat.tsx";
import type { ChatParts } from "./parts.ts";

const LONGEST = 4_000;
const LETTERS = ["ң", "ө", "ү", "һ"];

export function Composer(props: { circle: Circle; readers: string; writing: Writing; onDone: () => void; parts: ChatParts | undefined }) {
  const { circle, readers, writing, onDone, parts } = props;
  const draft = `draft/${circle.me.ref}`;
  const [text, setText] = useState(() => dev().setting<string>(draft) ?? "");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (writing.edit) setText(writing.edit.text);
    if (writing.edit || writing.reply) field.current?.focus();
  }, [writing]);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (!writing.edit && (dev().setting<string>(draft) ?? "") !== text) void dev().set(draft, text);
    }, 1_500);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    const box = field.current!;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 3, 168)}px`;
  }, [text]);

  const send = async (): Promise<void> => {
    const words = text.trim();
    if (!words) return;
    setText("");
    onDone();
    field.current?.focus();
    try {
      if (writing.edit) await dev().edit(circle, writing.edit.id, words);
      else await dev().say(circle, words, { reply: writing.reply?.id ?? "" });
      await dev().set(draft, "");
      poke(circle);
    } catch (error) {
      setText(words);
      sayError(error);
    }
  };
  const insert = (letter: string): void => {
    const box = field.current!;
    const { selectionStart: from, selectionEnd: to } = box;
    setText(text.slice(0, from) + letter + text.slice(to));
    box.focus();
    requestAnimationFrame(() => box.setSelectionRange(from + 1, from + 1));
  };
  const about = writing.edit ?? writing.reply;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p class="readers">
        <Icon name="eye" /> {readers}
      </p>
      {about && (
        <div class="about">
          <Icon name={writing.edit ? "edit" : "reply"} />
          <span>
            <b>{writing.edit ? t("editing") : about.name}</b> {about.text.slice(0, 80)}
          </span>
          <IconButton
            name="close"
            label={t("cancel")}
            onPress={() => {
              if (writing.edit) setText("");
              onDone();
            }}
          />
        </div>
      )}
      {dev().setting<boolean>("letters") && (
        <div class="letters" lang="bxr">
          {LETTERS.map((letter) => (
            <button type="button" key={letter} class="icon-button" onClick={() => insert(letter)}>
              {letter}
            </button>
          ))}
        </div>
      )}
      <div class="write">
        {parts && !writing.edit && <parts.Attach circle={circle} reply={writing.reply?.id ?? ""} onDone={onDone} />}
        <textarea
          ref={field}
          class="input"
          rows={1}
          name="text"
          maxLength={LONGEST}
          value={text}
          aria-label={t("write")}
          placeholder={t("write")}
          onInput={(e) => setText(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key !== "Enter" || e.shiftKey || e.isComposing || matchMedia("(pointer: coarse)").matches) return;
            e.preventDefault();
            void send();
          }}
        />
        {parts && !text.trim() && !writing.edit ? (
          <parts.Microphone circle={circle} reply={writing.reply?.id ?? ""} onDone={onDone} />
        ) : (
          <button type="submit" class="icon-button send" aria-label={t("send")} aria-disabled={text.trim() ? undefined : "true"}>
            <Icon name="send" />
          </button>
        )}
      </div>
    </form>
  );
}
