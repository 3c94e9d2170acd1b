import { shown } from "./shown.js";

/**
 * The door of the checks themselves, whose rules a package's author writes: an error here is a bug, so that it is not marked as a refusal.
 *
 * @param check whose door it is.
 * @param values what the check was called with.
 * @param rule what the second of a pair is, in words.
 * @throws TypeError if they are anything else.
 */
export function pairsOf<T extends readonly [value: unknown, rule: unknown]>(
  check: string,
  values: Readonly<Record<string, T>>,
  rule: string,
  isRule: (rule: unknown) => boolean,
): [name: string, pair: T][] {
  const pairs: [string, T][] =
    typeof values === "object" && values !== null ? Object.entries(values) : [["values", values]];
  for (const [name, pair] of pairs)
    if (!(Array.isArray(pair) && isRule(pair[1])))
      throw new TypeError(`${check}: expected ${name} as [value, ${rule}], got ${shown(pair)}`);
  return pairs;
}
