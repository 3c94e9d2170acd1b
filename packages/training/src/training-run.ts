import { breather } from "@elbowjs/backend";
import {
  DivergenceError,
  type EpochReport,
  type RunSettings,
  stream,
  type Training,
  valueAt,
} from "@elbowjs/runs";
import type { StoredTensor } from "@elbowjs/safetensors";
import { epochOrder } from "@elbowjs/samples";
import {
  dispose,
  type Scalar,
  type Tensor,
  type TensorContainer,
  variableGrads,
} from "@tensorflow/tfjs-core";
import type { BatchSource } from "./batch-source.js";
import { loadKept, readCheckpoint, writeCheckpoint } from "./checkpoint.js";
import { EarlyStopping } from "./early-stopping.js";
import { GoodWeights } from "./good-weights.js";
import { LossQueue } from "./loss-queue.js";
import type { Player } from "./player.js";
import { PlayerState } from "./player-state.js";
import type { CompleteTrainOptions } from "./train-options.js";
import { type Trainable, weightsOfPlayers } from "./trainable.js";

/** Where the best weights lie in a checkpoint, apart from what the players remember. */
const bestPrefix = "best/";

/** One training of one model. Its arguments have been checked. */
export class TrainingRun<B, V> {
  readonly #caller: string;
  readonly #model: Trainable<B, V>;
  readonly #source: BatchSource<B>;
  readonly #options: CompleteTrainOptions<V>;
  readonly #settings: RunSettings;
  /** Batches per epoch. */
  readonly #batches: number;
  readonly #states: readonly PlayerState[];
  readonly #good: GoodWeights;
  readonly #stopping: EarlyStopping;
  readonly #losses = new LossQueue();
  readonly #breathe: () => Promise<void> | undefined;
  #epochs: EpochReport<V>[] = [];

  constructor(
    caller: string,
    model: Trainable<B, V>,
    source: BatchSource<B>,
    options: CompleteTrainOptions<V>,
    settings: RunSettings,
  ) {
    this.#caller = caller;
    this.#model = model;
    this.#source = source;
    this.#options = options;
    this.#settings = settings;
    const { batchSize, clipNorm, averageDecay, patience, signal } = options;
    const rest = source.size % batchSize;
    const hasRest = rest > 0 && rest >= (source.smallestBatch ?? 1);
    this.#batches = Math.floor(source.size / batchSize) + Number(hasRest);
    this.#breathe = breather({ signal });
    this.#states = model.players.map(
      (player) => new PlayerState(player.weights(), { optimizer: player.optimizer, clipNorm, averageDecay }),
    );
    const weights = weightsOfPlayers(model.players);
    this.#good = new GoodWeights(weights);
    this.#stopping = new EarlyStopping(weights, patience);
  }

  async train(): Promise<Training<V>> {
    const started = performance.now();
    const { epochs, resume, onEpoch } = this.#options;
    if (resume !== undefined) this.#resume(resume);
    while (this.#epochs.length < epochs && !this.#stopping.isDue(this.#epochs)) {
      const begun = performance.now();
      const losses = await this.#epoch(this.#epochs.length + 1);
      this.#placeAverages(true);
      const validation = await this.#model.validate?.(this.#options.signal);
      const report: EpochReport<V> = {
        epoch: this.#epochs.length + 1,
        loss: Object.values(losses)[0]!,
        losses,
        ...(validation !== undefined && { validation }),
        seconds: (performance.now() - begun) / 1000,
      };
      this.#epochs.push(report);
      this.#stopping.afterEpoch(this.#epochs);
      await onEpoch?.(report, () => this.#checkpoint());
      this.#placeAverages(false);
    }
    this.#placeAverages(true);
    this.#stopping.restoreBest();
    return { epochs: this.#epochs, seconds: (performance.now() - started) / 1000 };
  }

  /** Frees what training remembers; the averages, if any, stay in the model. */
  dispose(): void {
    this.#placeAverages(true);
    this.#losses.dispose();
    this.#good.dispose();
    this.#stopping.dispose();
    for (const state of this.#states) state.dispose();
  }

  /** Takes the steps of one epoch. @returns each player's mean loss over the rows. */
  async #epoch(epoch: number): Promise<Record<string, number>> {
    const { batchSize, seed, shuffle, onBatch, signal } = this.#options;
    const { size } = this.#source;
    const drawn = shuffle ? epochOrder(size, seed, epoch) : Int32Array.from({ length: size }, (_, i) => i);
    const order = this.#source.arrange?.(drawn, batchSize) ?? drawn;
    const totals = this.#model.players.map(() => 0);
    let seen = 0;
    for (let batch = 1; batch <= this.#batches; batch++) {
      signal?.throwIfAborted();
      const rows = order.subarray((batch - 1) * batchSize, batch * batchSize);
      this.#good.beforeStep((epoch - 1) * this.#batches + batch);
      this.#losses.add(batch, this.#step(rows, epoch, batch));
      if (!this.#losses.isFull && batch < this.#batches) continue;
      for (const read of await this.#losses.read(batch === this.#batches)) {
        this.#judge(epoch, read.batch, read.losses);
        const rowsOf = Math.min(batchSize, size - (read.batch - 1) * batchSize);
        for (const [i, loss] of read.losses.entries()) totals[i]! += loss * rowsOf;
        seen += rowsOf;
        await onBatch?.(this.#batchReport(epoch, read.batch, read.losses));
      }
      const rest = this.#breathe();
      if (rest) await rest;
    }
    if (!(await this.#good.areFinite())) this.#diverged(epoch, this.#batches, Number.NaN);
    return this.#byPlayer(totals.map((total) => total / seen));
  }

  /** The steps of all players on one batch. @returns each one's loss before its last step. */
  #step(rows: Int32Array, epoch: number, batch: number): Scalar[] {
    const before = (epoch - 1) * this.#batches + batch - 1;
    const progress = before / (this.#options.epochs * this.#batches);
    const seedOf = (...place: (number | string)[]) =>
      Number(stream(this.#options.seed, "step", epoch, batch, ...place).integers(0, 2 ** 32));
    const taken = this.#source.take(rows, { seed: seedOf(), progress });
    try {
      return this.#model.players.map((player, p) => {
        const state = this.#states[p]!;
        const rate = valueAt(this.#caller, "learningRate", player.optimizer.learningRate, progress);
        const steps = player.stepsPerBatch ?? 1;
        let loss: Scalar | undefined;
        for (let k = 0; k < steps; k++) {
          // The first step of the first player draws from the stream that a model of one player always had.
          const seed = p + k > 0 ? seedOf(player.name, k) : seedOf();
          loss?.dispose();
          loss = stepOf(player, taken, { seed, progress }, state, rate, before * steps + k + 1);
        }
        return loss!;
      });
    } finally {
      dispose(taken as TensorContainer);
    }
  }

  #judge(epoch: number, batch: number, losses: readonly number[]): void {
    const step = (epoch - 1) * this.#batches + batch;
    if (this.#good.judge(step, losses)) return;
    const wrong = losses.find((loss) => !Number.isFinite(loss)) ?? Math.max(...losses.map(Math.abs));
    this.#diverged(epoch, batch, wrong);
  }

  #diverged(epoch: number, batch: number, loss: number): never {
    this.#good.restore();
    for (const state of this.#states) state.forgetAverages();
    throw new DivergenceError(this.#caller, { epoch, batch, loss });
  }

  #batchReport(epoch: number, batch: number, losses: readonly number[]) {
    const batches = this.#batches;
    return {
      epoch,
      batch,
      batches,
      step: (epoch - 1) * batches + batch,
      steps: this.#options.epochs * batches,
      loss: losses[0]!,
      losses: this.#byPlayer(losses),
    };
  }

  #byPlayer(values: readonly number[]): Record<string, number> {
    return Object.fromEntries(this.#model.players.map(({ name }, i) => [name, values[i]!]));
  }

  #placeAverages(place: boolean): void {
    for (const state of this.#states) state.placeAverages(place);
  }

  async #checkpoint(): Promise<Uint8Array> {
    this.#placeAverages(false);
    try {
      const tensors = new Map<string, StoredTensor>();
      for (const state of this.#states)
        for (const [name, stored] of await state.read()) tensors.set(name, stored);
      for (const [name, stored] of await this.#stopping.read()) tensors.set(bestPrefix + name, stored);
      return await writeCheckpoint(this.#model, this.#settings, { epochs: this.#epochs, tensors });
    } finally {
      this.#placeAverages(true);
    }
  }

  #resume(bytes: Uint8Array): void {
    const { epochs, tensors } = readCheckpoint<EpochReport<V>>(
      this.#caller,
      bytes,
      this.#model,
      this.#settings,
    );
    const kept = new Map(this.#states.flatMap((state) => [...state.kept]));
    loadKept(this.#caller, kept, tensors);
    const best = [...tensors].flatMap(([name, stored]) =>
      name.startsWith(bestPrefix) ? [[name.slice(bestPrefix.length), stored] as const] : [],
    );
    this.#stopping.load(this.#caller, new Map(best));
    this.#epochs = [...epochs];
  }
}

/** One step of one player: loss, gradients, update. @returns the loss before the update. */
function stepOf<B>(
  player: Player<B>,
  batch: B,
  at: { readonly seed: number; readonly progress: number },
  state: PlayerState,
  rate: number,
  t: number,
): Scalar {
  const { value, grads } = variableGrads(() => player.loss(batch, at), state.trained);
  try {
    state.step(grads, rate, t);
    return value;
  } finally {
    for (const gradient of Object.values(grads) as (Tensor | null)[]) gradient?.dispose();
  }
}
