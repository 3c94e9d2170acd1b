/** Names of the sparse kernels in tfjs's registry. */
export const SAMPLED_PRODUCT = "ElbowSampledProduct";
export const SPARSE_PRODUCT = "ElbowSparseProduct";
export const ROW_SOFTMAX = "ElbowRowSoftmax";
export const ROW_SOFTMAX_GRADIENT = "ElbowRowSoftmaxGradient";

/** Attributes of all of them; `width` of the products, `scale` of the softmax. */
export interface SparseAttributes {
  readonly heads: number;
  readonly width: number;
  readonly scale: number;
}
