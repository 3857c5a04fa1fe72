/** Reading and writing one door's log: stateless, because a door is small and short-lived. Uses the network, changes nothing here. */

import * as base64url from "./base64url.ts";
import { Assembly, DOOR, framesOf, openBlock, pack, sealBlock, unpack } from "./block.ts";
import type { Bytes } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import type { Crypto, Signer } from "./crypto.ts";
import { doorLog, type Link, MAX_MESSAGE } from "./door.ts";
import type { LogKeys } from "./epoch.ts";
import { BlockRefused, DoorRefused, isRelayFailure, LogClosed, LogUnknown, NotCanonical, RelayUnreachable } from "./errors.ts";
import type { Mailbox, Mailboxes } from "./mailbox.ts";
import { checkDoorMessage, type DoorMessage } from "./shapes.ts";

const PAGE_BYTES = 1_048_576;

/** What a door holds: messages in order of arrival, whether any relay answered, whether it was closed, whether it is gone. */
export interface Seen {
  readonly messages: readonly DoorMessage[];
  readonly answered: boolean;
  readonly closed: boolean;
  readonly missing: boolean;
}

/** All messages at a door, united over its relays, each once. */
export async function readDoor(c: Crypto, link: Link, mailboxes: Mailboxes): Promise<Seen> {
  const found = new Map<string, DoorMessage>();
  let [answered, closed, missing] = [false, false, 0];
  for (const { relay } of link.relays) {
    const mailbox = mailboxes.get(relay);
    if (!mailbox) continue;
    try {
      if (await readOne(c, mailbox, await doorLog(c, base64url.decode(relay), link), found)) closed = true;
      answered = true;
    } catch (error) {
      if (error instanceof LogUnknown) {
        answered = true;
        missing++;
      } else if (!isRelayFailure(error)) throw error;
    }
  }
  return { messages: [...found.values()], answered, closed, missing: answered && missing === link.relays.length };
}

async function readOne(c: Crypto, mailbox: Mailbox, keys: LogKeys, found: Map<string, DoorMessage>): Promise<boolean> {
  const assembly = new Assembly();
  for (let at = -1; ;) {
    const page = await mailbox.read(keys, at, PAGE_BYTES);
    for (const block of page.blocks) {
      for (const message of await messagesIn(c, keys, block, assembly)) {
        const name = canonical.text(message);
        if (!found.has(name)) found.set(name, message);
      }
    }
    at = page.first + page.blocks.length - 1;
    if (!page.blocks.length || at + 1 >= page.next) return page.closed;
  }
}

async function messagesIn(c: Crypto, keys: LogKeys, block: Bytes, assembly: Assembly): Promise<DoorMessage[]> {
  const found: DoorMessage[] = [];
  try {
    for (const frame of unpack(await openBlock(c, keys, block))) {
      const item = assembly.add(c, frame);
      if (item?.[0] === DOOR) found.push(canonical.decode(item[1], checkDoorMessage, MAX_MESSAGE));
    }
  } catch (error) {
    if (!(error instanceof BlockRefused) && !(error instanceof NotCanonical)) throw error;
  }
  return found;
}

/** Puts messages at every relay of the door that answers. Throws RelayUnreachable when none does, DoorRefused when it is shut. */
export async function postDoor(c: Crypto, link: Link, mailboxes: Mailboxes, records: readonly Bytes[], lane?: Signer): Promise<void> {
  const frames = records.flatMap((record) => framesOf(c, DOOR, record));
  let [posted, shut, last] = [0, false, "no relay of this invitation is known here"];
  for (const { relay } of link.relays) {
    const mailbox = mailboxes.get(relay);
    if (!mailbox) continue;
    const keys = await doorLog(c, base64url.decode(relay), link, lane);
    const blocks = await Promise.all(pack(frames).map((plain) => sealBlock(c, keys, plain)));
    try {
      await appendOrCreate(mailbox, keys, blocks, false);
      posted++;
    } catch (error) {
      if (error instanceof LogClosed) shut = true;
      else if (isRelayFailure(error)) last = error.message;
      else throw error;
    }
  }
  if (posted) return;
  throw shut ? new DoorRefused("closed", "this invitation was used or cancelled") : new RelayUnreachable(last);
}

/** Appends, after creating the log where the relay does not have it yet. */
export async function appendOrCreate(mailbox: Mailbox, keys: LogKeys, blocks: readonly Bytes[], byLane: boolean): Promise<void> {
  try {
    await mailbox.append(keys, blocks, byLane);
  } catch (error) {
    if (!(error instanceof LogUnknown)) throw error;
    await mailbox.create(keys);
    await mailbox.append(keys, blocks, byLane);
  }
}

/** Shuts the door for good on every relay that answers; only the inviter's lane can. */
export async function closeDoor(c: Crypto, link: Link, mailboxes: Mailboxes, lane: Signer): Promise<void> {
  for (const { relay } of link.relays) {
    try {
      await mailboxes.get(relay)?.close(await doorLog(c, base64url.decode(relay), link, lane));
    } catch (error) {
      if (!isRelayFailure(error)) throw error;
    }
  }
}
