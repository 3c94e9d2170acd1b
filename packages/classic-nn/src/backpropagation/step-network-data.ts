import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { defaultRng } from "@elbowjs/numpy-random";
import { Matrix } from "ml-matrix";
import type { Activation } from "./activation.js";
import { forward } from "./backpropagate.js";
import type { Network } from "./network.js";

/** φ(v) = 1 for v ≥ 0, else 0; its derivative is 0 wherever it has one, so nothing can be learnt through it. */
const step: Activation = { name: "step", value: (v) => (v >= 0 ? 1 : 0), derivative: () => 0 };

/**
 * The 2-3-1 network of step functions that labels {@link stepNetworkData}: its hidden neurons ask x₂ ≤ 1 + x₁,
 * x₂ ≤ 1 − x₁ and x₂ ≥ −½, its output neuron fires if all three do. So f = 1 on the triangle with corners
 * (0, 1), (−1.5, −0.5), (1.5, −0.5). The homework does not print its own weights; these are ours.
 */
export function stepNetwork(): Network {
  return [
    {
      weights: new Matrix([
        [1, -1],
        [-1, -1],
        [0, 1],
      ]),
      bias: Matrix.columnVector([1, 1, 0.5]),
      activation: step,
    },
    { weights: new Matrix([[1, 1, 1]]), bias: Matrix.columnVector([-2.5]), activation: step },
  ];
}

/** Points with their labels, one per column. */
export interface LabelledPoints {
  /** 2×n. */
  readonly inputs: Matrix;
  /** 1×n, each 0 or 1. */
  readonly targets: Matrix;
}

/**
 * Points uniform on [−1.5, 1.5)², labelled by the {@link stepNetwork}; about a quarter of them is 1. The stream of
 * `numpy.random.default_rng(seed).uniform(-1.5, 1.5, (2, n))`.
 *
 * @param options `n`, how many, an integer in [1, 2²⁴], default 1000, as the homework asks; `seed` default 0.
 * @throws RangeError if n is not such an integer; TypeError for an option that does not exist.
 */
export function stepNetworkData(
  options: { readonly n?: number; readonly seed?: number } = {},
): LabelledPoints {
  checkOptions("stepNetworkData", options, ["n", "seed"]);
  const { n = 1000, seed = 0 } = options;
  checkNumbers("stepNetworkData", { n: [n, "integer in [1, 16777216]"] });
  const inputs = Matrix.from1DArray(2, n, defaultRng(seed).uniform(-1.5, 1.5, 2 * n));
  return { inputs, targets: forward(stepNetwork(), inputs).outputs.at(-1)! };
}
