/** Carrying out what the circle has decided, as far as this seat may. */

import type { Circle } from "../../core/circle.ts";
import { HomewardError } from "../../core/errors.ts";
import { dev, poke } from "../session.ts";
import { isCoordinator } from "./counts.ts";

/** Makes the turn for complete decisions. When one is already on its way this one follows by itself at a later exchange. */
export async function carryOut(circle: Circle): Promise<void> {
  if (!isCoordinator(circle)) return;
  try {
    await dev().turn(circle);
  } catch (error) {
    if (!(error instanceof HomewardError) || error.name !== "NotAllowed") throw error;
  }
  poke(circle);
}
