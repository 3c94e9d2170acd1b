import {
  cast,
  customGrad,
  div,
  exp,
  type GradSaveFunc,
  logSoftmax,
  mean,
  mul,
  neg,
  oneHot,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";

/** Mean of −ln softmax(logits)[target] over the rows, in nats. */
export function crossEntropy(logits: Tensor2D, targets: Tensor1D): Scalar {
  const operation = customGrad((...values) => {
    const [x, save] = values as unknown as [Tensor2D, GradSaveFunc];
    const [n, classes] = x.shape;
    const logP = logSoftmax(x);
    const wanted = cast(oneHot(targets, classes), "float32");
    save([logP, wanted]);
    return {
      value: div(neg(sum(mul(logP, wanted))), n),
      gradFunc: (dy: Tensor, saved: Tensor[]) => mul(sub(exp(saved[0]!), saved[1]!), div(dy, n)),
    };
  });
  return operation(logits) as Scalar;
}

/** Mean of (y − target)² over all numbers. */
export function squaredError(outputs: Tensor, targets: Tensor): Scalar {
  return mean(square(sub(outputs, targets))) as Scalar;
}
