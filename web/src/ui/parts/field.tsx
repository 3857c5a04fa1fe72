/** Form fields with a label, a hint and, when wrong, why. */

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../words.ts";
import { IconButton } from "./button.tsx";

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly wrong?: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly name?: string;
  readonly max?: number;
  readonly lines?: number;
  readonly focus?: boolean;
  readonly placeholder?: string;
}

/** Puts the cursor there when the screen appears. */
function useFocus<E extends HTMLElement>(wanted: boolean | undefined) {
  const place = useRef<E>(null);
  useEffect(() => {
    if (wanted) place.current?.focus({ preventScroll: true });
  }, []);
  return place;
}

export function Field({ label, hint, wrong, value, onValue, name, max, lines, focus, placeholder }: FieldProps) {
  const id = useId();
  const place = useFocus<HTMLInputElement & HTMLTextAreaElement>(focus);
  const common = {
    id,
    ref: place,
    name,
    class: "input",
    value,
    maxLength: max,
    placeholder,
    autoComplete: "off",
    "aria-invalid": wrong ? ("true" as const) : undefined,
    "aria-describedby": hint || wrong ? `${id}-hint` : undefined,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {lines ? (
        <textarea {...common} rows={lines} onInput={(e) => onValue(e.currentTarget.value)} />
      ) : (
        <input {...common} onInput={(e) => onValue(e.currentTarget.value)} />
      )}
      {(hint || wrong) && (
        <p class="hint" id={`${id}-hint`}>
          {wrong ? <strong role="alert">{wrong}</strong> : hint}
        </p>
      )}
    </div>
  );
}

/** Words or digits that open the app; never offered to the browser's password keeper, which others could open. */
export function SecretField({ label, hint, value, onValue, focus, name }: FieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const place = useFocus<HTMLInputElement>(focus);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="with-eye">
        <input
          id={id}
          name={name}
          class="input"
          type={(shown ? "text" : "password") as "password"}
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          ref={place}
          value={value}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onInput={(e) => onValue(e.currentTarget.value)}
        />
        <IconButton name="eye" label={t(shown ? "secret-hide" : "secret-show")} onPress={() => setShown(!shown)} />
      </div>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export function Choices<V extends string | number>(props: {
  legend: string;
  name: string;
  value: V | undefined;
  options: readonly (readonly [V, ComponentChildren])[];
  onValue: (value: V) => void;
  /** Short options stand two in a row. */
  short?: boolean;
}) {
  return (
    <fieldset class="choices">
      <legend class="legend">{props.legend}</legend>
      <div class={props.short ? "stack short" : "stack"}>
        {props.options.map(([value, label]) => (
          <label class="choice" key={value}>
            <input type="radio" name={props.name} checked={props.value === value} onChange={() => props.onValue(value)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Tick({ label, on, onChange }: { label: ComponentChildren; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label class="choice">
      <input type="checkbox" checked={on} onChange={(e) => onChange(e.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
