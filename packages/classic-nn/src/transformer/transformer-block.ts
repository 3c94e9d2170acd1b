import { checkKinds, checkOptions, refusal } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";
import { type DataMatrix, dataMatrix, dataVector } from "../data-matrix.js";
import {
  type LayerNormalization,
  layerNormalization,
  layerNormalizationBackward,
  type NormalizationGradient,
} from "./layer-normalization.js";
import {
  type AttentionTrace,
  type ScaledAttentionOptions,
  scaledDotProductAttention,
  scaledDotProductAttentionBackward,
} from "./scaled-dot-product-attention.js";

/** One head: W^Q, W^K, W^V, each [k, d]. */
export interface AttentionHead {
  readonly query: DataMatrix;
  readonly key: DataMatrix;
  readonly value: DataMatrix;
}

/** The weights of one block on states of d numbers. */
export interface TransformerBlock {
  /** N of them, N·k = d usually. */
  readonly heads: readonly AttentionHead[];
  /** W^O, [d, N·k]. */
  readonly output: DataMatrix;
  readonly norm1: LayerNormalization;
  /** W¹, [h, d], and b¹. */
  readonly weight1: DataMatrix;
  readonly bias1: ArrayLike<number>;
  /** W², [d, h], and b². */
  readonly weight2: DataMatrix;
  readonly bias2: ArrayLike<number>;
  readonly norm2: LayerNormalization;
}

/** Everything that a block computes on the way. */
export interface TransformerBlockTrace {
  /** Of each head: α and α V. */
  readonly heads: readonly AttentionTrace[];
  /** S = concat_h(α_h V_h) W^Oᵀ, [T, d]. */
  readonly attended: Matrix;
  /** S' = LN(S + X). */
  readonly normalized: Matrix;
  /** v = S' W¹ᵀ + b¹, [T, h]. */
  readonly hidden: Matrix;
  /** X' = ReLU(v) W²ᵀ + b². */
  readonly mapped: Matrix;
  /** X'' = LN(S' + X'). */
  readonly result: Matrix;
}

/** ∂ℓ by each weight of the block, and by its input. */
export interface TransformerBlockGradient {
  readonly heads: readonly { readonly query: Matrix; readonly key: Matrix; readonly value: Matrix }[];
  readonly output: Matrix;
  readonly norm1: NormalizationGradient;
  readonly weight1: Matrix;
  readonly bias1: number[];
  readonly weight2: Matrix;
  readonly bias2: number[];
  readonly norm2: NormalizationGradient;
  readonly input: Matrix;
}

/** A block's weights as matrices. */
interface BlockMatrices {
  readonly heads: readonly { readonly query: Matrix; readonly key: Matrix; readonly value: Matrix }[];
  readonly output: Matrix;
  readonly weight1: Matrix;
  readonly weight2: Matrix;
}

/**
 * One block of the lecture's transformer, by hand in float64: multi-head self-attention, add and normalise, two-layer network with
 * ReLU, add and normalise. X has one row per symbol.
 *
 * @param x [T, d].
 * @throws RangeError if the shapes do not go together, or an entry is not finite.
 * @see ECE/CS 559, Neural Networks, lecture 25, "Transformers".
 */
export function transformerBlock(
  x: DataMatrix,
  block: TransformerBlock,
  options: ScaledAttentionOptions = {},
): TransformerBlockTrace {
  return forwardOf("transformerBlock", x, block, options).trace;
}

/**
 * Backpropagation through {@link transformerBlock}, from ∂ℓ/∂X''. Each sum passes its gradient to both terms; what reaches X comes
 * through the residual connection and through all heads' queries, keys and values.
 *
 * @param outputGradient ∂ℓ/∂X'', [T, d].
 * @throws RangeError if the shapes do not go together, or an entry is not finite.
 */
export function transformerBlockBackward(
  x: DataMatrix,
  block: TransformerBlock,
  outputGradient: DataMatrix,
  options: ScaledAttentionOptions = {},
): TransformerBlockGradient {
  const { rows, matrices, trace } = forwardOf("transformerBlockBackward", x, block, options);
  const { weight1, weight2, output } = matrices;
  const norm2 = layerNormalizationBackward(
    Matrix.add(trace.normalized, trace.mapped),
    block.norm2,
    outputGradient,
  );
  const active = positive(trace.hidden);
  const rectified = Matrix.mul(trace.hidden, active);
  const delta1 = norm2.input.mmul(weight2).mul(active);
  const ofNormalized = Matrix.add(norm2.input, delta1.mmul(weight1));
  const norm1 = layerNormalizationBackward(Matrix.add(trace.attended, rows), block.norm1, ofNormalized);
  const joined = sideBySide(trace.heads.map((head) => head.output));
  const ofJoined = norm1.input.mmul(output);
  const input = norm1.input.clone();
  let from = 0;
  const heads = matrices.heads.map((head) => {
    const width = head.value.rows;
    const gradient = ofJoined.subMatrix(0, rows.rows - 1, from, from + width - 1);
    from += width;
    const projected = projections(rows, head);
    const { queries, keys, values } = scaledDotProductAttentionBackward(projected, gradient, options);
    input.add(queries.mmul(head.query)).add(keys.mmul(head.key)).add(values.mmul(head.value));
    const byInput = (slope: Matrix): Matrix => slope.transpose().mmul(rows);
    return { query: byInput(queries), key: byInput(keys), value: byInput(values) };
  });
  return {
    heads,
    output: norm1.input.transpose().mmul(joined),
    norm1,
    weight1: delta1.transpose().mmul(trace.normalized),
    bias1: delta1.sum("column"),
    weight2: norm2.input.transpose().mmul(rectified),
    bias2: norm2.input.sum("column"),
    norm2,
    input,
  };
}

function forwardOf(caller: string, x: DataMatrix, block: TransformerBlock, options: ScaledAttentionOptions) {
  const rows = dataMatrix(x, caller, "x");
  const matrices = blockMatrices(caller, block, rows.columns);
  const { weight1, weight2, output } = matrices;
  const bias1 = Array.from(dataVector(block.bias1, caller, "bias1", weight1.rows));
  const bias2 = Array.from(dataVector(block.bias2, caller, "bias2", rows.columns));
  const heads = matrices.heads.map((head) => scaledDotProductAttention(projections(rows, head), options));
  const attended = sideBySide(heads.map((head) => head.output)).mmul(output.transpose());
  const normalized = layerNormalization(Matrix.add(attended, rows), block.norm1).output;
  const hidden = normalized.mmul(weight1.transpose()).addRowVector(bias1);
  const mapped = Matrix.mul(hidden, positive(hidden)).mmul(weight2.transpose()).addRowVector(bias2);
  const result = layerNormalization(Matrix.add(normalized, mapped), block.norm2).output;
  const trace: TransformerBlockTrace = { heads, attended, normalized, hidden, mapped, result };
  return { rows, matrices, trace };
}

/** Q = X W^Qᵀ, K = X W^Kᵀ, V = X W^Vᵀ. */
const projections = (rows: Matrix, { query, key, value }: BlockMatrices["heads"][number]) => ({
  queries: rows.mmul(query.transpose()),
  keys: rows.mmul(key.transpose()),
  values: rows.mmul(value.transpose()),
});

/** 1 where an entry is above 0. */
function positive(matrix: Matrix): Matrix {
  return new Matrix(matrix.to2DArray().map((row) => row.map((value) => Number(value > 0))));
}

function sideBySide(matrices: readonly Matrix[]): Matrix {
  const rows = matrices.map((matrix) => matrix.to2DArray());
  return new Matrix(rows[0]!.map((_, t) => rows.flatMap((matrix) => matrix[t]!)));
}

function blockMatrices(caller: string, block: TransformerBlock, d: number): BlockMatrices {
  checkKinds(caller, { block: [block, "object"], "block.heads": [block?.heads, "array"] });
  const names = ["heads", "output", "norm1", "weight1", "bias1", "weight2", "bias2", "norm2"];
  checkOptions(caller, block, names);
  if (block.heads.length === 0)
    throw refusal(new RangeError(`${caller}: expected block.heads of at least one head, got none`));
  const heads = block.heads.map((head, h) => {
    checkOptions(caller, head, ["query", "key", "value"]);
    const named = (part: "query" | "key" | "value") =>
      shaped(caller, `heads[${h}].${part}`, head[part], undefined, d);
    const [query, key, value] = [named("query"), named("key"), named("value")];
    if (query.rows !== key.rows)
      throw refusal(
        new RangeError(
          `${caller}: expected heads[${h}].key of ${query.rows} rows as its query, got ${key.rows}`,
        ),
      );
    return { query, key, value };
  });
  const width = heads.reduce((sum, { value }) => sum + value.rows, 0);
  const weight1 = shaped(caller, "weight1", block.weight1, undefined, d);
  return {
    heads,
    output: shaped(caller, "output", block.output, d, width),
    weight1,
    weight2: shaped(caller, "weight2", block.weight2, d, weight1.rows),
  };
}

function shaped(
  caller: string,
  name: string,
  data: DataMatrix,
  rows: number | undefined,
  columns: number,
): Matrix {
  const matrix = dataMatrix(data, caller, name);
  if (matrix.columns === columns && (rows === undefined || matrix.rows === rows)) return matrix;
  throw refusal(
    new RangeError(
      `${caller}: expected ${name} of shape [${rows ?? "any"}, ${columns}], got [${matrix.rows}, ${matrix.columns}]`,
    ),
  );
}
