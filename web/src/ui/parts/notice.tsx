/** Something the person should know: calm, a warning, or bad. */

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

export function Notice(props: { title?: string; tone?: "calm" | "warn" | "bad"; icon?: IconName; children?: ComponentChildren }) {
  const { title, tone = "calm", icon = tone === "calm" ? "info" : "warn", children } = props;
  return (
    <div class={`notice ${tone}`} role={tone === "bad" ? "alert" : undefined}>
      <Icon name={icon} />
      <div>
        {title && <b>{title}</b>}
        {children && <div>{children}</div>}
      </div>
    </div>
  );
}

export const Face = ({ name }: { name: string }) => (
  <span class="face" aria-hidden="true">
    {Array.from(name)[0]?.toUpperCase()}
  </span>
);

/** A row that leads somewhere. */
export function Row(props: {
  icon?: IconName;
  face?: string;
  title: ComponentChildren;
  under?: ComponentChildren;
  count?: number;
  onPress: () => void;
}) {
  return (
    <li>
      <button type="button" class="list-item" onClick={props.onPress}>
        {props.face ? <Face name={props.face} /> : props.icon && <Icon name={props.icon} />}
        <span class="what">
          <b>{props.title}</b>
          {props.under && <span>{props.under}</span>}
        </span>
        {props.count ? <span class="badge">{props.count}</span> : null}
        <Icon name="next" />
      </button>
    </li>
  );
}
