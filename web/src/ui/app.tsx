/** What is on the screen: loading, the first visit, the lock, the neutral page, or one of the screens of an open device. */

import { useEffect } from "preact/hooks";
import { Asked } from "./parts/dialog.tsx";
import { IconButton } from "./parts/button.tsx";
import { Rail } from "./parts/rail.tsx";
import { circleOf, stage, toast } from "./session.ts";
import { here, stack } from "./router.ts";
import { loadMore, Screen } from "./screens.tsx";
import { FirstVisit } from "./start/first.tsx";
import { Hidden } from "./start/hidden.tsx";
import { Lock } from "./start/lock.tsx";
import { t } from "./words.ts";

const TOAST_MS = 7_000;

export function App() {
  switch (stage.value) {
    case "loading":
      return null;
    case "first":
      return <FirstVisit />;
    case "locked":
      return <Lock />;
    case "hidden":
      return <Hidden />;
    case "open":
      return <Open />;
  }
}

function Open() {
  useEffect(() => {
    loadMore().catch(() => undefined); // without a network now: asked again when such a screen is wanted
  }, []);
  const route = here();
  const ref = "ref" in route ? route.ref : undefined;
  const railed = ref !== undefined && circleOf(ref)?.tree !== undefined;
  return (
    <div class={`frame${railed ? " with-rail" : ""}`}>
      {railed && <Rail of={ref} />}
      <Screen key={`${stack.value.length} ${route.at} ${ref}`} route={route} />
      <Toast />
      <Asked />
    </div>
  );
}

function Toast() {
  const said = toast.value;
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => (toast.value = undefined), TOAST_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div role={said?.bad ? "alert" : "status"}>
      {said && (
        <div class="toast">
          <span>{said.text}</span>
          <IconButton name="close" label={t("close")} onPress={() => (toast.value = undefined)} />
        </div>
      )}
    </div>
  );
}
