/** Buttons. One that takes time shows it and cannot be pressed twice; what goes wrong is said in words. */

import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { sayError } from "../session.ts";
import { Icon, type IconName } from "./icon.tsx";

type Press = () => void | Promise<void>;

/** Runs `press` once at a time; the state says whether it is running. */
export function usePress(press: Press | undefined): [boolean, () => void] {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const run = async (): Promise<void> => {
    if (running.current || !press) return;
    running.current = true;
    const done = press();
    if (done) setBusy(true);
    try {
      await done;
    } catch (error) {
      sayError(error);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return [busy, () => void run()];
}

export interface ButtonProps {
  readonly onPress?: Press;
  readonly kind?: "main" | "plain" | "quiet" | "bad";
  readonly icon?: IconName;
  readonly wide?: boolean;
  readonly type?: "button" | "submit";
  readonly off?: boolean;
  readonly busy?: boolean;
  readonly children: ComponentChildren;
}

export function Button({ onPress, kind = "main", icon, wide, type = "button", off, busy, children }: ButtonProps) {
  const [running, run] = usePress(onPress);
  const waits = running || busy;
  const press = (event: MouseEvent): void => {
    if (off || waits) event.preventDefault();
    else if (onPress) run();
  };
  return (
    <button
      type={type}
      class={`button ${kind}${wide ? " wide" : ""}`}
      onClick={press}
      aria-disabled={off || waits ? "true" : undefined}
      aria-busy={waits ? "true" : undefined}
    >
      {waits ? <span class="spin" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

export function IconButton({ name, label, onPress, ...rest }: { name: IconName; label: string; onPress: Press; class?: string }) {
  const [busy, run] = usePress(onPress);
  return (
    <button
      type="button"
      {...rest}
      class={`icon-button ${rest.class ?? ""}`}
      aria-label={label}
      title={label}
      onClick={run}
      aria-busy={busy ? "true" : undefined}
    >
      {busy ? <span class="spin" /> : <Icon name={name} />}
    </button>
  );
}
