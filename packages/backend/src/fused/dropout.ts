import { customGrad, mul, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { type RandomStream, randomTensor } from "./random.js";

/**
 * Dropout in training mode: y = x·k / (1 − rate), with each k 0 with probability `rate` and 1 otherwise, from
 * Philox4x32-10 at the stream given. Its gradient is the same map of dy; the mask is made again, not kept.
 *
 * @param x any float32 tensor.
 * @param options rate in [0, 1); the stream, another one for each step and layer.
 * @returns y of x's shape.
 * @throws RangeError if the rate, seed or stream is outside its interval.
 * @see Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting" (2014).
 */
export function philoxDropout<T extends Tensor>(
  x: T,
  { rate, seed, stream = 0 }: RandomStream & { rate: number },
): T {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`philoxDropout: expected rate in [0, 1), got ${rate}`);
  const keep = { distribution: "keep", seed, stream, a: rate, b: 1 / (1 - rate) } as const;
  const drop = (values: Tensor) => tidy(() => mul(values, randomTensor(values.shape, keep)));
  return customGrad((values) => ({ value: drop(values as Tensor), gradFunc: drop }))(x) as T;
}
