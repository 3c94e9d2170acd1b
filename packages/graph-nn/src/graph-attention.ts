import { checkKinds, checkNumbers, checkOptions, checkShape, refusal, shown } from "@elbowjs/arguments";
import { philoxDropout } from "@elbowjs/backend/fused";
import { gather, matMul, Tensor, type Tensor2D, tensor1d, tidy } from "@tensorflow/tfjs-core";
import { type EdgeList, edgeEnds } from "./graph/graph.js";
import { type PatternTensors, patternTensors, sparsePattern } from "./sparse/pattern.js";
import { rowSoftmax, sampledProduct, sparseProduct } from "./sparse/products.js";

/** Options of {@link graphAttention}. */
export interface GraphAttentionOptions {
  /** Heads that attend side by side; an integer ≥ 1. */
  readonly heads: number;
  /** W^Q, [d, heads · k]. */
  readonly query: Tensor2D;
  /** W^K, [d, heads · k]. */
  readonly key: Tensor2D;
  /** W^V, [d, heads · m]; m is often k. */
  readonly value: Tensor2D;
  /** What the products are multiplied by, finite. Default 1/√k. */
  readonly scale?: number | undefined;
}

/** What {@link graphAttention} returns; the caller disposes of both. */
export interface GraphAttentionResult {
  /** S_v = Σ α_vv′ W^V x_v′, the heads side by side: [v, heads · m]. */
  readonly values: Tensor2D;
  /** α of each edge and head, in the order of the edges: [edges, heads]. */
  readonly attention: Tensor2D;
}

/**
 * Self-attention that is consistent with a graph: vertex v attends to the v′ with an edge (v, v′) and to no other,
 * α_vv′ = exp(Q_vᵀK_v′/√k) / Σ_u exp(Q_vᵀK_u/√k), S_v = Σ α_vv′ V_v′, with Q = x W^Q, K = x W^K, V = x W^V. It attends to itself only
 * if (v, v) is among the edges. A vertex without neighbours gets 0. Products are made along edges only: the memory is that of the
 * vertices and of edges · heads, never of vertices². Differentiable any number of times.
 *
 * @param x [v, d], float32.
 * @param edges [from, to]: from attends to to. Each once, one way.
 * @throws RangeError for shapes that do not go together, an edge to a vertex that is not there, or an edge given twice; TypeError for
 *   an option that does not exist.
 * @see Vaswani et al., Attention Is All You Need, 2017, equation 1, with the edges as its mask.
 */
export function graphAttention(
  x: Tensor2D,
  edges: EdgeList,
  options: GraphAttentionOptions,
): GraphAttentionResult {
  const caller = "graphAttention";
  checkTensor(caller, "x", x);
  checkShape(caller, "x", x.shape, ["v", "d"]);
  checkKinds(caller, { options: [options, "object"] });
  checkOptions(caller, options, ["heads", "query", "key", "value", "scale"]);
  const { heads, query, key, value, scale } = options;
  checkNumbers(caller, { heads: [heads, "integer ≥ 1"], scale: [scale, "finite or undefined"] });
  const [vertices, d] = x.shape;
  for (const [name, weight] of Object.entries({ query, key, value })) {
    checkTensor(caller, name, weight);
    checkShape(caller, name, weight.shape, [d, "heads · k"]);
    if (weight.shape[1] % heads !== 0)
      throw refusal(
        new RangeError(
          `${caller}: expected ${name} to have columns for ${heads} heads, got ${weight.shape[1]}`,
        ),
      );
  }
  checkShape(caller, "key", key.shape, query.shape);
  const { from, to } = edgeEnds(caller, edges, vertices);
  const { pattern, order } = sparsePattern(vertices, vertices, from, to);
  const result = tidy(() => {
    const tensors = { ...patternTensors(pattern), isTransient: true };
    const { values, weights } = edgeAttention(
      { query: matMul(x, query), key: matMul(x, key), value: matMul(x, value) },
      tensors,
      heads,
      { scale },
    );
    const place = new Int32Array(order.length);
    for (const [e, given] of order.entries()) place[given] = e;
    const attention = from.length === 0 ? weights : gather(weights, tensor1d(place, "int32"));
    return { values, attention };
  });
  return { values: result.values, attention: result.attention as Tensor2D };
}

function checkTensor(caller: string, name: string, value: unknown): void {
  if (!(value instanceof Tensor))
    throw refusal(new TypeError(`${caller}: expected ${name} to be a tensor, got ${shown(value)}`));
}

/** Options of {@link edgeAttention}. */
export interface EdgeAttentionOptions {
  /** Default 1/√k. */
  readonly scale?: number | undefined;
  /** Dropout of α. Default none. */
  readonly dropout?: { readonly rate: number; readonly seed: number } | undefined;
}

/**
 * Attention along the entries of a pattern, for queries, keys and values that are there already.
 *
 * @returns values [rows, heads · m] and α [entries, heads], before dropout, in the pattern's order.
 */
export function edgeAttention(
  { query, key, value }: { readonly query: Tensor2D; readonly key: Tensor2D; readonly value: Tensor2D },
  edges: PatternTensors,
  heads: number,
  { scale = 1 / Math.sqrt(query.shape[1] / heads), dropout }: EdgeAttentionOptions = {},
): { readonly values: Tensor2D; readonly weights: Tensor2D } {
  const weights = rowSoftmax(sampledProduct(query, key, edges, heads), edges, scale);
  const kept = dropout && dropout.rate > 0 ? philoxDropout(weights, dropout) : weights;
  return { values: sparseProduct(kept, value, edges, heads), weights };
}
