import { checkKinds, checkShape } from "@elbowjs/arguments";
import { lenet5Pairs } from "./connections.js";

/** A layer of LeNet-5. */
export interface Lenet5Layer {
  readonly name: "C1" | "S2" | "C3" | "S4" | "C5" | "F6" | "output";
  readonly kind: "convolution" | "subsampling" | "full" | "radial basis";
  /** Feature maps, or units. */
  readonly maps: number;
  /** Rows and columns of each; 1 for units. */
  readonly side: number;
  /** Numbers that are trained: weights shared by a map count once. */
  readonly parameters: number;
  /** Products with a weight or a bias, each place counted. */
  readonly connections: number;
}

/**
 * LeNet-5 layer by layer, from a 32×32 image: 60,000 trainable parameters, and 340,068 connections up to F6 for them. The
 * ten radial basis units have 84 weights each, which are set by hand and not trained.
 */
export const lenet5Layers: readonly Lenet5Layer[] = [
  { name: "C1", kind: "convolution", maps: 6, side: 28, parameters: 6 * 26, connections: 28 * 28 * 6 * 26 },
  { name: "S2", kind: "subsampling", maps: 6, side: 14, parameters: 6 * 2, connections: 14 * 14 * 6 * 5 },
  {
    name: "C3",
    kind: "convolution",
    maps: 16,
    side: 10,
    parameters: 25 * lenet5Pairs.length + 16,
    connections: 10 * 10 * (25 * lenet5Pairs.length + 16),
  },
  { name: "S4", kind: "subsampling", maps: 16, side: 5, parameters: 16 * 2, connections: 5 * 5 * 16 * 5 },
  { name: "C5", kind: "convolution", maps: 120, side: 1, parameters: 120 * 401, connections: 120 * 401 },
  { name: "F6", kind: "full", maps: 84, side: 1, parameters: 84 * 121, connections: 84 * 121 },
  { name: "output", kind: "radial basis", maps: 10, side: 1, parameters: 0, connections: 10 * 84 },
];

/** Where the weights and biases of each layer lie in the vector of all parameters. */
export interface Lenet5Slices {
  /** 6 kernels of 5×5, or 6 biases. */
  readonly c1: Weights;
  /** 6 coefficients, one per map. */
  readonly s2: Weights;
  /** 60 kernels of 5×5 in the order of `lenet5Pairs`. */
  readonly c3: Weights;
  readonly s4: Weights;
  /** 120×400: one row per unit. */
  readonly c5: Weights;
  /** 84×120: one row per unit. */
  readonly f6: Weights;
}

/** Views of a part of one vector. */
export interface Weights {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

/** All trainable parameters of LeNet-5: 60,000. */
export const lenet5Size: number = lenet5Layers.reduce((sum, { parameters }) => sum + parameters, 0);

/**
 * The layers' views of a vector of `lenet5Size` numbers: a layer's weights, then its biases, then the next layer.
 *
 * @throws RangeError for a vector of another length; TypeError for what is no Float64Array.
 */
export function lenet5Slices(vector: Float64Array): Lenet5Slices {
  checkKinds("lenet5Slices", { vector: [vector, "Float64Array"] });
  checkShape("lenet5Slices", "vector", [vector.length], [lenet5Size]);
  let start = 0;
  const take = (size: number): Float64Array => vector.subarray(start, (start += size));
  const both = (weights: number, bias: number): Weights => ({ weights: take(weights), bias: take(bias) });
  return {
    c1: both(6 * 25, 6),
    s2: both(6, 6),
    c3: both(25 * lenet5Pairs.length, 16),
    s4: both(16, 16),
    c5: both(120 * 400, 120),
    f6: both(84 * 120, 84),
  };
}
