import type { Weight } from "@elbowjs/layers";
import { bestEpoch, type EpochReport, isStale } from "@elbowjs/runs";
import type { StoredTensor } from "@elbowjs/safetensors";
import { WeightCopies } from "./weight-copies.js";

/**
 * The weights of the epoch with the lowest validation loss, and whether that lies too far back.
 *
 * @see L. Prechelt, Early Stopping — But When?, 1998.
 */
export class EarlyStopping {
  readonly #patience: number | undefined;
  readonly #weights: ReadonlyMap<string, Weight>;
  #best: WeightCopies | undefined;

  /** @param patience epochs to wait; without it nothing is kept and nothing stops. */
  constructor(weights: ReadonlyMap<string, Weight>, patience: number | undefined) {
    this.#weights = weights;
    this.#patience = patience;
  }

  /** Called after each epoch, with the weights in place that were validated. */
  afterEpoch(epochs: readonly EpochReport[]): void {
    if (this.#patience === undefined || bestEpoch(epochs) !== epochs.length) return;
    this.#best?.dispose();
    this.#best = new WeightCopies(this.#weights);
  }

  /** Whether the lowest validation loss lies `patience` epochs back. */
  isDue(epochs: readonly EpochReport[]): boolean {
    return isStale(epochs, this.#patience);
  }

  /** Puts the best weights into the model. */
  restoreBest(): void {
    this.#best?.restore();
  }

  /** The best weights for a checkpoint; empty if none are kept. */
  async read(): Promise<Map<string, StoredTensor>> {
    return (await this.#best?.read()) ?? new Map();
  }

  /** Takes up what {@link EarlyStopping.read} gave. */
  load(caller: string, state: ReadonlyMap<string, StoredTensor>): void {
    if (this.#patience !== undefined) this.#best = WeightCopies.from(caller, this.#weights, state);
  }

  dispose(): void {
    this.#best?.dispose();
  }
}
