/** How much goes over the network, for the counter people see, and what the connection bears: sizes that go through, and the wall. */

export type Wall = "none" | "16k" | "8k";

/** Most bytes of blocks asked for in one answer behind each wall; undefined: as the caller likes. */
const PIECE: Readonly<Record<Wall, number>> = { none: 1_048_576, "16k": 12_288, "8k": 6_144 };
const START_PAGE = 65_536;
const QUICK = 2_000;
const SLOW = 8_000;

export class Meter {
  sent = 0;
  received = 0;
  /** How long, in ms, nothing may come before a connection counts as standing still. */
  patience = 8_000;
  /** As set by the person, or as found out ("auto" before anything was). */
  setting: Wall | "auto";
  private found: Wall = "none";
  private page = START_PAGE;
  private stalls = 0;

  constructor(setting: Wall | "auto" = "auto") {
    this.setting = setting;
  }

  get wall(): Wall {
    return this.setting === "auto" ? this.found : this.setting;
  }

  /** Bytes of blocks to ask for at once. */
  get pieceBytes(): number {
    return Math.min(this.page, PIECE[this.wall]);
  }

  /** Blocks to send at once. */
  get batch(): number {
    return this.wall === "none" ? Math.max(1, Math.min(64, Math.floor(this.page / 12_288))) : 1;
  }

  /** A request went through in `ms`. */
  passed(ms: number): void {
    if (ms < QUICK) this.page = Math.min(this.page * 2, PIECE.none);
    else if (ms > SLOW) this.page = Math.max(12_288, this.page / 2);
  }

  /** A connection stood still after `bytes` of an answer. Twice in the range of a known wall: it is one. */
  stalled(bytes: number): void {
    this.page = Math.max(12_288, this.page / 2);
    if (bytes === 0 || bytes > 20_000) return;
    if (++this.stalls < 2) return;
    this.found = bytes > 9_000 && this.found === "none" ? "16k" : "8k";
    this.stalls = 0;
  }
}
