import {
  Add,
  type backend_util,
  Elu,
  getKernel,
  type KernelBackend,
  Prelu,
  Sigmoid,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import type { TrainingModule } from "./training-module.js";
import { LEAKY_RELU } from "./unary.js";

/** Kernels of tfjs for the activations that tfjs computes as fast. */
const kernelOf = { elu: Elu, sigmoid: Sigmoid, prelu: Prelu } as const;

/**
 * activation(x), where x is a fresh tensor of float32 that this function takes over: in place where it can, else by
 * tfjs's own kernel, disposing of x.
 *
 * @throws TypeError if `activation` is none of those that tfjs can fuse.
 */
export function activate(
  module: TrainingModule,
  backend: KernelBackend,
  x: TensorInfo,
  activation: backend_util.Activation,
  alpha: number | undefined,
  preluWeights: TensorInfo | undefined,
): TensorInfo {
  const address = module.address(x);
  const size = util.sizeFromShape(x.shape);
  switch (activation) {
    case "linear":
      return x;
    case "relu":
      module.exports.relu(address, size);
      return x;
    case "relu6":
      module.exports.relu6(address, size);
      return x;
    case "leakyrelu":
      module.exports.unary(LEAKY_RELU, address, size, address, alpha ?? 0);
      return x;
    case "sigmoid":
    case "elu":
    case "prelu": {
      const inputs = activation === "prelu" ? { x, alpha: preluWeights! } : { x };
      const out = getKernel(kernelOf[activation], "wasm").kernelFunc({ inputs, backend, attrs: {} });
      module.free(x);
      return out as TensorInfo;
    }
    default:
      module.free(x);
      throw new TypeError(
        `activation: expected linear, relu, relu6, leakyrelu, prelu, sigmoid or elu, got ${activation satisfies never}`,
      );
  }
}

/** Whether a bias is a row of `columns` values, which a product can start from. */
export function isBiasRow(bias: TensorInfo | undefined, columns: number | undefined): boolean {
  return bias == null || (bias.shape.length === 1 && bias.shape[0] === columns);
}

/** Whether a shape broadcasts to another and makes it no larger. */
export function isBroadcastTo(shape: readonly number[], larger: readonly number[]): boolean {
  const skipped = larger.length - shape.length;
  return skipped >= 0 && shape.every((extent, i) => extent === 1 || extent === larger[skipped + i]);
}

/** x + bias for a bias of any other shape that broadcasts to x's; takes x over. */
export function addBias(
  module: TrainingModule,
  backend: KernelBackend,
  x: TensorInfo,
  bias: TensorInfo,
): TensorInfo {
  const out = getKernel(Add, "wasm").kernelFunc({ inputs: { a: x, b: bias }, backend }) as TensorInfo;
  module.free(x);
  return out;
}
