import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { gather, reshape, type Tensor, type Tensor1D } from "@tensorflow/tfjs-core";
import type { Initialiser } from "./initialiser.js";
import type { LayerFactory } from "./layer.js";
import { checkWeightShape, sizeOf } from "./shape.js";

/** Options of {@link embedding}. */
export interface EmbeddingOptions {
  /** Rows of the table: tokens there are, an integer ≥ 1. */
  readonly entries: number;
  /** Numbers of a row; an integer ≥ 1. */
  readonly width: number;
  /** How the table begins. Default N(0, 1), PyTorch's. */
  readonly initialWeight?: Initialiser;
}

/**
 * PyTorch's `Embedding`: a row of a table for each token, y = W[x]. Its gradient adds up the rows of each token, on every backend.
 *
 * The input is an int32 tensor of tokens in [0, entries), `[n, ...shape]`; its values are not looked at: check them at the door.
 *
 * @throws RangeError if a size is not an integer ≥ 1.
 */
export function embedding(options: EmbeddingOptions): LayerFactory {
  checkOptions("embedding", options, ["entries", "width", "initialWeight"]);
  checkKinds("embedding", { options: [options, { initialWeight: "function or undefined" }] });
  const { entries, width, initialWeight = normal(1) } = options;
  checkNumbers("embedding", { entries: [entries, "integer ≥ 1"], width: [width, "integer ≥ 1"] });
  return (inputShape, weights) => {
    const table = weights.make("weight", [entries, width], initialWeight);
    return {
      name: "Embedding",
      inputShape,
      outputShape: [...inputShape, width],
      weights: [table],
      apply: (tokens) => rowsOf(table.variable, tokens),
    };
  };
}

/** An initialiser that draws N(0, deviation²). @throws RangeError if the deviation is not ≥ 0. */
export function normal(deviation: number): Initialiser {
  checkNumbers("normal", { deviation: [deviation, "≥ 0"] });
  return (shape, random) => {
    checkWeightShape("normal", shape);
    checkKinds("normal", { random: [random, { normal: "function" }] });
    return Float32Array.from(random.normal(0, deviation, sizeOf(shape)));
  };
}

/** One gather of a flat list: tfjs's gradient of a gather by a matrix of indices transposes. */
function rowsOf(table: Tensor, tokens: Tensor): Tensor {
  const rows = gather(table, reshape(tokens, [tokens.size]) as Tensor1D);
  return reshape(rows, [...tokens.shape, table.shape[1]!]);
}
