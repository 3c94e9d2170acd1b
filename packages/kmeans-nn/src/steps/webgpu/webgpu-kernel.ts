import {
  engine,
  reshape,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tidy,
} from "@tensorflow/tfjs-core";
import type { Batches, StepKernel, StepResult, StepSettings } from "../step-kernel.js";
import { batchErrors } from "./batch-errors.js";
import { ResidentSamples } from "./gpu-samples.js";
import { nextCenters } from "./next-centers.js";

/** A workgroup keeps scores and slopes of all centres in the 16 kB that WebGPU promises it. */
const mostCenters = 512;

/** Steps whose losses are read together, while the GPU takes the next ones. */
const stepsAtOnce = 256;

/** Steps on WebGPU as two programs each, on data that lie in the GPU's memory during a training. */
export class WebGpuKernel implements StepKernel {
  readonly isDeferred = true;
  readonly #resident = new ResidentSamples();

  /** Whether it can take steps on k centres. */
  static handles(k: number): boolean {
    return k <= mostCenters;
  }

  atOnce(): number {
    return stepsAtOnce;
  }

  take(centers: Tensor2D, batches: Batches, settings: readonly StepSettings[]): StepResult {
    const [k, d] = centers.shape;
    const { batchSize, weights, start, end } = batches;
    const samples = this.#resident.of(batches);
    return tidy(() => {
      const order = tensor1d(samples.rowNumbers, "int32");
      const weightOfEach =
        weights && tensor1d(Float32Array.from(batches.order.subarray(start, end), (i) => weights[i]!));
      let state: Tensor = centers;
      settings.forEach((rates, step) => {
        const size = Math.min(batchSize, end - start - step * batchSize);
        const batch = { samples, order, weights: weightOfEach, start: step * batchSize, size, k, d };
        const errors = onGpu(batchErrors(batch, state, rates));
        const next = onGpu(nextCenters(batch, state, errors, { step, steps: settings.length }, rates));
        // At once, not with the tidy: their memory serves the steps that follow.
        errors.dispose();
        if (state !== centers) state.dispose();
        state = next;
      });
      return {
        centers: reshape(slice(state, 0, k * d), [k, d]) as Tensor2D,
        losses: slice(state, k * d, settings.length) as Tensor1D,
      };
    });
  }

  release(): void {
    this.#resident.release();
  }

  dispose(): void {
    this.release();
  }
}

/** The result of a program, known to tfjs. */
const onGpu = (result: Parameters<ReturnType<typeof engine>["makeTensorFromTensorInfo"]>[0]): Tensor =>
  engine().makeTensorFromTensorInfo(result);
