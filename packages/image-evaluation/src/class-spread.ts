import { checkKinds, checkNumbers, checkShape } from "@elbowjs/arguments";
import type { ReadImages } from "./read-images.js";

/**
 * How far the images of each class lie apart: the mean squared distance of their features from the class's mean,
 * Σ‖φ(x) − μ_c‖² / (n_c − 1), the trace of the covariance. A model that draws one 7 again and again has a spread of 0 there,
 * though its shares are even.
 *
 * @returns one number per class, ≥ 0; NaN for a class of fewer than two images.
 * @throws RangeError for more than 100,000 classes.
 */
export function classSpread(
  read: Pick<ReadImages, "features" | "classes" | "width" | "classCount">,
): number[] {
  checkKinds("classSpread", { read: [read, { features: "numbers", classes: "numbers" }] });
  const { features, width, classCount } = read;
  const classes = Array.from(read.classes);
  checkNumbers("classSpread", { width: [width, "integer ≥ 1"] });
  checkShape("classSpread", "features", [features.length], [classes.length * width]);
  checkNumbers("classSpread", { classCount: [classCount, "integer in [1, 100000]"] });
  for (const c of classes)
    checkNumbers("classSpread", { "every class": [c, `integer in [0, ${classCount})`] });
  const counts = new Array<number>(classCount).fill(0);
  const means = new Float64Array(classCount * width);
  classes.forEach((c, i) => {
    counts[c]! += 1;
    for (let j = 0; j < width; j++) means[c * width + j]! += features[i * width + j]!;
  });
  for (let c = 0; c < classCount; c++)
    for (let j = 0; j < width; j++) means[c * width + j]! /= Math.max(1, counts[c]!);
  const sums = new Float64Array(classCount);
  classes.forEach((c, i) => {
    for (let j = 0; j < width; j++) sums[c]! += (features[i * width + j]! - means[c * width + j]!) ** 2;
  });
  return counts.map((count, c) => (count < 2 ? Number.NaN : sums[c]! / (count - 1)));
}
