import {
  cast,
  logSumExp,
  mul,
  oneHot,
  type Scalar,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";

/**
 * Σ shareᵢ·(−ln p(labelᵢ)), p = softmax(logits), in nats: with shares of 1/m over the m tokens that count, their mean.
 *
 * @param logits [tokens, vocabulary].
 * @param labels int32, [tokens].
 * @param shares [tokens].
 */
export function tokenLoss(logits: Tensor2D, labels: Tensor1D, shares: Tensor1D): Scalar {
  return sum(mul(tokenNats(logits, labels), shares)) as Scalar;
}

/** −ln p(label) of each token: ln Σ e^z − z[label], the sum shifted by the largest z. */
export function tokenNats(logits: Tensor2D, labels: Tensor1D): Tensor {
  // The WASM backend writes int32 whatever the type asked of oneHot.
  const truth = cast(oneHot(labels, logits.shape[1]), "float32");
  return sub(logSumExp(logits, 1), sum(mul(truth, logits), 1));
}
