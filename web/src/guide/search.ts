/**
 * From what somebody heard to the entry of the pack (GUIDE 7), and nothing when nothing fits ("not in the guide").
 *
 * The same as `homeward.guide.search` and `fuzzy` in Python, held together by `spec/vectors/guide/search.json`.
 */

import type { SearchIndex } from "./bundle.ts";
import { numberOf, stem, tokens } from "./spelling.ts";

const UNKNOWN_WORD = 3000;
const STOP_WORD = 150;
const FEWEST_LETTERS = 3;
const THRESHOLD = 330;
const [BEGINNING, ONE_SLIP, TWO_SLIPS] = [900, 800, 650];

export interface Found {
  readonly threat: string;
  /** How well it fits, in thousandths. */
  readonly score: number;
}

/** A feature of a sentence: its weight and how surely it was read, in thousandths. */
interface Asked {
  readonly weight: number;
  readonly sure: number;
}

/** The best entries for a sentence, best first. */
export function find(index: SearchIndex, text: string, most = 3): Found[] {
  const asked = askedOf(index, text);
  const total = [...asked.values()].reduce((sum, { weight }) => sum + weight, 0);
  if (!total) return [];
  const best = new Map<string, number>();
  const union = new Map<string, Set<string>>();
  for (const [threat = "", ...words] of index.phrases) {
    let met = 0;
    let size = 0;
    for (const word of words) {
      size += index.weights[word] ?? 0;
      const one = asked.get(word);
      if (!one) continue;
      met += Math.floor((one.weight * one.sure) / 1000);
      if (!union.has(threat)) union.set(threat, new Set());
      union.get(threat)?.add(word);
    }
    const score = Math.floor((met * 1000) / Math.max(1, Math.floor(Math.sqrt(total * size))));
    best.set(threat, Math.max(best.get(threat) ?? 0, score));
  }
  const found: Found[] = [];
  for (const [threat, fit] of best) {
    let met = 0;
    for (const word of union.get(threat) ?? []) met += Math.floor(((asked.get(word)?.weight ?? 0) * (asked.get(word)?.sure ?? 0)) / 1000);
    const score = Math.floor((6 * fit + 4 * Math.floor((met * 1000) / total)) / 10);
    if (score >= THRESHOLD) found.push({ threat, score });
  }
  return found.sort((a, b) => b.score - a.score || (a.threat < b.threat ? -1 : 1)).slice(0, most);
}

function askedOf(index: SearchIndex, text: string): Map<string, Asked> {
  const asked = new Map<string, Asked>();
  for (const token of tokens(text)) {
    const number = numberOf(token);
    const bare = number === undefined ? stem(token) : `#${number}`;
    let sure = 1000;
    let word = index.stems[bare] ?? bare;
    if (!(word in index.weights) && number === undefined) {
      const near = nearest(index, bare);
      sure = near.sure;
      word = index.stems[near.stem] ?? near.stem;
    }
    const weight = index.weights[word] ?? (bare.length >= FEWEST_LETTERS ? UNKNOWN_WORD : STOP_WORD);
    const before = asked.get(word);
    if (!before || before.sure < sure) asked.set(word, { weight, sure });
  }
  return asked;
}

/** The nearest stem of the index and how sure that is; the stem itself and 0 when none is near. */
function nearest(index: SearchIndex, bare: string): { stem: string; sure: number } {
  let best = { stem: bare, sure: 0 };
  if (bare.length < 4) return best;
  for (const known of [...Object.keys(index.stems), ...Object.keys(index.weights)]) {
    if (known.startsWith("@") || known.startsWith("#") || Math.abs(known.length - bare.length) > 3 || known.length < 4) continue;
    const worth = worthOf(bare, known);
    if (worth > best.sure || (worth && worth === best.sure && known < best.stem)) best = { stem: known, sure: worth };
  }
  return best;
}

function worthOf(bare: string, known: string): number {
  if (bare.startsWith(known) || known.startsWith(bare)) return BEGINNING;
  const least = Math.min(bare.length, known.length);
  const allowed = least >= 7 ? 2 : least >= 6 ? 1 : 0;
  if (!allowed || Math.abs(bare.length - known.length) > allowed) return 0;
  const slips = distance(bare, known, allowed);
  return slips > allowed ? 0 : slips === 1 ? ONE_SLIP : TWO_SLIPS;
}

/** Letters to insert, drop, replace or swap with a neighbour, counted up to `limit` + 1. */
export function distance(one: string, two: string, limit: number): number {
  let before: number[] = [];
  let row = Array.from({ length: two.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const now = [i];
    for (let j = 1; j <= two.length; j++) {
      let cost = Math.min((row[j] ?? 0) + 1, (now[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (one[i - 1] === two[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      now.push(cost);
    }
    if (Math.min(...now) > limit) return limit + 1;
    [before, row] = [row, now];
  }
  return row.at(-1) ?? 0;
}
