import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { customGrad, engine, getBackend, getKernel, mul, type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { PhiloxRequest } from "../philox.js";
import { checkStream, type RandomStream, randomTensor } from "./random.js";

/** Our kernel for x times its mask, where a backend has it. */
export const PHILOX_DROPOUT = "ElbowPhiloxDropout";

/**
 * Dropout in training mode: y = x·k / (1 − rate), with each k 0 with probability `rate` and 1 otherwise, from
 * Philox4x32-10 at the stream given. Its gradient is the same map of dy; the mask is made again, not kept.
 *
 * @param x any float32 tensor.
 * @param options rate in [0, 1); the stream, another one for each step and layer.
 * @returns y of x's shape.
 * @throws RangeError if the rate, seed or stream is outside its interval; TypeError if an option does not exist.
 * @see Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting" (2014).
 */
export function philoxDropout<T extends Tensor>(x: T, options: RandomStream & { readonly rate: number }): T {
  checkKinds("philoxDropout", { x: [x, "Tensor"] });
  checkOptions("philoxDropout", options, ["rate", "seed", "stream"]);
  const { rate, seed, stream = 0 } = options;
  checkNumbers("philoxDropout", { rate: [rate, "[0, 1)"] });
  checkStream("philoxDropout", { seed, stream });
  const keep: PhiloxRequest = { distribution: "keep", seed, stream, a: rate, b: 1 / (1 - rate) };
  const drop = (values: Tensor): Tensor =>
    hasDropoutKernel()
      ? (engine().runKernel(PHILOX_DROPOUT, { x: values }, { ...keep }) as Tensor)
      : tidy(() => mul(values, randomTensor(values.shape, keep)));
  const operation: (values: Tensor) => Tensor = customGrad((values) => ({
    value: drop(values as Tensor),
    // Not `drop`, so that the gradient has one too.
    gradFunc: (dy) => operation(dy),
  }));
  return operation(x) as T;
}

/** Whether the backend in use drops without a mask in memory. */
export const hasDropoutKernel = (): boolean => getKernel(PHILOX_DROPOUT, getBackend()) !== undefined;
