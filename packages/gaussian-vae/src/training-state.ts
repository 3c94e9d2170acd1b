import type { StoredTensor } from "@elbowjs/safetensors";
import { add, mul, type Tensor, tensor, tidy, type Variable, variable } from "@tensorflow/tfjs-core";
import type { Weight } from "./layers/layer.js";
import { clipByGlobalNorm } from "./optimizers/clip.js";
import { type Optimizer, zeroSlots } from "./optimizers/optimizer.js";

/** Settings of {@link TrainingState}. */
export interface TrainingStateOptions {
  readonly optimizer: Optimizer;
  readonly clipNorm?: number | undefined;
  readonly averageDecay?: number | undefined;
}

/** What training remembers besides the weights: the optimiser's slots, and the weights' moving average. */
export class TrainingState {
  readonly #weights: ReadonlyMap<string, Weight>;
  readonly #options: TrainingStateOptions;
  /** By `slot/weight`, and `average/weight`. */
  readonly #kept = new Map<string, Variable>();

  constructor(weights: ReadonlyMap<string, Weight>, options: TrainingStateOptions) {
    this.#weights = weights;
    this.#options = options;
    for (const [name, weight] of weights) {
      if (weight.trainable)
        for (const [slot, zero] of Object.entries(zeroSlots(options.optimizer.slotNames, weight.variable)))
          this.#kept.set(`${slot}/${name}`, zero);
      if (options.averageDecay !== undefined) {
        const copy = weight.variable.clone();
        this.#kept.set(`average/${name}`, variable(copy, false));
        copy.dispose();
      }
    }
  }

  /** The weights that the optimiser changes. */
  get trained(): Variable[] {
    return [...this.#weights.values()].flatMap(({ trainable, variable }) => (trainable ? [variable] : []));
  }

  /**
   * One step.
   *
   * @param gradients by tfjs's name of the variable.
   * @param t steps including this one, counted from 1.
   */
  step(gradients: Readonly<Record<string, Tensor>>, learningRate: number, t: number): void {
    const { optimizer, clipNorm } = this.#options;
    tidy(() => {
      const given = this.trained.map(({ name }) => gradients[name]!);
      const used = (clipNorm === undefined ? given : clipByGlobalNorm(given, clipNorm)).values();
      for (const [name, { variable, trainable }] of this.#weights) {
        if (!trainable) continue;
        const slots = Object.fromEntries(
          optimizer.slotNames.map((slot) => [slot, this.#kept.get(`${slot}/${name}`)!]),
        );
        optimizer.step(variable, used.next().value!, slots, learningRate, t);
      }
      this.#average(t);
    });
  }

  /** w̄ ← βw̄ + (1 − β)w; β grows to its value, so that the first weights do not weigh for long (as TensorFlow's does). */
  #average(t: number): void {
    if (this.#options.averageDecay === undefined) return;
    const beta = Math.min(this.#options.averageDecay, (1 + t) / (10 + t));
    for (const [name, { variable }] of this.#weights) {
      const average = this.#kept.get(`average/${name}`)!;
      average.assign(add(mul(average, beta), mul(variable, 1 - beta)));
    }
  }

  /** Exchanges the weights and their averages; does nothing where none are kept. */
  swapAverages(): void {
    if (this.#options.averageDecay === undefined) return;
    tidy(() => {
      for (const [name, { variable }] of this.#weights) {
        const average = this.#kept.get(`average/${name}`)!;
        const copy = variable.clone();
        variable.assign(average);
        average.assign(copy);
      }
    });
  }

  /** Everything remembered, by name. */
  async read(): Promise<Map<string, StoredTensor>> {
    const state = new Map<string, StoredTensor>();
    for (const [name, variable] of this.#kept)
      state.set(name, { shape: variable.shape, values: (await variable.data()) as Float32Array });
    return state;
  }

  /**
   * Takes up what {@link TrainingState.read} gave.
   *
   * @throws RangeError if something is missing or of another shape.
   */
  load(state: ReadonlyMap<string, StoredTensor>): void {
    for (const [name, { shape }] of this.#kept) {
      const stored = state.get(name);
      if (stored?.shape.join() !== shape.join())
        throw new RangeError(
          `fit: expected a checkpoint with ${name} of shape [${shape.join(", ")}], got ${stored ? `[${stored.shape.join(", ")}]` : "none"}`,
        );
    }
    for (const [name, variable] of this.#kept) {
      const value = tensor(state.get(name)!.values, variable.shape);
      variable.assign(value);
      value.dispose();
    }
  }

  /** Frees all but the weights. */
  dispose(): void {
    for (const variable of this.#kept.values()) variable.dispose();
  }
}
