import { checkNumbers, refusal, shown } from "@elbowjs/arguments";
import { philoxBlock } from "@elbowjs/backend/fused";

/** The third word of the counter, so that these numbers are not those of dropout at the same seed. */
const corruptionStream = 0x636f7272;

/**
 * Maps each value with a random word of its own: word i is the (i mod 4)th of Philox4x32-10's block ⌊i/4⌋ under the key `seed`.
 *
 * @param map the value and a uniform integer in [0, 2³²) to the corrupted value.
 */
export function mapWithWords(
  caller: string,
  values: Float32Array,
  seed: number,
  map: (value: number, word: number) => number,
): Float32Array {
  if (!(values instanceof Float32Array))
    throw refusal(new TypeError(`${caller}: expected values as a Float32Array, got ${shown(values)}`));
  checkNumbers(caller, { seed: [seed, "integer ≥ 0"] });
  const key = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0] as const;
  const out = new Float32Array(values.length);
  for (let start = 0, block = 0; start < values.length; start += 4, block++) {
    const words = philoxBlock([block, 0, corruptionStream, 0], key);
    const end = Math.min(4, values.length - start);
    for (let i = 0; i < end; i++) out[start + i] = map(values[start + i]!, words[i]!);
  }
  return out;
}
