/** Invented women with devices around relays in memory, and the ways they go together. */

import type { Circle } from "../src/core/circle.ts";
import { Device } from "../src/core/device.ts";
import { knocks } from "../src/core/inviting.ts";
import { knockView, sixWords } from "../src/core/knocking.ts";
import { pending } from "../src/core/pending.ts";
import { conversation } from "../src/core/reading.ts";
import type { Purpose } from "../src/core/shapes.ts";
import type { Vault } from "../src/core/vault.ts";
import { memoryVault } from "../src/store/memory_vault.ts";
import { CRYPTO, LISTS } from "./around.ts";
import { MemoryRelay } from "./memory_relay.ts";

export const world = { day: 20_000 };

export class Woman {
  readonly device: Device;
  readonly vault: Vault;

  private constructor(device: Device, vault: Vault) {
    this.device = device;
    this.vault = vault;
  }

  static async with(relays: readonly MemoryRelay[], vault?: Vault): Promise<Woman> {
    const kept = vault ?? (await memoryVault(CRYPTO, globalThis.crypto.subtle));
    const around = { crypto: CRYPTO, today: () => world.day };
    const device = await Device.open(kept, around, (a) => relays.find((r) => r.address.relay === a.relay)!.mailbox());
    return new Woman(device, kept);
  }

  get circle(): Circle {
    return this.device.circles().at(-1)!;
  }

  sync(): Promise<unknown> {
    return this.device.sync(this.circle);
  }

  async say(text: string): Promise<string> {
    const id = await this.device.say(this.circle, text);
    await this.sync();
    return id;
  }

  async texts(): Promise<string[]> {
    await this.sync();
    return conversation(this.circle).map((line) => line.text);
  }

  async turn(): Promise<void> {
    await this.sync();
    await this.device.turn(this.circle);
    await this.sync();
  }

  async approveAll(): Promise<void> {
    await this.sync();
    const mine = this.circle.me.seat;
    for (const p of pending(this.circle)) {
      if (!p.approvers.has(mine) && p.proposal.target !== mine) await this.device.approve(this.circle, p.id);
    }
    await this.sync();
  }
}

export async function syncAll(...women: Woman[]): Promise<void> {
  for (let i = 0; i < 2; i++) for (const woman of women) await woman.sync();
}

/** Through the door: link, six words with every voucher, vouches, approvals, turn. */
export async function admit(
  newcomer: Woman,
  name: string,
  inviter: Woman,
  others: Woman[] = [],
  purpose: Purpose = "admit",
): Promise<void> {
  const { link } = await inviter.device.invite(inviter.circle, "https://app.invalid/");
  await newcomer.device.knock(link, name, purpose);
  const circle = newcomer.circle;
  for (let i = 0; i < 4; i++) {
    await newcomer.device.knockStep(circle);
    await syncAll(inviter, ...others);
  }
  for (const woman of [inviter, ...others]) {
    const knock = knocks(woman.circle).find((k) => k.note.name === name && k.state === "ready")!;
    const session = knockView(circle)!.sessions.find((s) => s.voucher === woman.circle.me.seat)!;
    await woman.device.vouch(woman.circle, knock.number, sixWords(session.transcript, LISTS.ru).join(" "), LISTS);
  }
  await syncAll(inviter, ...others);
  for (const woman of [inviter, ...others]) await woman.approveAll();
  await inviter.turn();
  if (purpose === "restore") await inviter.turn();
  for (let i = 0; i < 4 && !(await newcomer.device.knockStep(circle)); i++) await syncAll(inviter, ...others);
  await syncAll(inviter, ...others, newcomer);
}

/** Vera founded it; Lena and Anya were admitted; Lena coordinates, too, when asked. */
export async function three(
  relays = [new MemoryRelay()],
  second = true,
): Promise<{ relays: MemoryRelay[]; vera: Woman; lena: Woman; anya: Woman }> {
  const [vera, lena, anya] = [await Woman.with(relays), await Woman.with(relays), await Woman.with(relays)];
  await vera.device.found(
    "Письма",
    "Вера",
    relays.map((r) => r.address),
  );
  await admit(lena, "Лена", vera);
  if (second) {
    await vera.device.propose(vera.circle, "promote", { target: 1, role: "coordinator" });
    await lena.approveAll();
    await vera.turn();
    await lena.sync();
  }
  await admit(anya, "Аня", vera, [lena]);
  return { relays, vera, lena, anya };
}
