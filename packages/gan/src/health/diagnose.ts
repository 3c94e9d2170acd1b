import { refusal, shown } from "@elbowjs/arguments";
import type { Failure, HealthAlarm, HealthMeasures } from "./health-report.js";

/**
 * The failures that the last of some reports shows. What passes is no failure: each must be seen in two reports in a row, an
 * oscillation in four, and the first report, of a network that has hardly begun, never counts.
 *
 * @param history all measures so far, in order.
 * @throws TypeError for what is no list of measures.
 */
export function diagnose(history: readonly HealthMeasures[]): HealthAlarm[] {
  if (!Array.isArray(history) || history.some((measures) => typeof measures?.shares !== "object"))
    throw refusal(new TypeError(`diagnose: expected a list of health measures, got ${shown(history)}`));
  const considered = history.slice(1);
  const [before, last] = considered.slice(-2);
  if (before === undefined || last === undefined) return [];
  const alarms: HealthAlarm[] = [];
  for (const [failure, sign] of Object.entries(signs)) {
    const message = sign(last);
    if (message !== undefined && sign(before) !== undefined)
      alarms.push({ failure: failure as Failure, message });
  }
  const swing = oscillation(considered);
  if (swing !== undefined) alarms.push({ failure: "oscillation", message: swing });
  return alarms;
}

type Sign = (measures: HealthMeasures) => string | undefined;

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** What each failure looks like in one report; undefined where it is not seen. */
const signs: Readonly<Record<Exclude<Failure, "oscillation">, Sign>> = {
  "class-collapse": ({ shares, realShares, hasClasses, spread }) => {
    const largest = shares.reduce((most, share, i) => (share > shares[most]! ? i : most), 0);
    const [share, real] = [shares[largest]!, realShares[largest]!];
    // Cells around images are coarser than classes: an even spread speaks against a collapse.
    const isCollapsed = hasClasses ? share >= 0.5 : share >= 0.9 && spread < 0.5;
    if (!isCollapsed || share < 2.5 * real) return undefined;
    return `${percent(share)} of the made images are of ${hasClasses ? "class" : "cell"} ${largest}, ${percent(real)} of the real ones`;
  },
  "image-collapse": ({ spread, classSpread }) => {
    if (spread < 0.05) return `made images differ ${percent(spread)} as much as real ones`;
    if (classSpread !== undefined && classSpread < 0.1)
      return `made images of one class differ ${percent(classSpread)} as much as real ones: the noise is not heard`;
    return undefined;
  },
  "saturated-discriminator": ({ certainty, accuracy }) => {
    if (certainty === undefined || certainty < 0.98) return undefined;
    return `the discriminator is right on ${percent(accuracy.real)} of real and ${percent(accuracy.made)} of made images, and sure (${certainty.toFixed(3)})`;
  },
  "dead-generator": ({ gradientNorm, change }) => {
    if (!(gradientNorm > 1e-7)) return `the gradient that reaches the generator has the norm ${gradientNorm}`;
    if (change !== undefined && change < 1e-7) return "the same noise gives the same images as a report ago";
    return undefined;
  },
  "negative-critic": ({ estimate, estimateError, certainty }) => {
    // Near the end of a good run the estimate is about 0, on either side.
    if (certainty !== undefined || !(estimate < -4 * estimateError)) return undefined;
    return `the critic's estimate of the distance is ${estimate.toPrecision(3)} ± ${estimateError.toPrecision(1)}, and a distance is not negative`;
  },
  copies: ({ nearest: { made, heldOut } }) => {
    if (heldOut === undefined || made >= 0.2 * heldOut) return undefined;
    return `made images are ${made.toPrecision(2)} from the nearest training image, held-out ones ${heldOut.toPrecision(2)}`;
  },
};

/** Half the sum of absolute differences: the share of images that would have to change their class. */
function totalVariation(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, share, i) => sum + Math.abs(share - b[i]!), 0) / 2;
}

/** Over four reports in a row most images change their class, and change back: the generator runs in circles. */
function oscillation(considered: readonly HealthMeasures[]): string | undefined {
  const recent = considered.slice(-4).map(({ shares }) => shares);
  if (recent.length < 4) return undefined;
  const moves = recent.slice(1).map((shares, i) => totalVariation(shares, recent[i]!));
  const returns = recent.slice(2).map((shares, i) => totalVariation(shares, recent[i]!));
  // A young generator moves far, too, but on.
  if (Math.min(...moves) < 0.5 || Math.max(...returns) > Math.min(...moves) / 2) return undefined;
  return `from report to report ${moves.map(percent).join(", ")} of the made images changed their class, and back`;
}
