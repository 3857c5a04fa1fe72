/** A question before something that cannot be taken back, and sheets of actions. The browser's own dialog keeps focus and Escape. */

import { signal } from "../signal.ts";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../words.ts";
import { Button } from "./button.tsx";

interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly bad: boolean;
  readonly answer: (yes: boolean) => void;
}

const question = signal<Question | undefined>(undefined);

/** Resolves to whether she said yes. */
export const ask = (title: string, text: string, yes: string, bad = false): Promise<boolean> =>
  new Promise((answer) => {
    question.value = { title, text, yes, bad, answer };
  });

export function Asked() {
  const asked = question.value;
  if (!asked) return null;
  const answer = (yes: boolean): void => {
    question.value = undefined;
    asked.answer(yes);
  };
  return (
    <Sheet title={asked.title} onClose={() => answer(false)}>
      <p>{asked.text}</p>
      <div class="actions">
        <Button kind={asked.bad ? "bad" : "main"} onPress={() => answer(true)}>
          {asked.yes}
        </Button>
        <Button kind="plain" onPress={() => answer(false)}>
          {t("cancel")}
        </Button>
      </div>
    </Sheet>
  );
}

export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const place = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    place.current?.showModal();
  }, []);
  return (
    <dialog ref={place} aria-label={title} onClose={onClose} onClick={(e) => e.target === place.current && onClose()}>
      <div class="stack">
        <h2>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
