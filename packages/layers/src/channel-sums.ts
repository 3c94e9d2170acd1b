import { checkKinds, checkShape, refusal, shown } from "@elbowjs/arguments";
import { add, customGrad, matMul, ones, reshape, Tensor } from "@tensorflow/tfjs-core";
import { sizeOf } from "./shape.js";

/**
 * Σ over all axes but the last, one axis at a time, each as a matrix product with ones. Every backend does that fast, while
 * reductions over a leading axis transpose first; and short sums round less: over 10,000 rows at once float32 is off by 2e-6,
 * which the normalisation of later layers would amplify.
 */
export function channelSums(x: Tensor): Tensor {
  if (!(x instanceof Tensor))
    throw refusal(new TypeError(`channelSums: expected x as a tensor, got ${shown(x)}`));
  let [rest, total] = [x.shape, x];
  while (rest.length > 1) {
    const [extent, ...others] = rest as [number, ...number[]];
    total = matMul(ones([1, extent]), reshape(total, [extent, sizeOf(others)]));
    rest = others;
  }
  return reshape(total, rest);
}

/** x + bias, the bias along the last axis, with {@link channelSums} for its gradient. */
export function addBias(x: Tensor, bias: Tensor): Tensor {
  checkKinds("addBias", { x: [x, "Tensor"], bias: [bias, "Tensor"] });
  checkShape("addBias", "bias", bias.shape, x.shape.slice(-1));
  const operation = customGrad((...args: unknown[]) => {
    const [x, bias] = args as [Tensor, Tensor];
    return { value: add(x, bias), gradFunc: (dy: Tensor) => [dy.clone(), channelSums(dy)] };
  });
  return operation(x, bias);
}
