/** Vectors of the door and of the relay's bytes. */

import { type Bytes, numberAt, zeros } from "../../src/core/bytes.ts";
import * as canonical from "../../src/core/canonical.ts";
import { derive } from "../../src/core/crypto.ts";
import * as door from "../../src/core/door.ts";
import { logKeys } from "../../src/core/epoch.ts";
import { CannotOpen } from "../../src/core/errors.ts";
import { sixWords } from "../../src/core/knocking.ts";
import { cloneMessage } from "../../src/core/linking.ts";
import { chainWords } from "../../src/core/naming.ts";
import { checkDoorMessage, checkKnock } from "../../src/core/shapes.ts";
import { indices, parseWords, spoken } from "../../src/core/words.ts";
import * as wire from "../../src/net/wire.ts";
import { zeroBits } from "../../src/net/work.ts";
import { CRYPTO as c, LISTS } from "../around.ts";
import { b64, type Given, join, raw, type Run } from "./load.ts";

const both = (show: (list: readonly string[]) => string[]): object => ({ ru: show(LISTS.ru), en: show(LISTS.en) });
const large = (block: Uint8Array): object => ({ byte: block[0], size: block.length });
const number = (n: number): number | string => (Number.isSafeInteger(n) ? n : String(n));

/** Whether a request's fields, written, are the bytes of the vector. */
export function written({ input, expect }: { input: Given; expect: Given }): boolean {
  const f = expect.fields as Given;
  const empty = { ...logKeys(c, zeros(16), raw(f.writer ?? ""), (f.lanes ?? []).map(raw), zeros(32), zeros(32), undefined, undefined, -1) };
  const log = { ...empty, address: raw(f.address ?? ""), token: raw(f.token ?? ""), reader: raw(f.reader ?? "") };
  const blocks = ((f.blocks ?? []) as { byte: number; size: number }[]).map((block) => join([block]));
  const made: Readonly<Record<string, () => Bytes>> = {
    Create: () => wire.createBody(log, BigInt(f.nonce ?? 0), f.code),
    Append: () => wire.appendBody(log, f.key, raw(f.signature), blocks),
    Read: () => wire.readBody(log, f.position, f.amount, f.offset),
    Close: () => wire.closeBody(log, f.key, raw(f.signature)),
  };
  return b64(made[input.shape as string]!()) === b64(join(input.parts));
}

export const DOOR: Readonly<Record<string, Run>> = {
  link(name, given) {
    const read = door.readLink(given.link);
    if (name !== "white-space" && door.writeLink(given.app, read) !== given.link) throw new Error("written otherwise");
    return { secret: b64(read.secret), card_hash: b64(read.cardHash), lane: b64(read.lane), relays: read.relays };
  },
  words(_, given) {
    if (given.typed !== undefined) return { indices: parseWords(given.typed, given.count, LISTS) };
    if (given.tip !== undefined) return both((list) => chainWords(c, given.tip, list));
    const data = raw(given.bytes);
    return { indices: indices(data, given.count), ...both((list) => spoken(data, given.count, list)) };
  },
  async knock(name, given) {
    const secret = raw(given.secret);
    if (name === "log") {
      const link = { secret, cardHash: secret, lane: raw(given.lane), relays: [] };
      const log = await door.doorLog(c, raw(given.relay), link);
      const seed = derive(c, secret, "homeward/door-write/v1", raw(given.relay));
      return { write_seed: b64(seed), read_token: b64(log.token), content_key: b64(log.content), address: b64(log.address) };
    }
    const [nonceV, nonceN] = [raw(given.nonce_v), raw(given.nonce_n)];
    const promised = door.doorCommitment(c, given.newcomer, nonceN);
    const { purpose, circle, turn, roster, inviter, voucher, newcomer } = given;
    const covered = {
      purpose,
      circle,
      turn,
      roster,
      secret,
      inviter,
      voucher,
      voucherEd: given.voucher_ed,
      newcomer,
      promised,
      nonceV,
      nonceN,
    };
    const found = door.transcriptOf(c, covered);
    return {
      card_hash: b64(door.cardHash(c, inviter)),
      commitment: b64(promised),
      transcript: b64(found),
      words: both((list) => sixWords(b64(found), list)),
      vouch: b64(door.vouchCommitment(c, found, voucher, raw(given.vouch_nonce))),
      nonce_preimage: b64(door.noncePreimage(given.session, b64(promised), given.nonce_v, turn, roster)),
    };
  },
  async "door-message"(_, given) {
    const message = canonical.decode(raw(given.record), checkDoorMessage, door.MAX_MESSAGE);
    const content = await door.openMessage(message, await c.opener(raw(given.private)), checkKnock);
    if (!content) throw new CannotOpen("for somebody else");
    return { content };
  },
  wire(_, given) {
    const data = join(given.parts);
    if (given.shape === "Blocks") {
      const page = wire.readPage(data);
      return { fields: { first: page.first, head: b64(page.head), next: page.next, closed: page.closed, blocks: page.blocks.map(large) } };
    }
    if (given.shape === "Index") {
      return { fields: { lines: wire.readIndex(data).map((l) => [l.position, l.size === 4_096 ? 0 : 1, b64(l.hash)]) } };
    }
    if (given.shape === "Status") {
      const s = wire.readStatus(data);
      return { fields: { next: number(s.next), oldest: s.oldest, closed: s.closed, head: b64(s.head) } };
    }
    wire.checkAppended(data, data[0]!);
    const u64 = (at: number): number => numberAt(data, at, 8);
    const positions = Array.from({ length: data[0]! }, (_unused, i) => u64(1 + 8 * i));
    const end = 1 + 8 * positions.length;
    return { fields: { positions, next: u64(end), head: b64(data.slice(end + 8)) } };
  },
  signed(name, given) {
    if (name === "clone") return { clone: b64(cloneMessage(given.genesis, given.origin)) };
    const [relay, address] = [raw(given.relay), raw(given.address)];
    const append = wire.appendMessage(relay, address, (given.hashes as string[]).map(raw));
    return { append: b64(append), close: b64(wire.closeMessage(relay, address)) };
  },
  work: (_, given) => ({ bits: zeroBits(c.sha256(wire.workMessage(raw(given.address), BigInt(given.nonce)))) }),
};
