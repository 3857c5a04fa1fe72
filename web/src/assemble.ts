/** Puts the member together in a browser: crypto, store, network, worker. Only main.tsx imports this; screens get a `Home`. */

import * as base64url from "./core/base64url.ts";
import { Device } from "./core/device.ts";
import { VaultBusy, VaultLocked } from "./core/errors.ts";
import type { RelayAddress } from "./core/shapes.ts";
import type { Language, WordLists } from "./core/words.ts";
import { primitives } from "./crypto/index.ts";
import { Courier } from "./net/courier.ts";
import { Meter, type Wall } from "./net/meter.ts";
import { factsOf, type Network, RelayClient } from "./net/relay_client.ts";
import type { Cost } from "./store/backend.ts";
import { idbBackend } from "./store/idb_backend.ts";
import { Safe } from "./store/safe.ts";
import type { LogVault } from "./store/vault.ts";
import { Tasks } from "./tasks.ts";

export interface Parts {
  readonly startWorker: () => Worker;
  /** Name of the database; neutral, because browsers show it. */
  readonly name?: string;
}

/** Tried in this order at the first visit; the first that this device does in time is kept beside the vault. */
const COSTS: readonly Cost[] = [
  { memoryKib: 65_536, passes: 3, lanes: 1 },
  { memoryKib: 32_768, passes: 3, lanes: 1 },
  { memoryKib: 19_456, passes: 2, lanes: 1 },
];
const LONGEST_STRETCH = 2_000;

export const assemble = (parts: Parts): Promise<Home> => Home.make(parts);

export class Home {
  private readonly net: Network;
  private readonly tasks: Tasks;
  private readonly safe_: Safe;
  private vault: LogVault | undefined;
  private device_: Device | undefined;
  private courier_: Courier | undefined;
  private release: (() => void) | undefined;
  readonly meter: Meter;

  private constructor(net: Network, tasks: Tasks, safe: Safe, meter: Meter) {
    this.net = net;
    this.tasks = tasks;
    this.safe_ = safe;
    this.meter = meter;
  }

  static async make({ startWorker, name = "notes" }: Parts): Promise<Home> {
    const tasks = new Tasks(startWorker);
    const c = primitives(globalThis.crypto);
    const meter = new Meter();
    const net: Network = {
      c,
      fetch: globalThis.fetch.bind(globalThis),
      meter,
      work: (address, bits) => tasks.nonce(address, bits),
      WebSocket: globalThis.WebSocket,
    };
    const { subtle } = globalThis.crypto;
    const safe = new Safe({ backend: await idbBackend(name), c, subtle, stretch: (w, s, k) => tasks.stretch(w, s, k), now: Date.now });
    return new Home(net, tasks, safe, meter);
  }

  /** "none" before the first visit is done, else "locked"; nothing shows whether there is a duress passphrase. */
  status(): Promise<"none" | "locked"> {
    return this.safe_.status();
  }

  /** The first visit: a new vault under `words`. Throws VaultBusy. */
  async create(words: string, extra: { duress?: string; tries?: number } = {}): Promise<Device> {
    return this.begin(async () => this.safe_.create(words, await this.cost(), extra));
  }

  /** Throws VaultLocked, VaultDestroyed, VaultMissing, VaultBusy, VaultDamaged; see store/safe.ts. */
  async open(words: string): Promise<Device> {
    return this.begin(() => this.safe_.open(words));
  }

  /** The open device. Throws VaultLocked. */
  get device(): Device {
    if (!this.device_) throw new VaultLocked("closed");
    return this.device_;
  }

  /** Throws VaultLocked. */
  get courier(): Courier {
    if (!this.courier_) throw new VaultLocked("closed");
    return this.courier_;
  }

  /** Stops everything and lets the keys go. The page should be loaded anew afterwards: nothing else empties a script's memory for sure. */
  async lock(): Promise<void> {
    this.courier_?.stop();
    [this.courier_, this.device_] = [undefined, undefined];
    await this.vault?.close();
    this.vault = undefined;
    this.release?.();
  }

  /** Everything on this device, its key first. */
  async destroy(): Promise<void> {
    await this.safe_.destroy();
    await this.lock();
  }

  changeWords(old: string, fresh: string): Promise<void> {
    return this.safe_.changeWords(old, fresh);
  }

  setDuress(words: string): Promise<void> {
    return this.safe_.setDuress(words);
  }

  setTries(limit: number): Promise<void> {
    return this.safe_.setTries(limit);
  }

  tries(): Promise<number> {
    return this.safe_.tries();
  }

  /** The relay at an address, as a circle names it. Throws RelayUnreachable. */
  async relay(url: string): Promise<RelayAddress> {
    const { relay } = await factsOf(this.net, url);
    return { relay: base64url.encode(relay), url: url.replace(/\/+$/, "") };
  }

  /** A list of words, loaded when first asked for. */
  async words(language: Language): Promise<readonly string[]> {
    const { default: text } = await (language === "ru" ? import("../../spec/words/ru.txt?raw") : import("../../spec/words/en.txt?raw"));
    return text.split(/\s+/).filter(Boolean);
  }

  async wordLists(): Promise<WordLists> {
    const [ru, en] = await Promise.all([this.words("ru"), this.words("en")]);
    return { ru, en };
  }

  /** Bytes over the network since the page was loaded. */
  used(): { sent: number; received: number } {
    return { sent: this.meter.sent, received: this.meter.received };
  }

  /** Behind which wall to act: "auto" finds out. */
  setWall(wall: Wall | "auto"): void {
    this.meter.setting = wall;
  }

  private async begin(open: () => Promise<LogVault>): Promise<Device> {
    await this.claim();
    try {
      this.vault = await open();
      const around = { crypto: this.net.c, today: () => Math.floor(Date.now() / 86_400_000) };
      this.device_ = await Device.open(this.vault, around, ({ url, relay }) => new RelayClient(this.net, url, base64url.decode(relay, 16)));
      this.courier_ = new Courier(this.device_);
      return this.device_;
    } catch (error) {
      this.release?.();
      throw error;
    }
  }

  /** Only one window works on the vault. Throws VaultBusy. */
  private async claim(): Promise<void> {
    if (!navigator.locks) return;
    await new Promise<void>((resolve, reject) => {
      void navigator.locks.request("vault", { ifAvailable: true }, async (lock) => {
        if (!lock) return reject(new VaultBusy());
        resolve();
        await new Promise<void>((release) => (this.release = release));
      });
    });
  }

  private async cost(): Promise<Cost> {
    const salt = this.net.c.random(16);
    for (const cost of COSTS) {
      const started = performance.now();
      try {
        await this.tasks.stretch("measuring", salt, cost);
      } catch {
        continue; // no room for so much memory on this device
      }
      if (performance.now() - started <= LONGEST_STRETCH) return cost;
    }
    return COSTS.at(-1)!;
  }
}
