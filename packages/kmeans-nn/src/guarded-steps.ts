import {
  clone,
  getBackend,
  type Rank,
  type Scalar,
  stack,
  type Tensor2D,
  tensor2d,
  tidy,
  type Variable,
} from "@tensorflow/tfjs-core";
import { DivergenceError } from "./divergence-error.js";
import { requireFraction } from "./objective.js";
import type { Batch, Step, StepSettings } from "./step.js";

/** One loss that has not been read yet. */
interface Pending {
  readonly loss: Scalar;
  readonly settings: StepSettings;
  readonly size: number;
}

/**
 * Takes steps on centres, reads their losses some steps later so that a GPU never waits for them, and goes back to the
 * last good centres when a loss is not finite.
 *
 * Centres are good when their loss is finite and no worse than that of the first step or, if larger, of no centres at
 * all (a reconstruction of zeros): on the way to infinity a loss is finite for a while, and useless.
 */
export class GuardedSteps {
  readonly #caller: string;
  readonly #centers: Variable<Rank.R2>;
  readonly #step: Step;
  readonly #onLoss: (loss: number, size: number) => void;
  #pending: Pending[] = [];
  /** Centres before the first pending step, to become the last good ones if its loss is good. */
  #candidate: Tensor2D | undefined;
  #good: Tensor2D;
  #ceiling: number | undefined;
  #read = 0;

  constructor(
    caller: string,
    centers: Variable<Rank.R2>,
    step: Step,
    onLoss: (loss: number, size: number) => void,
  ) {
    this.#caller = caller;
    this.#centers = centers;
    this.#step = step;
    this.#onLoss = onLoss;
    this.#good = clone<Tensor2D>(centers);
  }

  /** Takes one step. */
  take(batch: Batch, settings: StepSettings): void {
    if (settings.update === "normalized")
      requireFraction(this.#caller, settings.learningRate, this.#centers.shape[0]);
    this.#ceiling ??= meanSquare(batch);
    if (this.#pending.length === 0) this.#candidate = clone<Tensor2D>(this.#centers);
    const { loss, centers } = this.#step.take(this.#centers, batch, settings);
    this.#centers.assign(centers);
    centers.dispose();
    this.#pending.push({ loss, settings, size: batch.end - batch.start });
  }

  /** True when as many losses wait as are read together: one where reading is free, more where it stalls a GPU. */
  isFull(): boolean {
    return this.#pending.length >= (getBackend() === "webgpu" ? 16 : 1);
  }

  /**
   * Reads the losses that wait and reports each.
   *
   * @throws DivergenceError at the first one that is not finite, with the last good centres restored.
   */
  async read(): Promise<void> {
    const [first, ...others] = this.#pending;
    if (first === undefined) return;
    const losses = await readScalars([first.loss, ...others.map(({ loss }) => loss)]);
    const pending = this.#pending;
    this.#pending = [];
    if (this.#read === 0) this.#ceiling = Math.max(this.#ceiling ?? 0, losses[0]!);
    if (losses[0]! <= this.#ceiling!) {
      this.#good.dispose();
      this.#good = this.#candidate!;
    } else this.#candidate?.dispose();
    this.#candidate = undefined;
    for (const [i, { settings, size }] of pending.entries()) {
      const loss = losses[i]!;
      this.#read++;
      if (!Number.isFinite(loss)) this.#diverged(loss, settings);
      this.#onLoss(loss, size);
    }
  }

  /**
   * Reads what waits and the centres, which the last step made and no loss has seen.
   *
   * @throws DivergenceError if a loss or a centre is not finite.
   */
  async finish(settings: StepSettings): Promise<Float32Array> {
    await this.read();
    const values = await this.centers();
    if (!values.every(Number.isFinite)) this.#diverged(Number.NaN, settings);
    return values;
  }

  /** A copy of the centres as they are. */
  async centers(): Promise<Float32Array> {
    return Float32Array.from(await this.#centers.data());
  }

  /** Puts other centres in place of those the steps have made. */
  replace(values: Float32Array): void {
    tidy(() => this.#centers.assign(tensor2d(values, this.#centers.shape)));
  }

  /** Frees what is kept; the centres stay. */
  dispose(): void {
    for (const { loss } of this.#pending) loss.dispose();
    this.#pending = [];
    this.#candidate?.dispose();
    this.#candidate = undefined;
    this.#good.dispose();
  }

  #diverged(loss: number, settings: StepSettings): never {
    this.#centers.assign(this.#good);
    throw new DivergenceError(this.#caller, this.#read, loss, settings);
  }
}

async function readScalars(scalars: readonly [Scalar, ...Scalar[]]): Promise<ArrayLike<number>> {
  const all = scalars.length === 1 ? scalars[0] : stack([...scalars]);
  try {
    return (await all.data()) as Float32Array;
  } finally {
    for (const scalar of scalars) scalar.dispose();
    if (scalars.length > 1) all.dispose();
  }
}

/** Mean square of a batch: the loss of a network that reconstructs zeros. */
function meanSquare({ rows, order, start, end }: Batch): number {
  const x = new Float32Array((end - start) * rows.features);
  rows.gather(x, start, end, order);
  return x.reduce((sum, value) => sum + value * value, 0) / x.length;
}
