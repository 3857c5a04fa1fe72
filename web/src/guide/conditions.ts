/** What a condition is worth when some answers are unknown (GUIDE 4.5): true, false or null, and which names would settle it. */

import type { Tree, Value } from "./bundle.ts";

export type Names = Readonly<Record<string, Value>>;

const DAY = 86_400_000;

/** The worth of a compiled tree: a boolean, number or text, or null while it depends on an answer nobody gave. */
export function value(tree: Tree, names: Names): Value {
  if (!Array.isArray(tree)) return isName(tree) ? (names[tree.name] ?? null) : (tree as Value);
  const [operator, ...operands] = tree as [string, ...Tree[]];
  if (operator === "&&" || operator === "||") {
    const deciding = operator === "||";
    const worths = new Set(operands.map((operand) => value(operand, names)));
    return worths.has(deciding) ? deciding : worths.has(null) ? null : !deciding;
  }
  const left = value(operands[0], names);
  if (left === null) return null;
  if (operator === "!") return !left;
  if (operator === "in") return (operands[1] as Value[]).includes(left);
  const right = value(operands[1], names);
  if (right === null) return null;
  switch (operator) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "days":
      return Math.round((Date.parse(right as string) - Date.parse(left as string)) / DAY);
    default:
      throw new Error(operator);
  }
}

/** The names without an answer that keep a null tree null, sorted; empty for a tree that is settled. */
export function openNames(tree: Tree, names: Names): string[] {
  return [...open(tree, names)].sort();
}

/** Every name a tree uses. */
export function namesIn(tree: Tree): Set<string> {
  if (Array.isArray(tree)) return new Set(tree.slice(1).flatMap((operand) => [...namesIn(operand)]));
  return new Set(isName(tree) ? [tree.name] : []);
}

function open(tree: Tree, names: Names): Set<string> {
  if (!Array.isArray(tree)) return new Set(isName(tree) && (names[tree.name] ?? null) === null ? [tree.name] : []);
  if (value(tree, names) !== null) return new Set();
  const operands = tree[0] === "in" ? tree.slice(1, 2) : tree.slice(1);
  return new Set(operands.flatMap((operand) => [...open(operand, names)]));
}

function isName(tree: Tree): tree is { name: string } {
  return typeof tree === "object" && tree !== null && "name" in tree;
}
