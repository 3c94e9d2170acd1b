import { checkNumbers } from "@elbowjs/arguments";
import { defaultRng, type Generator } from "@elbowjs/numpy-random";

/** What random numbers are for: every purpose has its own stream, so that one cannot shift another. */
const purposes = [
  "weights",
  "order",
  "step",
  "forward",
  "sample",
  "evaluate",
  "importance",
  "mixture",
  "posterior",
  "corruption",
] as const;

/** What random numbers are for. */
export type Purpose = (typeof purposes)[number];

/**
 * The generator for one purpose, and one place in a run: NumPy's `default_rng([seed, purpose, ...place])`. Nothing is carried
 * from step to step, hence a run that is resumed draws the same numbers.
 *
 * @param seed integer in [0, 2⁵³).
 * @param place integers ≥ 0, or names: two networks of one model draw from streams of their own, `stream(seed, "weights",
 *   "generator")`, and do not start equal. A name counts as the 32 bits of its FNV-1a hash.
 * @throws RangeError if the seed is outside its range; TypeError if it is no number.
 */
export function stream(seed: number, purpose: Purpose, ...place: readonly (number | string)[]): Generator {
  checkNumbers("stream", { seed: [seed, "integer ≥ 0"] });
  const words = place.map((word) => (typeof word === "string" ? nameHash(word) : word));
  return defaultRng([seed, purposes.indexOf(purpose), ...words]);
}

/** @see https://datatracker.ietf.org/doc/draft-eastlake-fnv/, FNV-1a of 32 bits over UTF-8. */
function nameHash(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
