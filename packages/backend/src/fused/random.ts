import { checkNumbers, checkOptions, shown } from "@elbowjs/arguments";
import {
  engine,
  getBackend,
  getKernel,
  type Rank,
  type ShapeMap,
  type Tensor,
  tensor,
  util,
} from "@tensorflow/tfjs-core";
import { PHILOX } from "../kernels/philox.js";
import { type PhiloxRequest, philoxValues } from "../philox.js";

/** Names a sequence of random numbers: the same seed and stream give the same numbers, on every backend. */
export interface RandomStream {
  /** Integer in [0, 2⁵³). */
  readonly seed: number;
  /** Integer in [0, 2⁵³). Default 0. Different streams of one seed are independent: one for each step and layer, say. */
  readonly stream?: number;
}

/**
 * Uniform random tensor u ~ U[low, high) of 24-bit resolution, from the counter-based generator Philox4x32-10.
 *
 * @param shape of the result.
 * @param options low (default 0), high (default 1), and the stream.
 * @throws RangeError if seed or stream is not an integer in [0, 2⁵³), an extent is negative, or another number is not finite;
 * TypeError if an option does not exist.
 */
export function philoxUniform<R extends Rank>(
  shape: ShapeMap[R],
  options: RandomStream & { readonly low?: number; readonly high?: number },
): Tensor<R> {
  const caller = "philoxUniform";
  checkOptions(caller, options, ["low", "high", "seed", "stream"]);
  const { low = 0, high = 1, seed, stream = 0 } = options;
  checkNumbers(caller, { low: [low, "finite"], high: [high, "finite"] });
  checkStream(caller, { seed, stream });
  checkExtents(caller, shape);
  return randomTensor(shape, { distribution: "uniform", seed, stream, a: low, b: high }) as Tensor<R>;
}

/**
 * Normal random tensor z ~ N(mean, deviation²), from Philox4x32-10 by the transformation of Box and Muller:
 * z = √(−2 ln u)·cos 2πv. The backends agree to float32 rounding.
 *
 * @param shape of the result.
 * @param options mean (default 0), deviation (default 1), and the stream.
 * @throws RangeError if seed or stream is not an integer in [0, 2⁵³), an extent is negative, or another number is not finite;
 * TypeError if an option does not exist.
 */
export function philoxNormal<R extends Rank>(
  shape: ShapeMap[R],
  options: RandomStream & { readonly mean?: number; readonly deviation?: number },
): Tensor<R> {
  const caller = "philoxNormal";
  checkOptions(caller, options, ["mean", "deviation", "seed", "stream"]);
  const { mean = 0, deviation = 1, seed, stream = 0 } = options;
  checkNumbers(caller, { mean: [mean, "finite"], deviation: [deviation, "≥ 0"] });
  checkStream(caller, { seed, stream });
  checkExtents(caller, shape);
  return randomTensor(shape, { distribution: "normal", seed, stream, a: mean, b: deviation }) as Tensor<R>;
}

/** Drawn by the kernel where the backend has it, else by its TypeScript twin. */
export function randomTensor(shape: number[], request: PhiloxRequest): Tensor {
  if (getKernel(PHILOX, getBackend()) !== undefined) {
    return engine().runKernel(PHILOX, {}, { ...request, shape }) as Tensor;
  }
  return tensor(philoxValues(util.sizeFromShape(shape), request), shape);
}

/** Refuses a seed or stream that is not an integer in [0, 2⁵³). */
export function checkStream(caller: string, { seed, stream }: Required<RandomStream>): void {
  checkNumbers(caller, { seed: [seed, "integer ≥ 0"], stream: [stream, "integer ≥ 0"] });
}

function checkExtents(caller: string, shape: readonly number[]): void {
  if (!Array.isArray(shape)) throw new TypeError(`${caller}: expected a shape, got ${shown(shape)}`);
  for (const [axis, extent] of shape.entries())
    checkNumbers(caller, { [`shape[${axis}]`]: [extent, "integer ≥ 0"] });
}
