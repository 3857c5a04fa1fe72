/** The guide's engine against the vectors Python wrote (spec/vectors/guide): same worths, answers, papers and finds. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import type { Answer, Bundle, Facts, Value } from "../../src/guide/bundle.ts";
import { openNames, value } from "../../src/guide/conditions.ts";
import { ask, timeline, type Stretch } from "../../src/guide/evaluate.ts";
import { opened } from "../../src/guide/open.ts";
import { numbered, written } from "../../src/guide/paper.ts";
import { find } from "../../src/guide/search.ts";
import { stem, tokens, yearsIn } from "../../src/guide/spelling.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "..", "spec", "vectors", "guide");
const read = <T>(name: string): T => JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as T;
const bundle = read<Bundle>("pack.json");

test("a bundle as it lies in its file is the same pack", () => {
  expect(opened(readFileSync(join(FOLDER, "laid.json"), "utf8"))).toEqual(bundle);
});

type Given = Record<string, Value>;

test("conditions are worth the same, and the same names would settle them", () => {
  const rows = read<[unknown, Given, Value, string[]][]>("conditions.json");
  expect(rows.length).toBeGreaterThan(1000);
  for (const [tree, given, worth, open] of rows) expect([value(tree, given), openNames(tree, given)]).toEqual([worth, open]);
});

test("answers are the same", () => {
  const { facts, answers, timelines } = read<{
    facts: [string, Facts, number, string][];
    answers: Omit<Answer, "threat" | "known_to" | "as_of">[];
    timelines: [string, Facts, Stretch[]][];
  }>("answers.json");
  expect(facts.length).toBeGreaterThan(2000);
  for (const [threat, given, at, act] of facts) {
    const { threat: id, known_to, as_of, ...rest } = ask(bundle, threat, given);
    expect(id).toBe(threat);
    expect(known_to).toBe(bundle.pack.known_to);
    expect({ ...as_of }).toEqual({ act, today: given.today ?? "", said: given.said ?? "" });
    expect(rest, JSON.stringify([threat, given])).toEqual(answers[at]);
  }
  for (const [threat, given, stretches] of timelines) expect(timeline(bundle, threat, given)).toEqual(stretches);
});

test("papers are the same, line by line", () => {
  for (const [given, language, lines, hand, blanks, questions, dangers] of read<
    [Given, string, [string, string][], string[], string[], string[], number][]
  >("papers.json")) {
    const paper = written(bundle, "refusal", given, language);
    expect(paper.lines.map(({ kind, text }) => [kind, text])).toEqual(lines);
    expect(numbered(paper.lines)).toEqual(hand);
    expect([paper.blanks, paper.questions, paper.dangers.length]).toEqual([blanks, questions, dangers]);
  }
});

test("the search finds the same", () => {
  const { words, heard } = read<{ words: [string, string][]; heard: [string, number | null, [string, number][]][] }>("search.json");
  for (const [word, bare] of words) expect([word, stem(word)]).toEqual([word, bare]);
  for (const [text, years, found] of heard) {
    expect([text, yearsIn(tokens(text))]).toEqual([text, years]);
    expect([text, find(bundle.search, text).map(({ threat, score }) => [threat, score])]).toEqual([text, found]);
  }
});
