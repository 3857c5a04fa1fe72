/**
 * What is true of a threat (GUIDE 5): three dates, three values, and no guess.
 *
 * The same as `homeward.guide.evaluate` in Python, held together by `spec/vectors/guide/answers.json`.
 */

import type { Answer, Bracket, Bundle, Facts, Gap, NormVersion, Open, Period, Threat, Version } from "./bundle.ts";
import { openNames, value, type Names } from "./conditions.ts";
import { continuing, ofClaims, ofDays } from "./doubts.ts";
import { actDays, holds, known, meets, OPEN, pieces, type Days } from "./facts.ts";

const LAWYER = "ask_a_lawyer";

/** A version that may apply: whether it does for certain, whether it contains all deciding days, and what it says. */
interface Branch {
  readonly version: Version;
  readonly possible: boolean;
  readonly within: boolean;
  readonly certain: boolean;
  readonly open: readonly string[];
  readonly verdict: string | null;
  readonly penalty: Bracket | null;
  readonly milder: Open | undefined;
}

interface Decision {
  readonly verdict: string;
  readonly deciding: readonly Branch[];
  readonly questions: readonly string[];
  readonly aside: boolean;
}

/** The answer to a threat. Throws for an id the pack does not have. */
export function ask(bundle: Bundle, id: string, facts: Facts): Answer {
  const threat = bundle.threats[id];
  if (!threat) throw new Error(id);
  const names = known(bundle, facts);
  const today = facts.today ?? "";
  const days: Days = threat.axis === "act" ? actDays(facts) : [today, today];
  const branches = threat.versions.map((version) => branch(bundle, version, names, days)).filter((b) => b.possible);
  const gaps = (threat.gaps ?? []).map((gap, at) => ({ gap, at })).filter(({ gap }) => gapPossible(gap, names, days));
  const plain = branches.filter((b) => !b.version.aside);
  const asides = branches.filter((b) => b.version.aside);
  const held = asides.filter((b) => b.certain);
  const spanning = crossing(plain, held, gaps, days);
  const made = decide(threat, names, days, plain, held, gaps.length > 0, spanning.length > 0);
  const claims = [...new Set(made.deciding.flatMap((b) => b.version.claims))];
  const unsettled: Open[] = [
    ...spanning,
    ...made.deciding.flatMap((b) => b.milder ?? []),
    ...(made.aside ? [] : gaps.map(({ at }) => ({ why: "gap", gap: at }))),
    ...asides.filter((b) => !made.deciding.includes(b)).map(asideOf),
    ...continuing(
      bundle,
      facts,
      branches.map((b) => b.version),
      days,
    ),
    ...saidThen(bundle, threat, id, facts, made.verdict),
    ...ofClaims(bundle, claims, today),
    ...ofDays(bundle, days[1], today),
  ];
  const [first, last] = actDays(facts);
  return {
    verdict: made.verdict,
    threat: id,
    versions: made.deciding.map((b) => b.version.id),
    penalty: samePenalty(made),
    claims,
    as_of: { act: first === last ? first : `${first}/${last}`, today, said: facts.said ?? "" },
    known_to: bundle.pack.known_to,
    unsettled,
    questions: made.questions,
  };
}

/** One stretch of the time line: an act (or a reading) in `[first, until)` and what the pack says of it. */
export interface Stretch {
  readonly first: string;
  readonly until: string;
  readonly verdict: string;
  readonly penalty: Bracket | null;
  readonly claims: readonly string[];
}

/** What was true before and after (GUIDE 5.9), neighbours that say the same joined. */
export function timeline(bundle: Bundle, id: string, facts: Facts): Stretch[] {
  const threat = bundle.threats[id];
  if (!threat) throw new Error(id);
  const laws = [...new Set(threat.versions.flatMap((v) => v.law ?? []))].flatMap((law) => bundle.norms[law]?.versions ?? []);
  const found: Stretch[] = [];
  for (const [first, until] of pieces(threat.begins || bundle.pack.begins, [...threat.versions, ...(threat.gaps ?? []), ...laws])) {
    const moved = threat.axis === "act" ? { act_from: first, act_until: first } : { today: first };
    const { verdict, penalty, claims } = ask(bundle, id, { ...facts, ...moved, said: "" });
    const before = found.at(-1);
    const same = before && JSON.stringify([before.verdict, before.penalty, before.claims]) === JSON.stringify([verdict, penalty, claims]);
    if (before && same) found[found.length - 1] = { ...before, until };
    else found.push({ first, until, verdict, penalty, claims });
  }
  return found;
}

/** The verdict on a number of years, null while the number or the bracket is unknown (GUIDE 5.2). */
export function byYears(threatened: unknown, penalty: Bracket | null): string | null {
  if (typeof threatened !== "number" || !penalty) return null;
  if (threatened > penalty.max_years || penalty.max_years === 0) return "false";
  return 0 < threatened && threatened < penalty.min_years ? "partly" : "true";
}

function branch(bundle: Bundle, version: Version, names: Names, days: Days): Branch {
  const tree = version.when ? bundle.conditions[version.when] : true;
  const worth = value(tree, names);
  const status = names["status"] ?? null;
  const dated = days[0] !== "";
  const possible = worth !== false && (status === null || version.status.includes(status as string)) && (!dated || meets(version, days));
  const editions = version.law ? (bundle.norms[version.law]?.versions ?? []) : undefined;
  const within = !dated || (holds(version, days) && (!editions || editions.some((edition) => holds(edition, days))));
  const penal = editions && dated && within && possible ? penaltyOn(editions, days[1], (names["today"] ?? "") as string) : undefined;
  const written = version.verdict !== "by_years";
  const lawyer = penal ? penal.mixed || (penal.since !== "" && written) : false;
  const penalty = lawyer ? null : (penal?.best ?? null);
  return {
    version,
    possible,
    within,
    certain: possible && worth === true && status !== null && dated,
    open: openNames(tree, names),
    verdict: lawyer ? LAWYER : written ? version.verdict : byYears(names["years"], penalty),
    penalty,
    milder: penal?.since ? { why: "milder", version: version.id, since: penal.since } : undefined,
  };
}

/** That of the act's day, unless a later law up to today is milder (GUIDE 5.7). */
function penaltyOn(norm: readonly NormVersion[], day: string, today: string): { best: Bracket | null; since: string; mixed: boolean } {
  const editions = [...norm].sort((a, b) => (a.from < b.from ? -1 : 1));
  const inForce = editions.find((edition) => holds(edition, [day, day]));
  let best = inForce ? bracket(inForce) : null;
  let since = "";
  for (const edition of editions) {
    if (!best || !(day < edition.from && edition.from <= today)) continue;
    const next = bracket(edition);
    const lower = next.min_years < best.min_years || next.max_years < best.max_years;
    const higher = next.min_years > best.min_years || next.max_years > best.max_years;
    if (lower && higher) return { best, since: edition.from, mixed: true };
    if (lower) [best, since] = [next, edition.from];
  }
  return { best, since, mixed: false };
}

function bracket(edition: NormVersion): Bracket {
  return { min_years: edition.penalty?.min_years ?? 0, max_years: edition.penalty?.max_years ?? 0 };
}

function decide(threat: Threat, names: Names, days: Days, plain: Branch[], held: Branch[], gap: boolean, spanning: boolean): Decision {
  if (spanning) return { verdict: LAWYER, deciding: [...plain, ...held], questions: [], aside: false };
  const aside = held.length === 1;
  const deciding = aside ? held : plain;
  const verdicts = new Set<string | null>(deciding.map((b) => b.verdict));
  if (gap && !aside) verdicts.add(LAWYER);
  const [only] = verdicts;
  if (verdicts.size === 0) return { verdict: LAWYER, deciding: [], questions: [], aside };
  if (verdicts.size === 1 && typeof only === "string") return { verdict: only, deciding, questions: [], aside };
  const questions = new Set<string>();
  if ((names["status"] ?? null) === null) questions.add("status");
  if (days[0] === "") questions.add(threat.axis);
  for (const name of deciding.flatMap((b) => b.open).sort()) questions.add(name);
  if (verdicts.has(null) && (names["years"] ?? null) === null) questions.add("years");
  return { verdict: "unknown", deciding: [], questions: [...questions], aside };
}

/** What says that the act crosses a boundary: the branches that hold only some of its days. */
function crossing(plain: Branch[], held: Branch[], gaps: { gap: Gap }[], days: Days): Open[] {
  const cut = [...plain, ...held].filter((b) => !b.within);
  if (!cut.length && !gaps.some(({ gap }) => days[0] !== "" && !holds(gap, days))) return [];
  const periods: Period[] = [...cut.map((b) => b.version), ...gaps.map(({ gap }) => gap)];
  const edges = periods.flatMap((p) => [p.from, p.until]).filter((edge) => edge !== OPEN && days[0] < edge && edge <= days[1]);
  const since = edges.sort()[0];
  const claims = [...new Set(cut.flatMap((b) => b.version.claims))];
  return [{ why: "boundary", ...(since ? { since } : {}), ...(claims.length ? { claims } : {}) }];
}

function gapPossible(gap: Gap, names: Names, days: Days): boolean {
  const status = names["status"] ?? null;
  return (status === null || gap.status.includes(status as string)) && (days[0] === "" || meets(gap, days));
}

function asideOf({ version, open }: Branch): Open {
  return { why: "aside", version: version.id, claims: version.claims, ...(open.length ? { asks: open } : {}) };
}

function samePenalty({ verdict, deciding }: Decision): Bracket | null {
  const brackets = new Set(deciding.map((b) => JSON.stringify(b.penalty)));
  return verdict === LAWYER || brackets.size !== 1 ? null : (deciding[0]?.penalty ?? null);
}

function saidThen(bundle: Bundle, threat: Threat, id: string, facts: Facts, verdict: string): Open[] {
  const { said = "", status = "", answers = {} } = facts;
  if (!said) return [];
  const moved = threat.axis === "act" ? { act_from: said, act_until: said } : {};
  const then = ask(bundle, id, { status, answers, today: said, ...moved });
  if (then.verdict === verdict) return [];
  return [{ why: "said", since: said, verdict: then.verdict, ...(then.claims.length ? { claims: then.claims } : {}) }];
}
