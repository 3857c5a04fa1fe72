/** The neutral page: somebody's plain list. Keys are out of memory. A long press on its title leads to the lock. */

import { useHold } from "../parts/page.tsx";
import { home, stage } from "../session.ts";
import { t } from "../words.ts";

export function Hidden() {
  const out = async (): Promise<void> => {
    stage.value = (await home.value!.status()) === "none" ? "first" : "locked";
  };
  return (
    <main class="start plain-notes">
      <div class="middle">
        <h1 {...useHold(() => void out())} tabIndex={0} onKeyDown={(e) => e.key === "Enter" && void out()}>
          {t("hidden-title")}
        </h1>
        <ul class="points">
          {[1, 2, 3, 4, 5].map((n) => (
            <li key={n}>
              <span aria-hidden="true">–</span>
              <p>{t(`hidden-${n}`)}</p>
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
}
