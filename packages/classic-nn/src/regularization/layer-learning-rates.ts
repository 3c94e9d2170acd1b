import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";

/**
 * Lecture 13's heuristic: a learning rate for each layer, smaller where more inputs come in, since a neuron's field changes
 * with the sum over them, and smaller towards the output, where gradients are larger:
 * η_l = η · fall^l / √fanIn_l, with l = 0 for the first layer.
 *
 * @param widths Number of inputs, then of neurons of each layer; the fan-in of layer l is `widths[l]`.
 * @param learningRate η > 0.
 * @param options `fall` in (0, 1], the factor from a layer to the next, default 1: by fan-in alone.
 * @returns One rate per layer.
 * @throws RangeError for fewer than two widths, a width that is no positive integer, or an option outside its interval.
 */
export function layerLearningRates(
  widths: readonly number[],
  learningRate: number,
  options: { readonly fall?: number } = {},
): Float64Array {
  checkKinds("layerLearningRates", { widths: [widths, ["number"]] });
  checkOptions("layerLearningRates", options, ["fall"]);
  const { fall = 1 } = options;
  checkNumbers("layerLearningRates", {
    "the number of widths": [widths.length, "integer ≥ 2"],
    learningRate: [learningRate, "(0, ∞)"],
    fall: [fall, "(0, 1]"],
  });
  for (const width of widths) checkNumbers("layerLearningRates", { "every width": [width, "integer ≥ 1"] });
  return Float64Array.from(widths.slice(0, -1), (fanIn, l) => (learningRate * fall ** l) / Math.sqrt(fanIn));
}
