/** What can be done with one line. */

import type { Circle } from "../../core/circle.ts";
import type { Line } from "../../core/reading.ts";
import { Button } from "../parts/button.tsx";
import { ask, Sheet } from "../parts/dialog.tsx";
import { copy, dev, poke } from "../session.ts";
import { t } from "../words.ts";
import type { Writing } from "./chat.tsx";

export function LineActions(props: {
  circle: Circle;
  line: Line;
  onClose: () => void;
  onWrite: (writing: Writing) => void;
  pinned: boolean;
}) {
  const { circle, line, onClose, onWrite, pinned } = props;
  const own = line.seat === circle.me.seat && line.kind !== "retracted" && circle.me.status === "active";
  const take = async (): Promise<void> => {
    onClose();
    if (!(await ask(t("retract"), t("retract-text"), t("retract-yes"), true))) return;
    await dev().retract(circle, line.id);
    poke(circle);
  };
  const write = (writing: Writing): void => {
    onClose();
    onWrite(writing);
  };
  const pin = async (): Promise<void> => {
    onClose();
    await dev().write(circle, "talk.pinned.v1", { entry: line.id, on: !pinned });
    poke(circle);
  };
  const copyLine = async (): Promise<void> => {
    onClose();
    await copy(line.text);
  };
  return (
    <Sheet title={line.name} onClose={onClose}>
      {line.text && <p class="small soft clip">{line.text.slice(0, 140)}</p>}
      <div class="actions">
        {circle.me.status === "active" && (
          <Button kind="plain" icon="reply" onPress={() => write({ reply: line })}>
            {t("reply")}
          </Button>
        )}
        {own && line.text && line.kind === "said" && (
          <Button kind="plain" icon="edit" onPress={() => write({ edit: line })}>
            {t("edit")}
          </Button>
        )}
        {line.text && line.kind === "said" && (
          <Button kind="plain" icon="file" onPress={copyLine}>
            {t("copy")}
          </Button>
        )}
        {circle.me.status === "active" && (
          <Button kind="plain" icon="pin" onPress={pin}>
            {t(pinned ? "unpin" : "pin")}
          </Button>
        )}
        {own && (
          <Button kind="bad" icon="trash" onPress={take}>
            {t("retract")}
          </Button>
        )}
        <Button kind="quiet" onPress={onClose}>
          {t("close")}
        </Button>
      </div>
    </Sheet>
  );
}
