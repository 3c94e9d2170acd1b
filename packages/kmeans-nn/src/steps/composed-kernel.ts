import {
  add,
  cast,
  div,
  getBackend,
  greater,
  matMul,
  maximum,
  mean,
  mul,
  type Scalar,
  square,
  stack,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";
import { readRows } from "../data/rows.js";
import { centersGradient, nearestOneHot } from "./centers-gradient.js";
import { fractionOf } from "./objective.js";
import { centerScores, softShares } from "./reconstruction.js";
import type { Batches, StepKernel, StepResult, StepSettings } from "./step-kernel.js";

/** The samples of one step: `order[start … end − 1]`. */
type Batch = Omit<Batches, "batchSize">;

/** The steps in operations of tfjs, so that they run on every backend. */
export class ComposedKernel implements StepKernel {
  #buffer: Float32Array = new Float32Array(0);

  get isDeferred(): boolean {
    return getBackend() === "webgpu";
  }

  /** Reading the losses of one step costs nothing but on a GPU, which it stalls. */
  atOnce(): number {
    return getBackend() === "webgpu" ? 16 : 1;
  }

  take(centers: Tensor2D, { batchSize, ...batches }: Batches, settings: readonly StepSettings[]): StepResult {
    return tidy(() => {
      const losses: Scalar[] = [];
      let next = centers;
      settings.forEach((rates, i) => {
        const start = batches.start + i * batchSize;
        const result = this.#step(
          next,
          { ...batches, start, end: Math.min(start + batchSize, batches.end) },
          rates,
        );
        if (next !== centers) next.dispose();
        next = result.centers;
        losses.push(result.loss);
      });
      return { losses: stack(losses) as Tensor1D, centers: next };
    });
  }

  #step(centers: Tensor2D, batch: Batch, settings: StepSettings): { loss: Scalar; centers: Tensor2D } {
    return tidy(() => {
      const x = this.#upload(batch);
      const weights = batchWeights(batch);
      if (settings.update === "normalized") return normalizedStep(x, centers, weights, settings);
      const { loss, gradient } = centersGradient(x, centers, { ...settings, weights });
      return { loss, centers: sub<Tensor2D>(centers, mul(gradient, settings.learningRate)) };
    });
  }

  release(): void {}

  dispose(): void {
    this.#buffer = new Float32Array(0);
  }

  #upload({ rows, order, start, end }: Batch): Tensor2D {
    const length = (end - start) * rows.features;
    // A backend may keep the array itself until its first operation, so each batch size has a buffer of its own only
    // while that lasts: every operation on x is issued before the next batch is written.
    if (this.#buffer.length !== length) this.#buffer = new Float32Array(length);
    readRows(rows, start, end, this.#buffer, order);
    return tensor2d(this.#buffer, [end - start, rows.features]);
  }
}

function batchWeights({ weights, order, start, end }: Batch): Tensor2D | undefined {
  if (weights === undefined) return undefined;
  const values = Float32Array.from({ length: end - start }, (_, i) => weights[order[start + i]!]!);
  return tensor2d(values, [end - start, 1]);
}

/** C_i ← C_i + α·(m_i − C_i), with m_i = Σ r·x / Σ r over the batch and r the shares or, hard, the one-hot argmax. */
function normalizedStep(
  x: Tensor2D,
  centers: Tensor2D,
  weights: Tensor2D | undefined,
  { gradient, temperature, learningRate }: StepSettings,
): { loss: Scalar; centers: Tensor2D } {
  const scores = centerScores(x, centers);
  const p = softShares(scores, temperature);
  const e = sub(matMul(p, centers), x);
  const loss: Scalar = mean(weights === undefined ? square(e) : mul(square(e), weights));
  const shares = gradient === "hard" ? nearestOneHot(scores) : p;
  const r = weights === undefined ? shares : mul(shares, weights);
  const mass = transpose(sum(r, 0, true)); // [k, 1]
  const means = div(matMul(transpose(r), x), maximum(mass, SMALLEST_MASS));
  const alpha = mul(
    cast(greater(mass, SMALLEST_MASS), "float32"),
    fractionOf(learningRate, centers.shape[0]),
  );
  return { loss, centers: add(centers, mul(alpha, sub(means, centers))) as Tensor2D };
}

/** Below this total share of a batch a mean is rounding noise, and the centre stays. */
const SMALLEST_MASS = 1e-20;
