/** When the link was opened inside another app: what is written there is lost with it, and the app around it can read along. */

import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { copy, invitation } from "../session.ts";
import { t } from "../words.ts";

const INSIDE = /\bFB(AN|AV|_IAB)|Instagram|\bVK(Android|iOS)?App|OKApp|Telegram|\bMAX\/|WhatsApp|Viber|Line\/|MicroMessenger|; wv\)/i;

export const insideOtherApp = (agent: string): boolean => INSIDE.test(agent);

export function OtherApp() {
  if (!insideOtherApp(navigator.userAgent)) return null;
  const address = location.href.split("#")[0] + (invitation.value ? `#${invitation.value}` : "");
  return (
    <Notice tone="warn" title={t("inside-title")}>
      <p>{t("inside-text")}</p>
      <Button kind="plain" icon="file" onPress={() => copy(address)}>
        {t("copy-link")}
      </Button>
    </Notice>
  );
}
