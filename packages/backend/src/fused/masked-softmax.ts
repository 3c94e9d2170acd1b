import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import {
  broadcastTo,
  cast,
  customGrad,
  div,
  engine,
  equal,
  exp,
  type GradSaveFunc,
  getBackend,
  getKernel,
  max,
  mul,
  sub,
  sum,
  type Tensor,
  tidy,
  where,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { MASKED_SOFTMAX, SOFTMAX_GRADIENT } from "../kernels/masked-softmax.js";
import { hasGradientKernel } from "./is-differentiated.js";

/** Options of {@link maskedSoftmax}. */
export interface MaskedSoftmaxOptions {
  /** What x is multiplied by, finite. Default 1; 1/√width in attention. */
  readonly scale?: number;
}

/**
 * Softmax along the last axis over what a mask lets through: yᵢ = e^(scale·xᵢ) / Σ e^(scale·xⱼ) over the j of the mask, and
 * exactly 0 elsewhere. A row of which the mask leaves nothing is all 0, where PyTorch gives NaN. One kernel each way on WASM,
 * which reads a mask that is the same for the middle axes (heads) without a copy; elsewhere composed of tfjs's operations.
 * Differentiable twice.
 *
 * @param x [..., columns], float32.
 * @param mask bool, of a shape that broadcasts to x's: true where x counts. Default: everywhere.
 * @returns a tensor of x's shape whose rows sum to 1.
 * @throws RangeError if the mask does not broadcast to x or the scale is not finite; TypeError if the mask is not bool.
 */
export function maskedSoftmax<T extends Tensor>(x: T, mask?: Tensor, options: MaskedSoftmaxOptions = {}): T {
  checkOptions("maskedSoftmax", options, ["scale"]);
  const { scale = 1 } = options;
  checkNumbers("maskedSoftmax", { scale: [scale, "finite"] });
  if (mask !== undefined) checkMask(x, mask);
  const operation = customGrad((...values) => {
    const [input, save] = values as unknown as [Tensor, GradSaveFunc];
    const value = tidy(() => forward(input, mask, scale));
    save([value]);
    return { value, gradFunc: (dy: Tensor, [y]: Tensor[]) => backward(dy, y!, scale) };
  });
  return operation(x) as T;
}

function checkMask(x: Tensor, mask: Tensor): void {
  if (mask.dtype !== "bool")
    throw new TypeError(`maskedSoftmax: expected mask of dtype bool, got ${mask.dtype}`);
  const fits =
    mask.rank <= x.rank &&
    mask.shape.every((extent, i) => extent === 1 || extent === x.shape[x.rank - mask.rank + i]);
  if (!fits)
    throw new RangeError(
      `maskedSoftmax: expected a mask that broadcasts to x [${x.shape}], got one of shape [${mask.shape}]`,
    );
}

function forward(x: Tensor, mask: Tensor | undefined, scale: number): Tensor {
  if (getKernel(MASKED_SOFTMAX, getBackend()) !== undefined) {
    const rows = mask && repetitionOf(mask, x);
    const inputs =
      mask === undefined ? { x } : { x, mask: rows === undefined ? broadcastTo(mask, x.shape) : mask };
    const attributes = { scale, ...(rows ?? { repeats: 1, period: 1 }) };
    return engine().runKernel(MASKED_SOFTMAX, inputs, attributes) as Tensor;
  }
  const scaled = mul(x, scale);
  const allowed = mask === undefined ? scaled : where(broadcastTo(mask, x.shape), scaled, -1e30);
  const e = exp(sub(allowed, max(allowed, -1, true)));
  const kept = mask === undefined ? e : where(broadcastTo(mask, x.shape), e, zerosLike(e));
  const total = sum(kept, -1, true);
  // A row of which nothing is left is divided by 1.
  return div(kept, where(equal(total, 0), cast(equal(total, 0), "float32"), total));
}

/** dx = scale · y (dy − Σ y dy). */
function backward(dy: Tensor, y: Tensor, scale: number): Tensor {
  if (hasGradientKernel(SOFTMAX_GRADIENT))
    return engine().runKernel(SOFTMAX_GRADIENT, { dy, y }, { scale }) as Tensor;
  return tidy(() => mul(mul(y, scale), sub(dy, sum(mul(y, dy), -1, true))));
}

/**
 * How the mask's rows repeat along those of x, if it is whole in the first axes, 1 in those in the middle and whole in the rest;
 * undefined for another pattern.
 */
function repetitionOf(mask: Tensor, x: Tensor): { repeats: number; period: number } | undefined {
  if (mask.shape.at(-1) !== x.shape.at(-1)) return undefined;
  const extents = x.shape.slice(0, -1);
  const own = [...new Array<number>(x.rank - mask.rank).fill(1), ...mask.shape].slice(0, -1);
  const isWhole = own.map((extent, axis) => extent === extents[axis]);
  const first = isWhole.indexOf(false);
  if (first === -1) return { repeats: 1, period: 1 };
  const last = isWhole.lastIndexOf(false);
  const product = (axes: number[]): number => axes.reduce((a, b) => a * b, 1);
  const isRepeated = own.slice(first, last + 1).every((extent) => extent === 1);
  if (!isRepeated) return undefined;
  return { repeats: product(extents.slice(first, last + 1)), period: product(extents.slice(last + 1)) };
}
