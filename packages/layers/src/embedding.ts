import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import {
  customGrad,
  gather,
  getBackend,
  matMul,
  oneHot,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
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
  const list = reshape(tokens, [tokens.size]) as Tensor1D;
  const rows = getBackend() === "webgpu" ? orderedGather(table as Tensor2D, list) : gather(table, list);
  return reshape(rows, [...tokens.shape, table.shape[1]!]);
}

/**
 * A gather whose gradient is a product with the one-hot tokens. On WebGPU tfjs adds the rows of a token up in whatever order the
 * GPU's threads come (UnsortedSegmentSum, atomic additions), so that the same seed would give other bits.
 */
function orderedGather(table: Tensor2D, tokens: Tensor1D): Tensor {
  const operation = customGrad((w, save) => {
    (save as (tensors: Tensor[]) => void)([tokens]);
    return {
      value: gather(w as Tensor, tokens),
      gradFunc: (dy, saved) => [
        matMul(
          oneHot(saved[0] as Tensor1D, table.shape[0], 1, 0, "float32") as Tensor2D,
          dy as Tensor2D,
          true,
        ),
      ],
    };
  });
  return operation(table);
}
