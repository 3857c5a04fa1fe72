/**
 * The lock in front of the vault: a passphrase or PIN, Argon2id, two slots that look alike, a count of wrong tries.
 *
 * One slot opens the vault. The other is noise or a duress passphrase, which destroys the first slot and everything kept, and opens
 * an empty vault. Whoever copied the phone's storage before is not stopped by that, nor by the count (docs/threat-model).
 */

import { type Bytes, bytes, concat } from "../core/bytes.ts";
import type { Crypto } from "../core/crypto.ts";
import { CannotOpen, VaultDestroyed, VaultLocked, VaultMissing } from "../core/errors.ts";
import type { Backend, Cost, Header } from "./backend.ts";
import { LogVault } from "./vault.ts";

export type Stretch = (words: string, salt: Bytes, cost: Cost) => Promise<Bytes>;

export interface SafeParts {
  readonly backend: Backend;
  readonly c: Crypto;
  readonly subtle: SubtleCrypto;
  readonly stretch: Stretch;
  /** Milliseconds now; only for the pause after wrong tries. */
  readonly now: () => number;
}

interface Unwrapped {
  readonly slot: number;
  readonly role: number;
  readonly key: Bytes;
  readonly stretched: Bytes;
}

const OPENS = 1;
const DURESS = 2;
const KEY_BYTES = 33;
const FREE_TRIES = 3;
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 600_000;
export const DEFAULT_TRIES = 10;

export class Safe {
  private readonly parts: SafeParts;
  private slot = -1;

  constructor(parts: SafeParts) {
    this.parts = parts;
  }

  async status(): Promise<"none" | "locked"> {
    return (await this.parts.backend.header()) ? "locked" : "none";
  }

  /** A new vault, opened. What an earlier one left without its header is cleared. */
  async create(words: string, cost: Cost, extra: { duress?: string; tries?: number } = {}): Promise<LogVault> {
    const { backend, c, subtle } = this.parts;
    await backend.destroy();
    const [salt, key] = [c.random(16), c.random(32)];
    const own = await this.wrap(words, salt, cost, OPENS, key);
    const other = extra.duress ? await this.wrap(extra.duress, salt, cost, DURESS, c.random(32)) : this.noise();
    this.slot = c.random(1)[0]! & 1;
    const slots: [Bytes, Bytes] = this.slot ? [other, own] : [own, other];
    await backend.putHeader({ version: 1, salt, cost, slots, tries: { limit: extra.tries ?? DEFAULT_TRIES, used: 0, wait: 0 } });
    return LogVault.open(backend, c, subtle, key);
  }

  /**
   * Opens. Throws VaultMissing; VaultLocked with `reason` "words" (wrong) or "wait" (too early) and `detail` "tries left, seconds to
   * wait" (tries −1: no limit); VaultDestroyed when this was one try too many; VaultDamaged.
   */
  async open(words: string): Promise<LogVault> {
    const { backend, c, subtle, now } = this.parts;
    const header = await this.header();
    const { limit, used, wait } = header.tries;
    const pause = Math.min(wait - now(), LONGEST_PAUSE);
    if (pause > 0) throw new VaultLocked("wait", `${left(header)}, ${Math.ceil(pause / 1000)}`);
    const tried = { limit, used: used + 1, wait: used + 1 > FREE_TRIES ? now() + pauseAfter(used + 1) : 0 };
    await backend.putHeader({ ...header, tries: tried }); // counted before it is known, so that pulling the plug does not help
    const found = await this.unwrap(header, words);
    if (!found) {
      if (limit && tried.used >= limit) {
        await backend.destroy();
        throw new VaultDestroyed();
      }
      const seconds = Math.max(0, Math.ceil((tried.wait - now()) / 1000));
      throw new VaultLocked("words", `${left({ ...header, tries: tried })}, ${seconds}`);
    }
    const reset = { ...header, tries: { limit, used: 0, wait: 0 } };
    if (found.role === DURESS) {
      const slots: [Bytes, Bytes] = [...header.slots];
      slots[1 - found.slot] = this.noise();
      slots[found.slot] = await this.wrapUnder(found.stretched, header.salt, OPENS, found.key); // from now on it opens like any other
      await backend.putHeader({ ...reset, slots });
      await backend.clear();
    } else await backend.putHeader(reset);
    this.slot = found.slot;
    return LogVault.open(backend, c, subtle, found.key);
  }

  /** Another passphrase for the same vault. Throws VaultLocked when the old one is wrong. */
  async changeWords(old: string, fresh: string): Promise<void> {
    const header = await this.header();
    const found = await this.unwrap(header, old);
    if (!found || found.slot !== this.slot) throw new VaultLocked("words", `${left(header)}, 0`);
    await this.replace(header, this.slot, await this.wrap(fresh, header.salt, header.cost, found.role, found.key));
  }

  /** A passphrase that destroys everything; "" takes it away. Nobody can see whether there is one. */
  async setDuress(words: string): Promise<void> {
    const header = await this.header();
    const { c } = this.parts;
    const wrapped = words ? await this.wrap(words, header.salt, header.cost, DURESS, c.random(32)) : this.noise();
    await this.replace(header, 1 - this.slot, wrapped);
  }

  /** After how many wrong tries everything is destroyed; 0 never. */
  async setTries(limit: number): Promise<void> {
    const header = await this.header();
    await this.parts.backend.putHeader({ ...header, tries: { ...header.tries, limit } });
  }

  async tries(): Promise<number> {
    return (await this.header()).tries.limit;
  }

  /** Everything, its key first. */
  destroy(): Promise<void> {
    return this.parts.backend.destroy();
  }

  private async header(): Promise<Header> {
    const header = await this.parts.backend.header();
    if (!header) throw new VaultMissing();
    return header;
  }

  private async replace(header: Header, slot: number, wrapped: Bytes): Promise<void> {
    const slots: [Bytes, Bytes] = [...header.slots];
    slots[slot] = wrapped;
    await this.parts.backend.putHeader({ ...header, slots });
  }

  private async wrap(words: string, salt: Bytes, cost: Cost, role: number, key: Bytes): Promise<Bytes> {
    return this.wrapUnder(await this.parts.stretch(words, salt, cost), salt, role, key);
  }

  private async wrapUnder(stretched: Bytes, salt: Bytes, role: number, key: Bytes): Promise<Bytes> {
    const { c } = this.parts;
    const nonce = c.random(12);
    return concat(nonce, await c.encrypt(stretched, nonce, concat(bytes(role), key), salt));
  }

  private async unwrap(header: Header, words: string): Promise<Unwrapped | undefined> {
    const { c, stretch } = this.parts;
    const stretched = await stretch(words, header.salt, header.cost);
    for (const [slot, wrapped] of header.slots.entries()) {
      try {
        const plain = await c.decrypt(stretched, wrapped.subarray(0, 12), wrapped.subarray(12), header.salt);
        return { slot, role: plain[0]!, key: plain.slice(1), stretched };
      } catch (error) {
        if (!(error instanceof CannotOpen)) throw error;
      }
    }
    return undefined;
  }

  private noise(): Bytes {
    return this.parts.c.random(12 + KEY_BYTES + 16);
  }
}

const left = ({ tries }: Header): number => (tries.limit ? Math.max(0, tries.limit - tries.used) : -1);
const pauseAfter = (used: number): number => Math.min(FIRST_PAUSE * 2 ** (used - FREE_TRIES - 1), LONGEST_PAUSE);
