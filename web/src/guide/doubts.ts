/** What an answer must not hide (GUIDE 5.8): open checks, overdue reviews, days the pack does not know, an absence that may have gone on. */

import type { Bundle, Facts, Open, Review, Version } from "./bundle.ts";
import { namesIn } from "./conditions.ts";
import type { Days } from "./facts.ts";

/** A claim's review, or the pack's. */
export function reviewOf(bundle: Bundle, claim: string): Review {
  return bundle.claims[claim]?.review ?? bundle.pack.review;
}

/** One entry a claim with an open check or a contested review, one for all that are past their recheck day. */
export function ofClaims(bundle: Bundle, claims: readonly string[], today: string): Open[] {
  const checks = claims.filter((c) => bundle.claims[c]?.check).map((c) => ({ why: "check", claims: [c] }));
  const contested = claims.filter((c) => reviewOf(bundle, c).state === "contested").map((c) => ({ why: "contested", claims: [c] }));
  const overdue = claims.filter((c) => today && reviewOf(bundle, c).recheck_by < today);
  return [...checks, ...contested, ...(overdue.length ? [{ why: "recheck", claims: overdue }] : [])];
}

/** Entries for a deciding day the pack does not know and for a pack past its expiry. */
export function ofDays({ pack }: Bundle, last: string, today: string): Open[] {
  const after = last > pack.known_to ? [{ why: "after_known_to", since: pack.known_to }] : [];
  return [...after, ...(today > pack.expires ? [{ why: "expired", since: pack.expires }] : [])];
}

/** A warning that an absence of unknown length may have gone on over a boundary: the first such boundary up to today. */
export function continuing(bundle: Bundle, facts: Facts, possible: readonly Version[], [first, last]: Days): Open[] {
  const counted = (facts.answers?.["days_absent"] ?? null) !== null;
  if (facts.act_until || !facts.act_from || counted || !bundle.questions["days_absent"] || !first) return [];
  const byLength = possible.filter((v) => v.when && namesIn(bundle.conditions[v.when]).has("days_absent"));
  const edges = byLength.map((v) => v.until).filter((until) => last < until && until <= (facts.today ?? "") && until !== "open");
  const since = edges.sort()[0];
  return since ? [{ why: "continues", since, asks: ["days_absent"] }] : [];
}
