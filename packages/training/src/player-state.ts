import type { Weight } from "@elbowjs/layers";
import type { StoredTensor } from "@elbowjs/safetensors";
import { add, mul, type Tensor, tidy, type Variable, variable } from "@tensorflow/tfjs-core";
import { clipByGlobalNorm } from "./optimizers/clip.js";
import { type Optimizer, zeroSlots } from "./optimizers/optimizer.js";

/** Settings of {@link PlayerState}. */
export interface PlayerStateOptions {
  readonly optimizer: Optimizer;
  readonly clipNorm?: number | undefined;
  readonly averageDecay?: number | undefined;
}

/** What training remembers of one player besides its weights: the optimiser's slots, and the weights' moving average. */
export class PlayerState {
  readonly #weights: ReadonlyMap<string, Weight>;
  readonly #options: PlayerStateOptions;
  /** By `slot/weight`, and `average/weight`. */
  readonly #kept = new Map<string, Variable>();
  #averagesArePlaced = false;

  constructor(weights: ReadonlyMap<string, Weight>, options: PlayerStateOptions) {
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
   * @param gradients by tfjs's name of the variable; null where there is none.
   * @param t steps including this one, counted from 1.
   */
  step(gradients: Readonly<Record<string, Tensor | null>>, learningRate: number, t: number): void {
    const { optimizer, clipNorm } = this.#options;
    tidy(() => {
      // A weight that the loss does not depend on has no gradient, and stays as it is.
      const moved = [...this.#weights].flatMap(([name, { variable, trainable }]) => {
        const gradient = trainable ? gradients[variable.name] : undefined;
        return gradient ? [{ name, variable, gradient }] : [];
      });
      const given = moved.map(({ gradient }) => gradient);
      const used = clipNorm === undefined ? given : clipByGlobalNorm(given, clipNorm);
      for (const [i, { name, variable }] of moved.entries()) {
        const slots = Object.fromEntries(
          optimizer.slotNames.map((slot) => [slot, this.#kept.get(`${slot}/${name}`)!]),
        );
        optimizer.step(variable, used[i]!, slots, learningRate, t);
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

  /** Puts the averages into the model, or the weights back; does nothing where they are already, or no averages are kept. */
  placeAverages(place: boolean): void {
    if (this.#options.averageDecay === undefined || place === this.#averagesArePlaced) return;
    this.#averagesArePlaced = place;
    tidy(() => {
      for (const [name, { variable }] of this.#weights) {
        const average = this.#kept.get(`average/${name}`)!;
        const copy = variable.clone();
        variable.assign(average);
        average.assign(copy);
      }
    });
  }

  /** After this the averages are not put into the model any more: those of a diverged run are of no use. */
  forgetAverages(): void {
    this.#averagesArePlaced = true;
  }

  /** Everything remembered, by name; the averages must not be in the model's place. */
  async read(): Promise<Map<string, StoredTensor>> {
    const state = new Map<string, StoredTensor>();
    for (const [name, variable] of this.#kept)
      state.set(name, { shape: variable.shape, values: (await variable.data()) as Float32Array });
    return state;
  }

  /** What a checkpoint's values are put into, by name. */
  get kept(): ReadonlyMap<string, Variable> {
    return this.#kept;
  }

  /** Frees all but the weights. */
  dispose(): void {
    for (const variable of this.#kept.values()) variable.dispose();
  }
}
