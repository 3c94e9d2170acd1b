import type { Pass, Weight } from "@elbowjs/layers";
import type { Tensor } from "@tensorflow/tfjs-core";

/** The network of a chain: one for all levels, told which. */
export interface Denoiser {
  /** By their names within the network. */
  weights(): ReadonlyMap<string, Weight>;
  /**
   * @param z shape `[n, ...shape]`.
   * @param times t/T in (0, 1], one for all rows or one for each.
   * @param labels one for all rows or one for each; `classes` stands for none. Undefined without classes.
   * @returns shape `[n, ...shape]`, differentiable by the weights.
   */
  apply(z: Tensor, times: ArrayLike<number>, labels: ArrayLike<number> | undefined, pass: Pass): Tensor;
}
