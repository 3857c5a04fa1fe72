/** One screen: bar with the title, body, and a foot for its one action. A long press on the title hides everything. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { back, stack } from "../router.ts";
import { lock } from "../session.ts";
import { t } from "../words.ts";
import { IconButton } from "./button.tsx";

const HOLD = 600;

/** Handlers that call `then` after a long press. */
export function useHold(then: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const stop = (): void => clearTimeout(timer.current);
  useEffect(() => stop, []);
  const start = (): void => {
    stop();
    timer.current = setTimeout(then, HOLD);
  };
  return {
    onPointerDown: start,
    onPointerUp: stop,
    onPointerLeave: stop,
    onPointerCancel: stop,
    onContextMenu: (e: Event) => e.preventDefault(),
  };
}

/** Away at once: the neutral page, keys out of memory, and this page's place in the history goes to it too. */
export const hide = (): void => void lock(true);

interface PageProps {
  readonly title: string;
  readonly under?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly foot?: ComponentChildren;
  readonly bare?: boolean;
  readonly children: ComponentChildren;
}

export function Page({ title, under, actions, foot, bare, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const depth = stack.value.length;
  useEffect(() => {
    if (!document.activeElement?.matches("input, textarea")) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main class="page">
      <header class="bar">
        {depth > 1 && <IconButton name="back" label={t("back")} onPress={back} />}
        <div class="name" {...useHold(hide)}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {under && <p class="under">{under}</p>}
        </div>
        {actions}
        <IconButton name="exit" label={t("hide-all")} onPress={hide} />
      </header>
      {bare ? (
        children
      ) : (
        <div class="body">
          <div class="column">{children}</div>
        </div>
      )}
      {foot && (
        <footer class="foot">
          <div class="column">{foot}</div>
        </footer>
      )}
    </main>
  );
}
