/** Sealing an epoch's secrets to the seats that stay, and opening one's own (PROTOCOL 6.6). */

import * as base64url from "./base64url.ts";
import { type Bytes, bytes, concat, u32, zeros } from "./bytes.ts";
import { type Crypto, type Opener, preimage } from "./crypto.ts";
import { commitment, type Secrets } from "./epoch.ts";
import { CannotOpen, SlotWrong } from "./errors.ts";
import type { Turn } from "./shapes.ts";

const SLOT_BYTES = 97;
export const SEALED_BYTES = 1_233;
const NO_LANE = 255;

type Header = Pick<Turn, "circle" | "parent" | "epoch" | "author">;

/** The secrets of `turn` sealed to `seat`; only the header of `turn` is used, so its slots need not be listed yet. */
export function sealSlot(c: Crypto, turn: Header, seat: number, kem: string, secrets: Secrets): Promise<Bytes> {
  const lane = secrets.lane >= 0 ? secrets.lane : NO_LANE;
  const plain = concat(secrets.e, secrets.l, bytes(lane), secrets.lane >= 0 ? secrets.laneSeed : zeros(32));
  const key = base64url.decode(kem, 1_216);
  return c.seal(key, info(c, turn, seat, key), plain);
}

/** This seat's secrets out of its slot, checked against the turn's commitment. Throws SlotWrong. */
export async function openSlot(c: Crypto, turn: Turn, seat: number, key: Opener, sealed: Bytes): Promise<Secrets> {
  let plain: Bytes;
  try {
    plain = await key.open(info(c, turn, seat, key.public), sealed);
  } catch (error) {
    if (error instanceof CannotOpen) throw new SlotWrong("does not open");
    throw error;
  }
  if (plain.length !== SLOT_BYTES) throw new SlotWrong("has another length");
  const [e, l, lane, seed] = [plain.slice(0, 32), plain.slice(32, 64), plain[64]!, plain.slice(65)];
  const promised = commitment(c, e, l, base64url.idBytes(turn.circle), base64url.idBytes(turn.parent));
  if (base64url.encode(promised) !== turn.commit) throw new SlotWrong("holds another secret than the one promised");
  return lane === NO_LANE ? { e, l, lane: -1, laneSeed: zeros(0) } : { e, l, lane, laneSeed: seed };
}

// Binds a slot to its circle, place, author and receiver.
function info(c: Crypto, turn: Header, seat: number, kem: Bytes): Bytes {
  const [circle, parent] = [base64url.idBytes(turn.circle), base64url.idBytes(turn.parent)];
  return preimage("homeward/slot/v1", circle, parent, u32(turn.epoch), u32(turn.author), u32(seat), c.sha256(kem));
}
