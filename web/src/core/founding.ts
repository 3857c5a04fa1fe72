/** Standing in a circle's first turn: its founder, or a seat of a clone. Inside `vault.write`. */

import type { Circle } from "./circle.ts";
import type { Made } from "./make_turn.ts";
import { keepKeys } from "./settle.ts";
import type { Policy } from "./shapes.ts";
import { Tree } from "./tree.ts";

export const DEFAULT_POLICY: Policy = { kind: "circle", vouchers: 2, talk_days: 30, turn_days: 7, probation_days: 14 };

/** Takes `seat` in the first turn this device made, with its secrets. */
export async function begin(circle: Circle, made: Pick<Made, "id" | "signed" | "secrets">, seat: number): Promise<void> {
  circle.tree = await Tree.fromGenesis(circle.c, made.signed);
  circle.saveNode(circle.tree.root);
  keepKeys(circle, made.id, made.secrets);
  circle.changeMe({ circle: made.id, seat, root: made.id, tip: made.id });
}
