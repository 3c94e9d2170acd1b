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
import { type PhiloxRequest, philoxValues } from "./philox.js";

/** Names a sequence of random numbers: the same seed and stream give the same numbers, on every backend. */
export interface RandomStream {
  /** Integer in [0, 2⁵³). */
  seed: number;
  /** Integer in [0, 2⁵³), default 0. Different streams of one seed are independent: one for each step and layer, say. */
  stream?: number;
}

/**
 * Uniform random tensor u ~ U[low, high) of 24-bit resolution, from the counter-based generator Philox4x32-10.
 *
 * @param shape of the result.
 * @param options low (default 0), high (default 1), and the stream.
 * @throws RangeError if seed or stream is not an integer in [0, 2⁵³).
 */
export function philoxUniform<R extends Rank>(
  shape: ShapeMap[R],
  { low = 0, high = 1, seed, stream = 0 }: RandomStream & { low?: number; high?: number },
): Tensor<R> {
  return randomTensor(shape, { distribution: "uniform", seed, stream, a: low, b: high }) as Tensor<R>;
}

/**
 * Normal random tensor z ~ N(mean, deviation²), from Philox4x32-10 by the transformation of Box and Muller:
 * z = √(−2 ln u)·cos 2πv. The backends agree to float32 rounding.
 *
 * @param shape of the result.
 * @param options mean (default 0), deviation (default 1), and the stream.
 * @throws RangeError if seed or stream is not an integer in [0, 2⁵³).
 */
export function philoxNormal<R extends Rank>(
  shape: ShapeMap[R],
  { mean = 0, deviation = 1, seed, stream = 0 }: RandomStream & { mean?: number; deviation?: number },
): Tensor<R> {
  return randomTensor(shape, { distribution: "normal", seed, stream, a: mean, b: deviation }) as Tensor<R>;
}

/** Drawn by the kernel where the backend has it, else by its TypeScript twin. */
export function randomTensor(shape: number[], request: PhiloxRequest): Tensor {
  checkStream(request);
  if (getKernel(PHILOX, getBackend()) !== undefined) {
    return engine().runKernel(PHILOX, {}, { ...request, shape }) as Tensor;
  }
  return tensor(philoxValues(util.sizeFromShape(shape), request), shape);
}

/** Refuses a seed or stream that is not an integer in [0, 2⁵³). */
export function checkStream(request: Required<RandomStream>): void {
  for (const name of ["seed", "stream"] as const) {
    if (!(Number.isSafeInteger(request[name]) && request[name] >= 0)) {
      throw new RangeError(`random: expected ${name} an integer in [0, 2⁵³), got ${request[name]}`);
    }
  }
}
