import { pairsOf } from "./pairs-of.js";
import { refusal } from "./refusal.js";
import { shown } from "./shown.js";

type Bound = number | "∞" | "-∞";
type Interval = `${"[" | "("}${Bound}, ${Bound}${"]" | ")"}`;

/**
 * What a number must be, in the words of the message: an interval, a bound, or just finite; `integer` before it for whole
 * numbers (safe ones), ` or undefined` behind it for what may be left out.
 */
export type NumberRule =
  `${"" | "integer "}${`in ${Interval}` | Interval | `${"≥" | ">"} ${number}` | "finite"}${"" | " or undefined"}`;

/**
 * Refuses numbers that break their rule.
 *
 * @param caller who speaks, as the user wrote it: `Adam`, `KMeansNetwork.fit`.
 * @param numbers by name, each with its rule.
 * @throws TypeError for what is not a number; RangeError for a number outside of its rule, NaN and infinities included.
 * @example
 * checkNumbers("Adam", { beta1: [beta1, "[0, 1)"], epochs: [epochs, "integer ≥ 1"], clipNorm: [clipNorm, "> 0 or undefined"] });
 * // RangeError: Adam: expected beta1 in [0, 1), got 1
 * // RangeError: Adam: expected epochs to be an integer ≥ 1, got 2.5
 */
export function checkNumbers(
  caller: string,
  numbers: Readonly<Record<string, readonly [value: unknown, rule: NumberRule]>>,
): void {
  for (const [name, [value, rule]] of pairsOf("checkNumbers", numbers, "rule", isText)) {
    const { isOptional, isInteger, range, holds } = parse(rule);
    if (value === undefined && isOptional) continue;
    if (typeof value !== "number")
      throw refusal(
        new TypeError(`${caller}: expected ${name} to be ${words(isInteger, range)}, got ${shown(value)}`),
      );
    if (Number.isFinite(value) && holds(value) && (!isInteger || Number.isSafeInteger(value))) continue;
    const expected = isInteger || range === "finite" ? `to be ${words(isInteger, range)}` : range;
    throw refusal(new RangeError(`${caller}: expected ${name} ${expected}, got ${value}`));
  }
}

const isText = (rule: unknown): boolean => typeof rule === "string";

function words(isInteger: boolean, range: string): string {
  if (range === "finite") return isInteger ? "an integer" : "a finite number";
  return `${isInteger ? "an integer" : "a number"} ${range}`;
}

interface ParsedRule {
  readonly isOptional: boolean;
  readonly isInteger: boolean;
  /** As the message prints it: `in [0, 1)`, `≥ 1`, `finite`. */
  readonly range: string;
  readonly holds: (value: number) => boolean;
}

const parsed = new Map<NumberRule, ParsedRule>();

function parse(rule: NumberRule): ParsedRule {
  const known = parsed.get(rule);
  if (known) return known;
  const isOptional = rule.endsWith(" or undefined");
  const isInteger = rule.startsWith("integer ");
  const bare = rule
    .replace(/^integer /, "")
    .replace(/ or undefined$/, "")
    .replace(/^in /, "");
  const result = { isOptional, isInteger, ...parseRange(bare) };
  parsed.set(rule, result);
  return result;
}

function parseRange(text: string): Pick<ParsedRule, "range" | "holds"> {
  if (text === "finite") return { range: text, holds: () => true };
  const bound = /^([≥>]) (.+)$/.exec(text);
  if (bound) {
    const least = Number(bound[2]);
    return { range: text, holds: bound[1] === "≥" ? (value) => value >= least : (value) => value > least };
  }
  const interval = /^([[(])(.+), (.+)([\])])$/.exec(text);
  if (interval === null) throw new TypeError(`checkNumbers: expected a rule such as "[0, 1)", got "${text}"`);
  const [low, high] = [interval[2]!, interval[3]!].map((end) => Number(end.replace("∞", "Infinity")));
  const isAbove = interval[1] === "[" ? (value: number) => value >= low! : (value: number) => value > low!;
  const isBelow = interval[4] === "]" ? (value: number) => value <= high! : (value: number) => value < high!;
  return { range: `in ${text}`, holds: (value) => isAbove(value) && isBelow(value) };
}
