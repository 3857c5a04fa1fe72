/**
 * Papers (GUIDE 9): from blocks and answers to lines with visible blanks. No template language, no declined names, no guess.
 *
 * The same as `homeward.guide.paper` and `handout` in Python, held together by `spec/vectors/guide/papers.json`.
 */

import type { Block, Bundle, Question, Text, Value } from "./bundle.ts";
import { openNames, value } from "./conditions.ts";
import { known } from "./facts.ts";

export const BLANK = "________";
export const WIDTH = 60;

const MONTHS = "January February March April May June July August September October November December".split(" ");
const YES: Readonly<Record<string, readonly [string, string]>> = { ru: ["да", "нет"], en: ["yes", "no"] };
// Control and direction marks: a paper holds only what can be seen and copied by hand.
const UNSEEN = /\p{Cc}|\p{Surrogate}|[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/gu;
const PIECE = /\{\{|\}\}|\{([a-z][a-z0-9_]*)\}|[^{}]+/g;

export interface Line {
  readonly kind: "heading" | "para" | "label" | "item" | "sign";
  readonly text: string;
}

export interface Paper {
  readonly document: string;
  readonly title: string;
  readonly language: string;
  readonly dangers: readonly { readonly says: string; readonly claims: readonly string[] }[];
  readonly lines: readonly Line[];
  /** Places nobody answered. */
  readonly blanks: readonly string[];
  /** Questions that would decide a block left out. */
  readonly questions: readonly string[];
  readonly proof: readonly string[];
  readonly refused: readonly string[];
}

/** The paper for these answers. Throws for a document or language the pack does not have. */
export function written(
  bundle: Bundle,
  id: string,
  answers: Readonly<Record<string, Value>>,
  language: string,
  status = "",
  today = "",
): Paper {
  const document = bundle.documents[id];
  if (!document || !bundle.pack.languages.includes(language)) throw new Error(`${id} (${language})`);
  const names = known(bundle, { status, today, answers });
  const blanks = new Set<string>();
  const questions = new Set<string>();
  const stands = (when: string | undefined): boolean => {
    if (!when) return true;
    for (const name of openNames(bundle.conditions[when], names)) questions.add(name);
    return value(bundle.conditions[when], names) === true;
  };
  const fill = (text: Text): string =>
    (text[language] ?? "").replace(PIECE, (piece: string, name: string | undefined) => {
      if (name === undefined) return piece === "{{" ? "{" : piece === "}}" ? "}" : piece;
      const answer = seen(names[name] ?? null);
      if (answer !== null) return shown(answer, bundle.questions[name], language);
      blanks.add(name);
      return bundle.questions[name]?.blank?.[language] || BLANK;
    });
  const lines = document.blocks.filter((block) => stands(block.when)).flatMap((block) => linesOf(block, stands, fill));
  return {
    document: id,
    title: document.title[language] ?? "",
    language,
    dangers: (document.danger ?? [])
      .filter((gate) => !gate.when || value(bundle.conditions[gate.when], names) !== false)
      .map((gate) => ({ says: gate.says[language] ?? "", claims: gate.claims })),
    lines,
    blanks: [...blanks],
    questions: [...questions].sort(),
    proof: document.proof.map((text) => text[language] ?? ""),
    refused: (document.refused ?? []).map((text) => text[language] ?? ""),
  };
}

/** A day as the language writes it in papers (GUIDE 9.3). */
export function dayShown(day: string, language: string): string {
  const [year = "", month = "", number = ""] = day.split("-");
  if (language === "ru") return `${number}.${month}.${year}`;
  return language === "en" ? `${Number(number)} ${MONTHS[Number(month) - 1]} ${year}` : day;
}

/** The lines to copy by hand: at most WIDTH characters, each with its number; items are counted "1) ". */
export function numbered(lines: readonly Line[]): string[] {
  let item = 0;
  const flat = lines.flatMap(({ kind, text }) => {
    item = kind === "item" ? item + 1 : 0;
    return wrapped(item ? `${item}) ${text}` : kind === "heading" ? text.toUpperCase() : text);
  });
  const size = String(flat.length).length;
  return flat.map((text, at) => `${String(at + 1).padStart(size)}  ${text}`);
}

/** Lines of at most WIDTH characters (code points), broken at spaces; a longer word is cut. */
export function wrapped(text: string): string[] {
  const rows: string[][] = [];
  for (const word of text.split(" ")) {
    let rest = [...word];
    const last = rows.at(-1);
    if (last && last.length + 1 + rest.length <= WIDTH) {
      last.push(" ", ...rest);
      continue;
    }
    for (; rest.length > WIDTH; rest = rest.slice(WIDTH)) rows.push(rest.slice(0, WIDTH));
    rows.push(rest);
  }
  return rows.map((row) => row.join(""));
}

function linesOf(block: Block, stands: (when: string | undefined) => boolean, fill: (text: Text) => string): Line[] {
  const lines: Line[] = [];
  for (const kind of ["heading", "para", "label", "sign"] as const) {
    const text = block[kind];
    if (text) lines.push({ kind, text: fill(text) });
  }
  const items = (block.list ?? []).filter((item) => stands(item.when));
  return [...lines, ...items.map((item): Line => ({ kind: "item", text: fill(item.text) }))];
}

function seen(answer: Value): Value {
  if (typeof answer !== "string") return answer;
  return answer.replace(UNSEEN, " ").split(/\s+/u).filter(Boolean).join(" ") || null;
}

function shown(answer: NonNullable<Value>, question: Question | undefined, language: string): string {
  const kind = question?.kind ?? "date";
  if (kind === "date") return dayShown(String(answer), language);
  if (kind === "choice") return question?.choices?.[String(answer)]?.[language] ?? String(answer);
  if (kind === "yes_no") return (YES[language] ?? ["yes", "no"])[answer ? 0 : 1];
  return String(answer);
}
