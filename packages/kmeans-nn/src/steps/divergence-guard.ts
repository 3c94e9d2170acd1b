import {
  add,
  clone,
  keep,
  type Rank,
  sub,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  type Variable,
} from "@tensorflow/tfjs-core";
import { type Moved, plusOrigin } from "../data/origin.js";
import { readRows } from "../data/rows.js";
import { divergence } from "./divergence.js";
import { requireFraction } from "./objective.js";
import type { Batches, StepKernel, StepSettings } from "./step-kernel.js";

/** Takes the loss of each step and the number of its samples; what it returns is awaited. */
export type OnLoss = (loss: number, size: number) => unknown;

/** What a training is guarded on. */
export interface GuardOptions {
  /** Name of the public function, for errors. */
  readonly caller: string;
  readonly centers: Variable<Rank.R2>;
  readonly kernel: StepKernel;
  readonly onLoss: OnLoss;
  /** Of the samples that the steps will be given. Default: none. */
  readonly origin?: Moved["origin"];
  /** Steps before these, of a training that goes on. Default 0. */
  readonly taken?: number;
  /** Steps per epoch. Default: they are all of one. */
  readonly batchesPerEpoch?: number;
}

/** Steps taken whose losses have not been read. */
interface Unread {
  readonly losses: Promise<Float32Array>;
  /** The centres before them. */
  readonly before: Tensor2D;
  readonly batches: Batches;
  readonly settings: readonly StepSettings[];
}

/**
 * Takes steps on centres, several at once where that is faster, and goes back to the last good centres when a loss is
 * not finite.
 *
 * Centres are good when their loss is finite and no worse than that of the first step or, if larger, of no centres at
 * all (a reconstruction of zeros): on the way to infinity a loss is finite for a while, and useless. Of steps taken at
 * once only the centres before the first are kept. Where losses are long in coming, those of one call are read during the next.
 *
 * The samples may have been moved by an origin; then so are the centres that the steps work on, and the variable follows.
 */
export class DivergenceGuard {
  readonly #caller: string;
  readonly #centers: Variable<Rank.R2>;
  readonly #kernel: StepKernel;
  readonly #onLoss: OnLoss;
  readonly #origin: Moved["origin"];
  /** The centres in the coordinates of the samples: the variable itself where there is no origin. */
  #moved: Tensor2D | undefined;
  #good: Tensor2D;
  #ceiling: number | undefined;
  #taken: number;
  readonly #batchesPerEpoch: number;
  #unread: Unread | undefined;

  constructor({ caller, centers, kernel, onLoss, origin, taken = 0, batchesPerEpoch }: GuardOptions) {
    this.#caller = caller;
    this.#centers = centers;
    this.#kernel = kernel;
    this.#onLoss = onLoss;
    this.#taken = taken;
    this.#batchesPerEpoch = batchesPerEpoch ?? Number.POSITIVE_INFINITY;
    this.#origin = origin;
    if (origin !== undefined) this.#moved = tidy(() => sub<Tensor2D>(centers, tensor1d(origin)));
    this.#good = clone(this.#present);
  }

  /** How many steps on batches of so many values to take at once. */
  atOnce(values: number): number {
    return this.#kernel.atOnce(values, this.#centers.shape[0]);
  }

  /**
   * Takes one step for each of the settings and reports their losses, or those of the call before.
   *
   * @throws DivergenceError at the first loss that is not finite, with the last good centres restored.
   */
  async take(batches: Batches, settings: readonly StepSettings[]): Promise<void> {
    for (const { update, learningRate } of settings)
      if (update === "normalized") requireFraction(this.#caller, learningRate, this.#centers.shape[0]);
    const { losses, centers } = this.#kernel.take(this.#present, batches, settings);
    const before = clone(this.#present);
    this.#set(centers);
    centers.dispose();
    const previous = this.#unread;
    this.#unread = { losses: read(losses), before, batches, settings };
    if (previous !== undefined) await this.#judge(previous);
    if (!this.#kernel.isDeferred) await this.settle();
  }

  /**
   * Reports the losses that have not been read.
   *
   * @throws DivergenceError as `take`.
   */
  async settle(): Promise<void> {
    const unread = this.#unread;
    this.#unread = undefined;
    if (unread !== undefined) await this.#judge(unread);
  }

  async #judge({ losses: unread, before, batches, settings }: Unread): Promise<void> {
    const losses = await unread.catch((error: unknown) => {
      before.dispose();
      throw error;
    });
    this.#ceiling ??= Math.max(meanSquare(batches), losses[0]!);
    const [better, worse] = losses[0]! <= this.#ceiling ? [before, this.#good] : [this.#good, before];
    this.#good = better;
    worse.dispose();
    const { start, end, batchSize } = batches;
    for (const [i, loss] of losses.entries()) {
      this.#taken++;
      if (!Number.isFinite(loss)) this.#diverged(loss, settings[i]!);
      const pending = this.#onLoss(loss, Math.min(batchSize, end - start - i * batchSize));
      if (pending !== undefined) await pending;
    }
  }

  /**
   * The centres after the last step, which no loss has seen.
   *
   * @throws DivergenceError if one is not finite.
   */
  async finish(settings: StepSettings): Promise<Float32Array> {
    await this.settle();
    const values = plusOrigin(await this.centers(), this.#origin);
    if (!values.every(Number.isFinite)) this.#diverged(Number.NaN, settings);
    return values;
  }

  /** A copy of the centres as they are, in the coordinates of the samples. */
  async centers(): Promise<Float32Array> {
    return Float32Array.from(await this.#present.data());
  }

  /** Puts other centres in place of those the steps have made. */
  replace(values: Float32Array): void {
    tidy(() => this.#set(tensor2d(values, this.#centers.shape)));
  }

  /** Frees what is kept; the centres stay. */
  dispose(): void {
    this.#unread?.before.dispose();
    this.#good.dispose();
    this.#moved?.dispose();
    this.#kernel.release();
  }

  get #present(): Tensor2D {
    return this.#moved ?? this.#centers;
  }

  /** Makes these, which stay the caller's, the centres. */
  #set(centers: Tensor2D): void {
    const origin = this.#origin;
    if (origin === undefined) {
      this.#centers.assign(centers);
      return;
    }
    this.#moved?.dispose();
    this.#moved = keep(clone(centers)); // of a tidy around this, too
    tidy(() => this.#centers.assign(add(centers, tensor1d(origin))));
  }

  #diverged(loss: number, settings: StepSettings): never {
    this.#set(this.#good);
    const before = this.#taken - 1;
    const epoch = Math.floor(before / this.#batchesPerEpoch) + 1;
    throw divergence(this.#caller, { epoch, batch: (before % this.#batchesPerEpoch) + 1, loss }, settings);
  }
}

/** The values of a tensor, which it frees. That a GPU was lost is told by the first reading; a later one may go unheard. */
function read(tensor: Tensor1D): Promise<Float32Array> {
  const values = (tensor.data() as Promise<Float32Array>).finally(() => tensor.dispose());
  values.catch(() => undefined);
  return values;
}

/** Mean square of the first batch: the loss of a network that reconstructs zeros. */
function meanSquare({ rows, order, start, end, batchSize }: Batches): number {
  const first = Math.min(batchSize, end - start);
  const x = new Float32Array(first * rows.features);
  readRows(rows, start, start + first, x, order);
  return x.reduce((sum, value) => sum + value * value, 0) / x.length;
}
