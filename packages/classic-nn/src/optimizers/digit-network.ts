import { checkKinds, checkOptions, checkShape } from "@elbowjs/arguments";
import { defaultRng } from "@elbowjs/numpy-random";
import { addProduct } from "./dense-product.js";

/** A classifier of dense layers, ReLU between them and softmax at the end. */
export interface DigitNetwork {
  /** Units of each layer, input first; L + 1 numbers for L layers of weights. */
  readonly sizes: readonly number[];
  /** W₁, b₁, W₂, b₂, …: W_l is sizes[l−1]×sizes[l], row-major, so that a layer is h·W + b. */
  readonly parameters: Float64Array[];
}

/** Weights that a network may have, 128 MB. */
const MOST_WEIGHTS = 2 ** 24;

/** Refuses a network whose parameters do not have its sizes. */
export function checkDigitNetwork(caller: string, network: DigitNetwork): void {
  checkKinds(caller, { network: [network, { sizes: ["number"], parameters: ["Float64Array"] }] });
  const { sizes, parameters } = network;
  const wanted = sizes.slice(1).flatMap((units, l) => [sizes[l]! * units, units]);
  checkShape(caller, "the parameters of network", [parameters.length], [wanted.length]);
  if (wanted.length === 0)
    throw new RangeError(`${caller}: expected a network of at least two sizes, got [${sizes.join(", ")}]`);
  for (const [k, length] of wanted.entries())
    checkShape(caller, `parameters[${k}] of network`, [parameters[k]!.length], [length]);
}

/**
 * A network with weights N(0, 2/fan-in), which keeps the variance through ReLU layers, and zero biases.
 *
 * @param sizes Units of each layer; default 784-256-128-10, three layers of weights.
 * @param options `seed` of NumPy's generator, default 0.
 * @throws RangeError if there are fewer than two sizes, one is not an integer ≥ 1, or they make more than 2²⁴ weights; TypeError for an
 * option that does not exist.
 */
export function digitNetwork(
  sizes: readonly number[] = [784, 256, 128, 10],
  options: { readonly seed?: number } = {},
): DigitNetwork {
  checkKinds("digitNetwork", { sizes: [sizes, ["number"]] });
  checkOptions("digitNetwork", options, ["seed"]);
  const { seed = 0 } = options;
  if (sizes.length < 2 || !sizes.every((size) => Number.isInteger(size) && size >= 1))
    throw new RangeError(
      `digitNetwork: expected at least two sizes, integers ≥ 1, got [${sizes.join(", ")}]`,
    );
  const count = sizes.slice(1).reduce((sum, units, l) => sum + units * (sizes[l]! + 1), 0);
  if (count > MOST_WEIGHTS)
    throw new RangeError(
      `digitNetwork: expected at most ${MOST_WEIGHTS} weights, got ${count} of sizes [${sizes.join(", ")}]`,
    );
  const rng = defaultRng(seed);
  const parameters = sizes.slice(1).flatMap((units, l) => {
    const fanIn = sizes[l]!;
    const weights = rng.standardNormal(fanIn * units).map((z) => z * Math.sqrt(2 / fanIn));
    return [weights, new Float64Array(units)];
  });
  return { sizes, parameters };
}

/**
 * The activations of every layer for n images, input first; the last ones are log-probabilities.
 *
 * @throws RangeError if images or parameters do not fit the sizes; TypeError for what is no network or no numbers.
 */
export function digitActivations(network: DigitNetwork, images: ArrayLike<number>): Float64Array[] {
  checkDigitNetwork("digitActivations", network);
  checkKinds("digitActivations", { images: [images, "numbers"] });
  const { sizes, parameters } = network;
  const inputs = sizes[0]!;
  const n = images.length / inputs;
  if (!(Number.isInteger(n) && n >= 1))
    throw new RangeError(
      `digitActivations: expected images of shape [n, ${inputs}] with n ≥ 1, got ${images.length} numbers`,
    );
  const layers = [Float64Array.from(images)];
  for (let l = 1; l < sizes.length; l++) {
    const units = sizes[l]!;
    const bias = parameters[2 * l - 1]!;
    const h = new Float64Array(n * units);
    for (let i = 0; i < n; i++) h.set(bias, i * units);
    addProduct(layers[l - 1]!, parameters[2 * l - 2]!, h, n, sizes[l - 1]!, units);
    if (l < sizes.length - 1) for (let i = 0; i < h.length; i++) h[i] = Math.max(0, h[i]!);
    else logSoftmaxRows(h, units);
    layers.push(h);
  }
  return layers;
}

/** x ← x − max − log Σ exp(x − max) on each row; subtracting the maximum keeps exp finite. */
function logSoftmaxRows(x: Float64Array, columns: number): void {
  for (let start = 0; start < x.length; start += columns) {
    const row = x.subarray(start, start + columns);
    const max = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const logSum = max + Math.log(row.reduce((total, value) => total + Math.exp(value - max), 0));
    for (let j = 0; j < columns; j++) row[j]! -= logSum;
  }
}
