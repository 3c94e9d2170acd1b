import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import {
  add,
  customGrad,
  engine,
  type GradSaveFunc,
  getBackend,
  getKernel,
  mean as meanOf,
  mul,
  relu as reluOf,
  rsqrt,
  square,
  step,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tidy,
} from "@tensorflow/tfjs-core";
import {
  CHANNEL_MOMENTS,
  NORMALIZE,
  NORMALIZE_GRADIENT,
  type NormalizeAttributes,
} from "../kernels/batch-norm.js";
import { hasDropoutKernel, philoxDropout } from "./dropout.js";
import { hasGradientKernel, isDifferentiated } from "./is-differentiated.js";
import { type RandomStream, randomTensor } from "./random.js";

/** Options of {@link reluBatchNormDropout}. */
export interface ReluBatchNormDropoutOptions {
  /** Apply max(x, 0) first. Default true. */
  readonly relu?: boolean;
  /** Added to the variance, > 0. Default 1e-5, PyTorch's. */
  readonly epsilon?: number;
  /** Dropout after the normalisation: rate in [0, 1) and its random numbers. Default none. */
  readonly dropout?: RandomStream & { readonly rate: number };
}

/** What {@link reluBatchNormDropout} returns. */
export interface ReluBatchNormDropoutResult<T extends Tensor> {
  /** The output, of x's shape. */
  readonly y: T;
  /** Mean of each channel in this batch, without gradient: for running averages. */
  readonly mean: Tensor1D;
  /** Biased variance of each channel in this batch, without gradient. */
  readonly variance: Tensor1D;
}

/**
 * ReLU, batch normalisation with the statistics of the batch, and dropout as one operation with its own gradient:
 * y = k / (1 − rate) · (γ (v − mean) / √(variance + ε) + β) with v = max(x, 0), the moments of v over all axes but the
 * last, and k the mask of {@link philoxDropout}. On the wasm backend with Elbow's kernels it reads x three times forward
 * and twice backward; on WebGPU it is four programs forward and four backward, one fewer each without dropout; elsewhere
 * it is composed of tfjs's own operations.
 *
 * @param x [..., channels], float32, at least one row.
 * @param gamma γ, [channels].
 * @param beta β, [channels].
 * @throws RangeError if γ or β does not fit x, x has no rows, or ε or the rate is outside its interval;
 * TypeError if an option does not exist.
 * @see Ioffe and Szegedy, "Batch Normalization: Accelerating Deep Network Training" (2015).
 */
export function reluBatchNormDropout<T extends Tensor>(
  x: T,
  gamma: Tensor1D,
  beta: Tensor1D,
  options: ReluBatchNormDropoutOptions = {},
): ReluBatchNormDropoutResult<T> {
  checkOptions("reluBatchNormDropout", options, ["relu", "epsilon", "dropout"]);
  const { relu = true, epsilon = 1e-5, dropout } = options;
  checkArguments(x, gamma, beta, epsilon, dropout?.rate ?? 0);
  const attributes = { relu, epsilon };
  // A backend that drops without a mask does so after the rest.
  const dropAfter = dropout !== undefined && dropout.rate > 0 && hasDropoutKernel();
  const drawMask = (): Tensor | undefined =>
    dropout === undefined || dropout.rate === 0 || dropAfter
      ? undefined
      : randomTensor(x.shape, {
          distribution: "keep",
          seed: dropout.seed,
          stream: dropout.stream ?? 0,
          a: dropout.rate,
          b: 1 / (1 - dropout.rate),
        });
  const [mean, variance] = channelMoments(x, relu);
  const operation = customGrad((...parameters) => {
    const [values, scale, shift, save] = parameters as unknown as [Tensor, Tensor1D, Tensor1D, GradSaveFunc];
    const mask = drawMask();
    save([values, scale, mean, variance, ...(mask === undefined ? [] : [mask])]);
    const value = normalize({ x: values, gamma: scale, beta: shift, mean, variance }, mask, attributes);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [x, gamma, mean, variance, mask] = saved as [Tensor, Tensor1D, Tensor1D, Tensor1D, Tensor?];
      return tidy(() => normalizeGradient(dy, { x, gamma, mean, variance }, mask, attributes));
    };
    return { value, gradFunc };
  });
  const y = dropAfter
    ? tidy(() => philoxDropout(operation(x, gamma, beta) as T, dropout))
    : (operation(x, gamma, beta) as T);
  return { y, mean, variance };
}

function checkArguments(x: Tensor, gamma: Tensor, beta: Tensor, epsilon: number, rate: number): void {
  checkKinds("reluBatchNormDropout", { x: [x, "Tensor"], gamma: [gamma, "Tensor"], beta: [beta, "Tensor"] });
  const channels = x.shape.at(-1);
  if (x.rank < 1 || x.size === 0) {
    throw new RangeError(
      `reluBatchNormDropout: expected x of shape [..., channels] with rows, got [${x.shape}]`,
    );
  }
  for (const [name, parameter] of Object.entries({ gamma, beta })) {
    if (parameter.rank !== 1 || parameter.size !== channels) {
      throw new RangeError(
        `reluBatchNormDropout: expected ${name} of shape [${channels}], got [${parameter.shape}]`,
      );
    }
  }
  checkNumbers("reluBatchNormDropout", { epsilon: [epsilon, "> 0"], rate: [rate, "[0, 1)"] });
}

const hasKernels = () => getKernel(NORMALIZE, getBackend()) !== undefined;

/** Mean and biased variance over all axes but the last. */
function channelMoments(x: Tensor, relu: boolean): [Tensor1D, Tensor1D] {
  if (hasKernels())
    return engine().runKernel(CHANNEL_MOMENTS, { x }, { relu }) as unknown as [Tensor1D, Tensor1D];
  return tidy(() => composedMoments(x, relu));
}

function composedMoments(x: Tensor, relu: boolean): [Tensor1D, Tensor1D] {
  const axes = rowAxes(x);
  const v = relu ? reluOf(x) : x;
  const mean = meanOf<Tensor1D>(v, axes);
  return [mean, meanOf<Tensor1D>(square(sub(v, mean)), axes)];
}

interface Parts {
  x: Tensor;
  gamma: Tensor1D;
  mean: Tensor1D;
  variance: Tensor1D;
}

function normalize(
  parts: Parts & { beta: Tensor1D },
  mask: Tensor | undefined,
  attributes: NormalizeAttributes,
): Tensor {
  const { x, gamma, beta, mean, variance } = parts;
  if (hasKernels()) {
    const inputs = { x, gamma, beta, mean, variance, ...(mask === undefined ? {} : { mask }) };
    return engine().runKernel(NORMALIZE, inputs, { ...attributes }) as Tensor;
  }
  const v = attributes.relu ? reluOf(x) : x;
  const scale = mul(gamma, rsqrt(add(variance, attributes.epsilon)));
  const y = add(mul(sub(v, mean), scale), beta);
  return mask === undefined ? y : mul(y, mask);
}

function normalizeGradient(
  dy: Tensor,
  parts: Parts,
  mask: Tensor | undefined,
  attributes: NormalizeAttributes,
): Tensor[] {
  const { x, gamma } = parts;
  if (hasGradientKernel(NORMALIZE_GRADIENT)) {
    const { mean, variance } = parts;
    const inputs = { dy, x, gamma, mean, variance, ...(mask === undefined ? {} : { mask }) };
    return engine().runKernel(NORMALIZE_GRADIENT, inputs, { ...attributes }) as unknown as Tensor[];
  }
  const axes = rowAxes(x);
  const rows = x.size / gamma.size;
  const g = mask === undefined ? dy : mul(dy, mask);
  // A second gradient goes through the moments too.
  const [mean, variance] = isDifferentiated()
    ? composedMoments(x, attributes.relu)
    : [parts.mean, parts.variance];
  const spread = rsqrt(add(variance, attributes.epsilon));
  const xHat = mul(sub(attributes.relu ? reluOf(x) : x, mean), spread);
  const dBeta = sum(g, axes);
  const dGamma = sum(mul(g, xHat), axes);
  const correction = mul(add(dBeta, mul(xHat, dGamma)), 1 / rows);
  const dv = mul(sub(g, correction), mul(gamma, spread));
  return [attributes.relu ? mul(dv, step(x)) : dv, dGamma, dBeta];
}

function rowAxes(x: Tensor): number[] {
  return Array.from({ length: x.rank - 1 }, (_, axis) => axis);
}
