import { checkKinds, checkNumbers, checkOptions, checkShape } from "@elbowjs/arguments";
import {
  add,
  customGrad,
  engine,
  type GradSaveFunc,
  getBackend,
  getKernel,
  mean as meanOf,
  mul,
  reshape,
  rsqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tidy,
} from "@tensorflow/tfjs-core";
import { GROUP_NORM, GROUP_NORM_GRADIENT, type GroupNormAttributes } from "../kernels/group-norm.js";
import { hasGradientKernel } from "./is-differentiated.js";

/** Options of {@link layerNorm}. */
export interface LayerNormOptions {
  /** ε, added to the variance, > 0. Default 1e-5, PyTorch's. */
  readonly epsilon?: number;
}

/** Options of {@link groupNorm}. */
export interface GroupNormOptions extends LayerNormOptions {
  /** Into how many groups the channels go, an integer ≥ 1 that divides them. */
  readonly groups: number;
}

/**
 * Layer normalisation over the last axis: y = γ (x − mean) / √(variance + ε) + β, with mean and biased variance of each row, as
 * PyTorch's `LayerNorm(width)`. One kernel each way on WASM, on all threads; elsewhere composed of tfjs's operations.
 * Differentiable twice.
 *
 * @param x [..., width], float32, at least one row.
 * @param gamma γ, [width].
 * @param beta β, [width].
 * @returns a tensor of x's shape.
 * @throws RangeError if γ or β does not fit x, x has no values, or ε is not > 0; TypeError if an option does not exist.
 * @see Ba, Kiros and Hinton, "Layer Normalization" (2016).
 */
export function layerNorm<T extends Tensor>(
  x: T,
  gamma: Tensor1D,
  beta: Tensor1D,
  options: LayerNormOptions = {},
): T {
  checkOptions("layerNorm", options, ["epsilon"]);
  const { epsilon = 1e-5 } = options;
  const channels = checkParameters("layerNorm", x, gamma, beta, epsilon);
  const attributes = { samples: x.size / channels, rows: 1, channels, perGroup: channels, epsilon };
  return normalize(x, gamma, beta, attributes);
}

/**
 * Group normalisation: y = γ (x − mean) / √(variance + ε) + β, with mean and biased variance of each sample over all of its
 * places and over the channels of one group, as PyTorch's `GroupNorm(groups, channels)`; one group is layer normalisation over a
 * whole image, as many groups as channels are instance normalisation. One kernel each way on WASM; elsewhere composed of tfjs's
 * operations. Differentiable twice.
 *
 * @param x [samples, ..., channels], float32.
 * @param gamma γ, [channels].
 * @param beta β, [channels].
 * @returns a tensor of x's shape.
 * @throws RangeError if γ or β does not fit x, x has no values, ε is not > 0, or the groups do not divide the channels; TypeError
 * if an option does not exist.
 * @see Wu and He, "Group Normalization" (2018).
 */
export function groupNorm<T extends Tensor>(
  x: T,
  gamma: Tensor1D,
  beta: Tensor1D,
  options: GroupNormOptions,
): T {
  checkOptions("groupNorm", options, ["groups", "epsilon"]);
  const { groups, epsilon = 1e-5 } = options;
  const channels = checkParameters("groupNorm", x, gamma, beta, epsilon);
  checkNumbers("groupNorm", { groups: [groups, "integer ≥ 1"] });
  if (channels % groups !== 0 || x.rank < 2)
    throw new RangeError(
      `groupNorm: expected x of shape [samples, ..., channels] with channels that ${groups} groups divide, got [${x.shape}]`,
    );
  const samples = x.shape[0]!;
  const rows = x.size / samples / channels;
  return normalize(x, gamma, beta, { samples, rows, channels, perGroup: channels / groups, epsilon });
}

function checkParameters(caller: string, x: Tensor, gamma: Tensor, beta: Tensor, epsilon: number): number {
  checkKinds(caller, { x: [x, "Tensor"], gamma: [gamma, "Tensor"], beta: [beta, "Tensor"] });
  const channels = x.shape.at(-1);
  if (channels === undefined || x.size === 0)
    throw new RangeError(`${caller}: expected x of shape [..., channels] with values, got [${x.shape}]`);
  checkShape(caller, "gamma", gamma.shape, [channels]);
  checkShape(caller, "beta", beta.shape, [channels]);
  checkNumbers(caller, { epsilon: [epsilon, "> 0"] });
  return channels;
}

function normalize<T extends Tensor>(
  x: T,
  gamma: Tensor1D,
  beta: Tensor1D,
  attributes: GroupNormAttributes,
): T {
  const operation = customGrad((...parameters) => {
    const [values, scale, shift, save] = parameters as unknown as [Tensor, Tensor, Tensor, GradSaveFunc];
    const hasKernel = getKernel(GROUP_NORM, getBackend()) !== undefined;
    if (!hasKernel) {
      save([values, scale]);
      const value = tidy(() => composed(values, scale, shift, attributes));
      return { value, gradFunc: (dy, saved) => gradients(dy, saved as Tensor[], attributes) };
    }
    const inputs = { x: values, gamma: scale, beta: shift };
    const [value, moments] = engine().runKernel(GROUP_NORM, inputs, { ...attributes }) as unknown as [
      Tensor,
      Tensor,
    ];
    save([values, scale, moments]);
    return { value, gradFunc: (dy, saved) => gradients(dy, saved as Tensor[], attributes) };
  });
  return operation(x, gamma, beta) as T;
}

/** dx, dγ, dβ. */
function gradients(dy: Tensor, [x, gamma, moments]: Tensor[], attributes: GroupNormAttributes): Tensor[] {
  if (moments !== undefined && hasGradientKernel(GROUP_NORM_GRADIENT)) {
    const inputs = { dy, x: x!, gamma: gamma!, moments };
    return engine().runKernel(GROUP_NORM_GRADIENT, inputs, { ...attributes }) as unknown as Tensor[];
  }
  return tidy(() => {
    const { hat, spread } = standardized(x!, attributes);
    const slope = grouped(dy, attributes);
    const g = mul(slope, perChannel(gamma!, attributes));
    const centred = sub(sub(g, meanOf(g, [1, 3], true)), mul(hat, meanOf(mul(g, hat), [1, 3], true)));
    const perParameter = (products: Tensor) => reshape(sum(products, [0, 1]), gamma!.shape);
    return [reshape(mul(centred, spread), x!.shape), perParameter(mul(slope, hat)), perParameter(slope)];
  });
}

function composed(x: Tensor, gamma: Tensor, beta: Tensor, attributes: GroupNormAttributes): Tensor {
  const { hat } = standardized(x, attributes);
  const y = add(mul(hat, perChannel(gamma, attributes)), perChannel(beta, attributes));
  return reshape(y, x.shape);
}

/** x̂ and 1 / √(variance + ε) by groups. */
function standardized(x: Tensor, attributes: GroupNormAttributes): { hat: Tensor; spread: Tensor } {
  const values = grouped(x, attributes);
  const centred = sub(values, meanOf(values, [1, 3], true));
  const spread = rsqrt(add(meanOf(square(centred), [1, 3], true), attributes.epsilon));
  return { hat: mul(centred, spread), spread };
}

/** [samples, rows, groups, channels of a group]. */
const grouped = (x: Tensor, { samples, rows, channels, perGroup }: GroupNormAttributes): Tensor =>
  reshape(x, [samples, rows, channels / perGroup, perGroup]);

const perChannel = (parameter: Tensor, { channels, perGroup }: GroupNormAttributes): Tensor =>
  reshape(parameter, [1, 1, channels / perGroup, perGroup]);
