import { checkNumbers, refusal, shown } from "@elbowjs/arguments";
import type { Corruption } from "./corruption.js";

/** Refuses what is no corruption. @throws TypeError */
export function checkCorruption(caller: string, corruption: Corruption | undefined): void {
  if (corruption === undefined) return;
  if (
    typeof corruption === "object" &&
    corruption !== null &&
    typeof corruption.apply === "function" &&
    typeof corruption.noise === "function"
  )
    return;
  throw refusal(
    new TypeError(
      `${caller}: expected corrupt as maskingNoise(p), saltAndPepper(p) or gaussianNoise(sigma), got ${shown(corruption)}`,
    ),
  );
}

/** Refuses moments that are no numbers. @throws TypeError or RangeError */
export function checkMoments(caller: string, mean: number, meanSquare: number): void {
  checkNumbers(`${caller}.noise`, { mean: [mean, "finite"], meanSquare: [meanSquare, "≥ 0"] });
}
