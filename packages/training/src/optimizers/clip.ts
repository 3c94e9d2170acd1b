import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import {
  add,
  addN,
  div,
  minimum,
  mul,
  scalar,
  sqrt,
  square,
  sum,
  type Tensor,
  tidy,
} from "@tensorflow/tfjs-core";

/**
 * Gradients scaled down, all by one factor, so that their norm together is at most `norm`: PyTorch's `clip_grad_norm_`,
 * g·min(1, norm / (‖g‖ + 10⁻⁶)).
 *
 * @returns new tensors, which the caller disposes of.
 */
export function clipByGlobalNorm(gradients: readonly Tensor[], norm: number): Tensor[] {
  checkKinds("clipByGlobalNorm", { gradients: [gradients, ["Tensor"]] });
  checkNumbers("clipByGlobalNorm", { norm: [norm, "> 0"] });
  if (gradients.length === 0) return [];
  return tidy(() => {
    const length = sqrt(addN(gradients.map((gradient) => sum(square(gradient)))));
    const factor = minimum(1, div(scalar(norm), add(length, 1e-6)));
    return gradients.map((gradient) => mul(gradient, factor));
  });
}
