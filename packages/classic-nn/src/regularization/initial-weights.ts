import { checkChoices, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { defaultRng } from "@elbowjs/numpy-random";
import { Matrix } from "ml-matrix";

/**
 * Initial weights of a layer, units×fanIn, drawn N(0, σ²) with σ = 1/√fanIn: for inputs of variance 1 every induced
 * field v = wᵀx then has variance 1, whatever the fan-in, and no sigmoid starts saturated. With `"unit"`, σ = 1 and
 * v has variance fanIn, for comparison.
 *
 * @param fanIn Inputs of each unit, an integer ≥ 1.
 * @param units An integer ≥ 1.
 * @param options `scale` default `"fan-in"`; `seed` of NumPy's generator, default 0.
 * @throws RangeError if a size is not such an integer, or there are more than 2²⁴ weights; TypeError for an option that does not exist.
 * @see Y. LeCun et al., Efficient BackProp (1998), section 4.6; ECE/CS 559, lecture 13.
 */
export function initialWeights(
  fanIn: number,
  units: number,
  options: { readonly scale?: "fan-in" | "unit"; readonly seed?: number } = {},
): Matrix {
  checkNumbers("initialWeights", {
    fanIn: [fanIn, "integer ≥ 1"],
    units: [units, "integer ≥ 1"],
  });
  checkNumbers("initialWeights", { "fanIn · units": [fanIn * units, "integer in [1, 16777216]"] });
  checkOptions("initialWeights", options, ["scale", "seed"]);
  const { scale = "fan-in", seed = 0 } = options;
  checkChoices("initialWeights", { scale: [scale, ["fan-in", "unit"]] });
  const sigma = scale === "unit" ? 1 : 1 / Math.sqrt(fanIn);
  const z = defaultRng(seed).standardNormal(fanIn * units);
  return Matrix.from1DArray(
    units,
    fanIn,
    z.map((value) => value * sigma),
  );
}
