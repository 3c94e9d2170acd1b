import { checkShape } from "@elbowjs/arguments";
import {
  abs,
  add,
  customGrad,
  exp,
  type GradSaveFunc,
  log1p,
  logSoftmax,
  mul,
  neg,
  oneHot,
  relu,
  sigmoid,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from "@tensorflow/tfjs-core";

/**
 * Binary cross-entropy of logits, each by itself: y log 1/f + (1 − y) log 1/(1 − f) with f = σ(z), as max(z, 0) − z·y + log1p(e^−|z|),
 * which neither overflows nor loses digits at |z| = 100. Its gradient is σ(z) − y.
 *
 * @param logits z, [n]. @param targets y in [0, 1], [n].
 * @throws RangeError if the shapes differ.
 */
export function binaryCrossEntropy(logits: Tensor1D, targets: Tensor1D): Tensor1D {
  checkShape("binaryCrossEntropy", "logits", logits?.shape, ["n"]);
  checkShape("binaryCrossEntropy", "targets", targets?.shape, logits.shape);
  const operation = customGrad((...given) => {
    const [z, y, save] = given as unknown as [Tensor, Tensor, GradSaveFunc];
    save([z, y]);
    const value = tidy(() => add(sub(relu(z), mul(z, y)), log1p(exp(neg(abs(z))))));
    const gradFunc = (dy: Tensor, [z, y]: Tensor[]) => [mul(dy, sub(sigmoid(z!), y!)), mul(dy, neg(z!))];
    return { value, gradFunc };
  });
  return operation(logits, targets) as Tensor1D;
}

/**
 * Categorical cross-entropy of logits, each row by itself: −log softmax(z)[class], the largest logit taken off first.
 *
 * @param logits [n, classes]. @param targets the classes, int32, [n].
 * @throws RangeError if the shapes do not go together.
 */
export function categoricalCrossEntropy(logits: Tensor2D, targets: Tensor1D): Tensor1D {
  checkShape("categoricalCrossEntropy", "logits", logits?.shape, ["n", "classes"]);
  checkShape("categoricalCrossEntropy", "targets", targets?.shape, [logits.shape[0]]);
  return tidy(() => {
    const rows = oneHot(targets, logits.shape[1]);
    return neg(sum(mul(logSoftmax(logits), rows), 1)) as Tensor1D;
  });
}
