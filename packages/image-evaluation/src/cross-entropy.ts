import { checkChoices, checkKinds, checkShape } from "@elbowjs/arguments";
import {
  cast,
  logSoftmax,
  mean,
  mul,
  neg,
  oneHot,
  type Scalar,
  sum,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";

/**
 * Mean over images of −ln p(label), p = softmax(logits), in nats: PyTorch's `CrossEntropyLoss`.
 *
 * @param logits shape `[n, classes]`.
 * @param labels int32, shape `[n]`.
 */
export function crossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  checkKinds("crossEntropy", { logits: [logits, "Tensor"], labels: [labels, "Tensor"] });
  checkShape("crossEntropy", "logits", logits.shape, ["n", "classes"]);
  checkShape("crossEntropy", "labels", labels.shape, [logits.shape[0]]);
  checkChoices("crossEntropy", { "the dtype of logits": [logits.dtype, ["float32"]] });
  // The WASM backend writes int32 whatever the type asked of oneHot.
  const truth = cast(oneHot(labels, logits.shape[1]), "float32");
  return neg(mean(sum(mul(truth, logSoftmax(logits)), 1))) as Scalar;
}
