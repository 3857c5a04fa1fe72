/** The courier keeps circles in step by itself: after writing, on news, and with patience while nobody answers. */

import { expect, test, vi } from "vitest";
import { conversation } from "../src/core/reading.ts";
import { Courier } from "../src/net/courier.ts";
import { three } from "./world.ts";

test("what is written goes out by itself; a relay that is gone is waited for; poking tries at once", async () => {
  const { relays, vera, lena } = await three();
  const courier = new Courier(vera.device);
  let told = 0;
  courier.onState(() => told++);
  const standing = () => courier.state.get(vera.circle.me.ref);
  courier.start();
  await vera.device.say(vera.circle, "само ушло");
  await vi.waitFor(() => expect(standing()).toMatchObject({ reached: true, waiting: 0 }), 5_000);
  expect(await lena.texts()).toEqual(["само ушло"]);
  relays[0]!.down = true;
  await vera.device.say(vera.circle, "подождёт");
  await vi.waitFor(() => expect(standing()).toMatchObject({ reached: false, waiting: 1 }), 5_000);
  expect(standing()!.error?.name).toBe("RelayUnreachable");
  relays[0]!.down = false;
  courier.poke();
  await vi.waitFor(() => expect(standing()).toMatchObject({ reached: true, waiting: 0, error: undefined }), 5_000);
  courier.stop();
  await vera.device.say(vera.circle, "после остановки");
  await new Promise((done) => setTimeout(done, 300));
  expect(conversation(vera.circle).at(-1)!.sent).toBe(false);
  expect(told).toBeGreaterThan(3);
});
