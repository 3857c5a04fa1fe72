/** One line: how the exchange goes. Offline is normal, not an error. */

import { courier } from "../session.ts";
import { t } from "../words.ts";

export const Wire = () => <span role="status">{t(`wire-${courier.value}`)}</span>;
