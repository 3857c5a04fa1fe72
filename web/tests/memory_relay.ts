/** A relay in memory, as a Mailbox: what a member may rely on and no more. Faults are set from outside. */

import * as base64url from "../src/core/base64url.ts";
import { type Bytes, zeros } from "../src/core/bytes.ts";
import { hashOf } from "../src/core/crypto.ts";
import type { LogKeys } from "../src/core/epoch.ts";
import { LogClosed, LogUnknown, RelayUnreachable } from "../src/core/errors.ts";
import type { Mailbox } from "../src/core/mailbox.ts";
import type { RelayAddress } from "../src/core/shapes.ts";
import { CRYPTO as c } from "./around.ts";

interface Log {
  readonly blocks: Bytes[];
  readonly hashes: Set<string>;
  closed: boolean;
}

export class MemoryRelay {
  readonly id = c.random(16);
  readonly logs = new Map<string, Log>();
  down = false;
  /** How many appends go through before the relay breaks off; −1 all. */
  lasts = -1;

  get address(): RelayAddress {
    return { relay: base64url.encode(this.id), url: "https://relay.invalid" };
  }

  /** All bytes the relay has seen. */
  everything(): Bytes[] {
    return [...this.logs.values()].flatMap((log) => log.blocks);
  }

  mailbox(): Mailbox {
    const log = (keys: LogKeys): Log => {
      if (this.down) throw new RelayUnreachable("down");
      const found = this.logs.get(base64url.encode(keys.address));
      if (!found) throw new LogUnknown();
      return found;
    };
    return {
      relay: this.id,
      batch: 4,
      create: async (keys) => {
        if (this.down) throw new RelayUnreachable("down");
        const name = base64url.encode(keys.address);
        if (!this.logs.has(name)) this.logs.set(name, { blocks: [], hashes: new Set(), closed: false });
      },
      append: async (keys, blocks, byLane) => {
        const found = log(keys);
        if (this.lasts === 0) throw new RelayUnreachable("broke off");
        if (this.lasts > 0) this.lasts--;
        if (found.closed && !byLane) throw new LogClosed();
        for (const block of blocks) {
          const hash = base64url.encode(c.sha256(block));
          if (found.hashes.has(hash)) continue;
          found.hashes.add(hash);
          found.blocks.push(block);
        }
      },
      read: async (keys, after, maxBytes) => {
        const { blocks, closed } = log(keys);
        let head: Bytes = zeros(32);
        for (const block of blocks.slice(0, after + 1)) head = hashOf(c, "homeward/head/v1", head, c.sha256(block));
        const page: Bytes[] = [];
        let size = 0;
        for (const block of blocks.slice(after + 1)) {
          size += block.length;
          if (page.length && size > maxBytes) break;
          page.push(block);
        }
        return { first: after + 1, head, blocks: page, next: blocks.length, closed };
      },
      index: async (keys, after) =>
        log(keys)
          .blocks.map((block, position) => ({ position, size: block.length, hash: c.sha256(block) }))
          .slice(after + 1),
      fetch: async (keys, position) => log(keys).blocks[position]!,
      close: async (keys) => {
        log(keys).closed = true;
      },
      wait: async (keys) => log(keys).blocks.length,
      listen: async () => undefined,
    };
  }
}
