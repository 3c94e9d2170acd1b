import {
  AvgPoolGrad,
  type AvgPoolGradAttrs,
  avgPool,
  backend_util,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  Conv2DBackpropInput,
  conv2d,
  DepthwiseConv2dNativeBackpropFilter,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  depthwiseConv2d,
  EluGrad,
  Equal,
  engine,
  type GradFunc,
  Greater,
  getGradient,
  Less,
  LessEqual,
  LogicalAnd,
  LogicalNot,
  LogicalOr,
  MaxPoolGrad,
  type MaxPoolGradAttrs,
  mul,
  type NamedAttrMap,
  NotEqual,
  neg,
  pad,
  registerGradient,
  step,
  type Tensor,
  type Tensor4D,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { orderTape } from "./tape-order.js";
import { atWindowMaxima } from "./window-maxima.js";

/** Slopes by the inputs of a gradient's kernel, from the slope by its output and what was saved of its inputs. */
type Slopes<Attributes> = (
  dy: Tensor4D,
  saved: Tensor4D[],
  attributes: Attributes,
) => Record<string, () => Tensor>;

/**
 * Registers the gradients of tfjs's gradients that tfjs itself lacks, and those of comparisons, which are 0: with them a loss
 * that holds a gradient, as the penalty of a Wasserstein GAN, can be differentiated through convolutions, pooling, `elu` and
 * `leakyRelu`. What is registered already stays.
 *
 * @see Gulrajani et al., "Improved Training of Wasserstein GANs" (2017), for a use.
 */
export function registerSecondOrderGradients(): void {
  orderTape();
  register<Conv2DBackpropFilterAttrs>(Conv2DBackpropFilter, ["x", "dy"], convolutionFilter);
  register(DepthwiseConv2dNativeBackpropInput, ["dy", "filter"], depthwiseInput);
  register(DepthwiseConv2dNativeBackpropFilter, ["x", "dy"], depthwiseFilter);
  register(MaxPoolGrad, ["input", "output"], maxPool);
  register(AvgPoolGrad, ["input"], averagePool);
  register(EluGrad, ["dy", "y"], elu);
  const zeros: Slopes<unknown> = (_, [a, b]) => ({ a: () => zerosLike(a!), b: () => zerosLike(b!) });
  for (const comparison of [Equal, NotEqual, Greater, Less, LessEqual, LogicalAnd, LogicalOr])
    register(comparison, ["a", "b"], zeros);
  register(LogicalNot, ["x"], (_, [x]) => ({ x: () => zerosLike(x!) }));
}

function register<Attributes>(kernelName: string, inputsToSave: string[], slopes: Slopes<Attributes>): void {
  if (getGradient(kernelName) !== undefined) return;
  registerGradient({ kernelName, inputsToSave, gradFunc: slopes as unknown as GradFunc });
}

const run = (kernel: string, inputs: Record<string, Tensor>, attributes: object): Tensor4D =>
  engine().runKernel(kernel, inputs, attributes as NamedAttrMap) as Tensor4D;

/** dW = Σ x ⋆ dy is linear in both. */
const convolutionFilter: Slopes<Conv2DBackpropFilterAttrs> = (ddW, [x, dy], attributes) => {
  const { strides, pad, dataFormat, dimRoundingMode } = attributes;
  const rest = { strides, pad, dataFormat, dimRoundingMode };
  return {
    x: () => run(Conv2DBackpropInput, { dy: dy!, filter: ddW }, { ...rest, inputShape: x!.shape }),
    dy: () => conv2d(x!, ddW, strides, pad, dataFormat, 1, dimRoundingMode),
  };
};

/** dx = W ⋆ᵀ dy, channel by channel. */
const depthwiseInput: Slopes<DepthwiseConv2dNativeBackpropInputAttrs> = (ddx, [dy, filter], attributes) => {
  const { strides, pad, dilations, dimRoundingMode } = attributes;
  const rest = { strides, pad, dilations, dimRoundingMode, filterShape: filter!.shape };
  return {
    dy: () => depthwiseConv2d(ddx, filter!, strides, pad, "NHWC", dilations, dimRoundingMode),
    filter: () => run(DepthwiseConv2dNativeBackpropFilter, { x: ddx, dy: dy! }, rest),
  };
};

const depthwiseFilter: Slopes<DepthwiseConv2dNativeBackpropFilterAttrs> = (ddW, [x, dy], attributes) => {
  const { strides, pad, dilations, dimRoundingMode } = attributes;
  const rest = { strides, pad, dilations, dimRoundingMode, inputShape: x!.shape };
  return {
    x: () => run(DepthwiseConv2dNativeBackpropInput, { dy: dy!, filter: ddW }, rest),
    dy: () => depthwiseConv2d(x!, ddW, strides, pad, "NHWC", dilations, dimRoundingMode),
  };
};

/** Each window hands its dy to its maximum; the slope by dy is what stands there. The places do not move. */
const maxPool: Slopes<MaxPoolGradAttrs> = (ddx, [input, output], attributes) => ({
  dy: () => atWindowMaxima(ddx, input!, output!, attributes),
  input: () => zerosLike(input!),
  output: () => zerosLike(output!),
});

/** tfjs hands 1/(height · width) of dy to each pixel of a window, also where it hangs over the edge. */
const averagePool: Slopes<AvgPoolGradAttrs> = (ddx, [input], { filterSize, strides, pad: padding }) => ({
  dy: () => {
    const { padInfo } = backend_util.computePool2DInfo(input!.shape, filterSize, strides, 1, padding);
    const { top, bottom, left, right } = padInfo;
    const padded: Tensor4D = pad(ddx, [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]);
    return avgPool(padded, filterSize, strides, "valid");
  },
  input: () => zerosLike(input!),
});

/** dx = dy (y < 0 ? y + 1 : 1). */
const elu: Slopes<unknown> = (ddx, [dy, y]) => ({
  dy: () => run(EluGrad, { dy: ddx, y: y! }, {}),
  y: () => mul(mul(ddx, dy!), step(neg(y!))),
});
