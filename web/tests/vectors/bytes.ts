/** Vectors of bytes, keys, blocks and boxes. */

import * as base64url from "../../src/core/base64url.ts";
import { Assembly, framesOf, type Item, openBlock, pack, unpack } from "../../src/core/block.ts";
import { openNote } from "../../src/core/boxes.ts";
import { zeros } from "../../src/core/bytes.ts";
import * as canonical from "../../src/core/canonical.ts";
import { derive, hashOf, preimage } from "../../src/core/crypto.ts";
import { commitment, type LogKeys, logKeys, talkLog, turnLog, turnSecret } from "../../src/core/epoch.ts";
import { CannotOpen, NotCanonical } from "../../src/core/errors.ts";
import { valid } from "../../src/core/names.ts";
import { openObject } from "../../src/core/objects.ts";
import { openSlot } from "../../src/core/slots.ts";
import { readFile } from "../../src/core/transfer.ts";
import { usableSealing, usableSigning } from "../../src/crypto/points.ts";
import { stretch } from "../../src/crypto/stretch.ts";
import { CRYPTO as c } from "../around.ts";
import { b64, hex, join, raw, type Run, sha256 } from "./load.ts";

const records = (items: readonly (Item | undefined)[]): unknown =>
  items.filter((x) => x !== undefined).map(([kind, record]) => [kind, b64(record)]);
const shown = (log: LogKeys): object => ({ read_token: b64(log.token), content_key: b64(log.content), address: b64(log.address) });

export const BYTES: Readonly<Record<string, Run>> = {
  base64url(_, { text, size }) {
    const data = base64url.decode(text, size ?? -1);
    if (base64url.encode(data) !== text) throw new NotCanonical("encodes to another text");
    return { hex: hex(data) };
  },
  canonical(_, { bytes, limit }) {
    const data = raw(bytes);
    const value = canonical.decodeAny(data, limit ?? 2 ** 20);
    if (b64(canonical.encode(value)) !== b64(data)) throw new NotCanonical("encodes to other bytes");
    return { value };
  },
  derive(_, { label, parts, secret }) {
    const all = (parts as string[]).map(raw);
    return {
      preimage: b64(preimage(label, ...all)),
      hash: b64(hashOf(c, label, ...all)),
      derived: b64(derive(c, raw(secret), label, ...all)),
    };
  },
  name: (_, given) => ({ valid: valid(given.name) }),
  async sign(name, given) {
    if (name !== "make") return { valid: await c.verify(raw(given.public), raw(given.signature), raw(given.message)) };
    const key = await c.signer(raw(given.seed));
    return { public: b64(key.public), signature: b64(await key.sign(raw(given.message))) };
  },
  async seal(name, given) {
    const key = await c.opener(raw(given.private));
    return name === "public-key" ? { public: b64(key.public) } : { plain: b64(await key.open(raw(given.info), raw(given.sealed))) };
  },
  "signing-key": (_, given) => ({ usable: usableSigning(raw(given.public)) }),
  "sealing-key": (_, given) => ({ usable: usableSealing(raw(given.public)) }),
  async epoch(_, given) {
    const secrets = { e: raw(given.e), l: raw(given.l), lane: 3, laneSeed: raw(given.lane_seed) };
    const lanes = (given.lanes as string[]).map(raw);
    const [relay, d] = [raw(given.relay), turnSecret(c, secrets.l)];
    const talk = await talkLog(c, relay, raw(given.turn), secrets, lanes);
    const turns = await turnLog(c, relay, d, lanes, secrets);
    const writeSeed = derive(c, secrets.l, "homeward/talk-write/v1", relay);
    return {
      d: b64(d),
      commit: b64(commitment(c, secrets.e, secrets.l, raw(given.circle), raw(given.parent))),
      talk: { write_seed: b64(writeSeed), writer: b64(talk.writer), lane_public: b64(talk.lane!.public), ...shown(talk) },
      turn_log: { lane_public: b64(turns.lane!.public), ...shown(turns) },
    };
  },
  address(_, given) {
    // The reader is given hashed, so the token is not known: the same hash by hand.
    const lanes = join(given.lanes);
    return { address: b64(hashOf(c, "homeward/address/v1", raw(given.relay), raw(given.writer), lanes, raw(given.reader))) };
  },
  head(_, given) {
    let at = zeros(32);
    const heads = (given.hashes as string[]).map((hash) => b64((at = hashOf(c, "homeward/head/v1", at, raw(hash)))));
    return { heads };
  },
  async block(_, given) {
    const keys = logKeys(c, zeros(16), zeros(0), [], zeros(32), raw(given.key), undefined, undefined, -1);
    const plain = await openBlock(c, { ...keys, address: raw(given.address) }, join(given.parts));
    return { sha256: sha256(plain), records: records(unpack(plain).map((frame) => new Assembly().add(c, frame))) };
  },
  frames: (_, given) => ({ frames: unpack(join(given.parts)).map((f) => [f.kind, f.id, f.index, f.count, b64(f.data)]) }),
  record(_, given) {
    const assembly = new Assembly();
    const frames = given.frames as [number, string, number, number, string][];
    return {
      records: records(frames.map(([kind, id, index, count, data]) => assembly.add(c, { kind, id, index, count, data: raw(data) }))),
    };
  },
  pack: (_, given) => ({ plains: pack(framesOf(c, given.kind, join(given.parts))).map((p) => ({ size: p.length, sha256: sha256(p) })) }),
  object: async (_, given) => ({ plain: b64(await openObject(c, given.reference, raw(given.cipher))) }),
  file: (_, given) => ({
    blocks: readFile(join(given.parts)).map((line) => ({ log: line.log, address: line.address, size: line.block.length })),
  }),
  async slot(_, given) {
    const key = await c.opener(raw(given.private));
    const found = await openSlot(c, given, given.seat, key, raw(given.sealed));
    const seed = found.laneSeed.length ? b64(found.laneSeed) : "";
    return { e: b64(found.e), l: b64(found.l), lane: found.lane, lane_seed: seed };
  },
  async note(_, given) {
    const key = await c.opener(raw(given.private));
    const found = await openNote(c, { boxes: given.boxes, data: given.data }, given.circle, given.turn, given.author, key);
    if (!found) throw new CannotOpen("no box for this key");
    return { note: found };
  },
  async passphrase(_, given) {
    const cost = { memoryKib: given.memory_kib, passes: given.passes, lanes: given.lanes };
    return { key: b64(await stretch(given.passphrase, raw(given.salt), cost)) };
  },
};
