import type { Corruption } from "../corruption/corruption.js";
import { gaussianNoise } from "../corruption/gaussian-noise.js";
import { maskingNoise } from "../corruption/masking-noise.js";
import { saltAndPepper } from "../corruption/salt-and-pepper.js";

/** Corruptions by the name that `--noise` takes and files carry. */
export type NoiseName = Corruption["name"];

const makers: Readonly<Record<NoiseName, (level: number) => Corruption>> = {
  masking: maskingNoise,
  "salt-and-pepper": saltAndPepper,
  gaussian: gaussianNoise,
};

/** Every {@link NoiseName}. */
export const noiseNames: readonly NoiseName[] = ["masking", "salt-and-pepper", "gaussian"];

/** The corruption of a name and level. @throws RangeError for a level outside its interval. */
export function noiseOf(name: NoiseName, level: number): Corruption {
  return makers[name](level);
}
