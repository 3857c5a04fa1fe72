/**
 * From what somebody heard to the entry of the pack (GUIDE 7), and nothing when nothing fits ("not in the guide").
 *
 * The same as `homeward.guide.search` and `fuzzy` in Python, held together by `spec/vectors/guide/search.json`.
 */

import type { SearchIndex } from "./bundle.ts";
import { lasted, numberOf, stem, tokens } from "./spelling.ts";

const [STOP_WORD, FEWEST_LETTERS] = [150, 3];
// In thousandths of the rarest word's weight: what a word nobody wrote down weighs, and how much must be in common.
const [UNKNOWN_WORD, LEAST_EVIDENCE] = [700, 1050];
// Seven words in a row are judged together, so that one sentence is found in a long story; the whole text counts too.
const [WINDOW, BY_WINDOW, BY_PHRASE] = [7, 6, 7];
const [THRESHOLD, SURE] = [400, 800];
const [BEGINNING, ONE_SLIP, TWO_SLIPS] = [900, 800, 650];

export interface Found {
  readonly threat: string;
  /** How well it fits, in thousandths. */
  readonly score: number;
}

/** One word of a sentence as the index knows it: its weight and how surely it was read, in thousandths. */
interface Word {
  readonly feature: string;
  readonly weight: number;
  readonly sure: number;
}

interface Fit {
  readonly score: number;
  readonly met: number;
}

interface Phrase {
  readonly threat: string;
  readonly words: readonly string[];
  readonly size: number;
}

/** What is worked out once an index: its phrases with their weight, the heaviest feature, the stems a slip may have meant. */
interface Prepared {
  readonly phrases: readonly Phrase[];
  readonly weights: ReadonlyMap<string, number>;
  readonly rarest: number;
  readonly known: readonly string[];
}

const PREPARED = new WeakMap<SearchIndex, Prepared>();

function prepared(index: SearchIndex): Prepared {
  let found = PREPARED.get(index);
  if (!found) {
    const split = index.phrases.map((phrase) => phrase.split(" "));
    const where = new Map<string, Set<string>>();
    for (const [threat = "", ...words] of split) for (const word of words) where.set(word, (where.get(word) ?? new Set()).add(threat));
    const weights = new Map(index.stops.split(" ").map((word) => [word, STOP_WORD]));
    for (const [word, { size }] of where) {
      const weight = index.idf[size - 1] ?? 0;
      if (!weights.has(word)) weights.set(word, Math.max(200, /^[#~]/.test(word) ? Math.floor(weight / 2) : weight));
    }
    const phrases = split.map(([threat = "", ...words]) => ({
      threat,
      words,
      size: words.reduce((sum, word) => sum + (weights.get(word) ?? 0), 0),
    }));
    const known = [...Object.keys(index.stems), ...weights.keys()].filter((stem) => !/^[@#~]/.test(stem) && stem.length >= 4);
    found = { phrases, weights, rarest: Math.max(...weights.values()), known };
    PREPARED.set(index, found);
  }
  return found;
}

/** The best entries for a sentence, best first; none when nothing fits well enough. */
export function find(index: SearchIndex, text: string, most = 3): Found[] {
  const all = prepared(index);
  const { rarest } = all;
  const words = read(index, text, all);
  const heard = new Set(words.map((word) => word.feature));
  const phrases = all.phrases.filter((phrase) => phrase.words.some((word) => heard.has(word)));
  const best = new Map<string, Fit>();
  for (let at = 0; at < Math.max(1, words.length - WINDOW + 1); at++)
    for (const [threat, { score, met }] of fit(words.slice(at, at + WINDOW), phrases)) {
      const before = best.get(threat);
      best.set(threat, { score: Math.max(before?.score ?? 0, score), met: Math.max(before?.met ?? 0, met) });
    }
  const found: Found[] = [];
  for (const [threat, whole] of fit(words, phrases)) {
    const window = best.get(threat);
    if (!window) continue;
    const score = Math.floor((BY_WINDOW * window.score + (10 - BY_WINDOW) * whole.score) / 10);
    const enough = window.met * 1000 >= LEAST_EVIDENCE * rarest || window.score >= SURE;
    if (score >= THRESHOLD && enough) found.push({ threat, score });
  }
  return found.sort((a, b) => b.score - a.score || (a.threat < b.threat ? -1 : 1)).slice(0, most);
}

function read(index: SearchIndex, text: string, { weights, rarest, known }: Prepared): Word[] {
  const plain = tokens(text);
  return plain.flatMap((token, at) => {
    const number = numberOf(token);
    const bare = number === undefined ? stem(token) : `#${number}`;
    let [feature, sure] = [index.stems[bare] ?? bare, 1000];
    if (!weights.has(feature) && number === undefined) {
      const near = nearest(known, bare);
      [feature, sure] = [index.stems[near.stem] ?? near.stem, near.sure];
    }
    const unknown = bare.length >= FEWEST_LETTERS ? Math.floor((UNKNOWN_WORD * rarest) / 1000) : STOP_WORD;
    const length = lasted(plain, at);
    const weight = weights.get(length);
    const more = weight === undefined ? [] : [{ feature: length, weight, sure: 1000 }];
    return [{ feature, weight: weights.get(feature) ?? unknown, sure }, ...more];
  });
}

/** For each threat with a word in common: how well these words fit it, and the weight of what they have in common. */
function fit(words: readonly Word[], phrases: readonly Phrase[]): Map<string, Fit> {
  const asked = new Map<string, Word>();
  for (const word of words) if ((asked.get(word.feature)?.sure ?? -1) < word.sure) asked.set(word.feature, word);
  let total = 0;
  for (const word of asked.values()) total += word.weight;
  total = Math.max(1, total);
  const best = new Map<string, number>();
  const common = new Map<string, Set<string>>();
  for (const { threat, words: phrase, size } of phrases) {
    const met = phrase.filter((word) => asked.has(word));
    if (!met.length) continue;
    const score = Math.floor((sumOf(met, asked) * 1000) / Math.max(1, Math.floor(Math.sqrt(total * size))));
    best.set(threat, Math.max(best.get(threat) ?? 0, score));
    const shared = common.get(threat) ?? new Set();
    for (const word of met) shared.add(word);
    common.set(threat, shared);
  }
  const fits = new Map<string, Fit>();
  for (const [threat, score] of best) {
    const met = sumOf(common.get(threat) ?? [], asked);
    fits.set(threat, { score: Math.floor((BY_PHRASE * score + (10 - BY_PHRASE) * Math.floor((met * 1000) / total)) / 10), met });
  }
  return fits;
}

function sumOf(features: Iterable<string>, asked: ReadonlyMap<string, Word>): number {
  let sum = 0;
  for (const feature of features) {
    const word = asked.get(feature);
    if (word) sum += Math.floor((word.weight * word.sure) / 1000);
  }
  return sum;
}

/** The nearest stem of the index and how sure that is; the stem itself and 0 when none is near. */
function nearest(stems: readonly string[], bare: string): { stem: string; sure: number } {
  let best = { stem: bare, sure: 0 };
  if (bare.length < 4) return best;
  for (const known of stems) {
    if (Math.abs(known.length - bare.length) > 3) continue;
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
