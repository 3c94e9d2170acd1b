import { refusal } from "@elbowjs/arguments";
import type { Weight } from "@elbowjs/layers";
import type { StoredTensor } from "@elbowjs/safetensors";
import { type Tensor, tensor } from "@tensorflow/tfjs-core";

/**
 * Weights as they were at one time. A copy shares its memory with the weight until that changes, hence it costs little to take.
 */
export class WeightCopies {
  readonly #weights: ReadonlyMap<string, Weight>;
  readonly #copies = new Map<string, Tensor>();

  constructor(weights: ReadonlyMap<string, Weight>) {
    this.#weights = weights;
    for (const [name, { variable }] of weights) this.#copies.set(name, variable.clone());
  }

  /**
   * Copies from stored values, as {@link WeightCopies.read} gave them.
   *
   * @throws RangeError if one is missing or of another shape.
   */
  static from(
    caller: string,
    weights: ReadonlyMap<string, Weight>,
    state: ReadonlyMap<string, StoredTensor>,
  ): WeightCopies {
    for (const [name, { variable }] of weights)
      if (state.get(name)?.shape.join() !== variable.shape.join())
        throw refusal(
          new RangeError(`${caller}: expected a checkpoint with the best ${name}, got none that fits`),
        );
    const copies = new WeightCopies(weights);
    for (const [name, copy] of copies.#copies) {
      copies.#copies.set(name, tensor(state.get(name)!.values, copy.shape));
      copy.dispose();
    }
    return copies;
  }

  /** Puts the weights back. */
  restore(): void {
    for (const [name, { variable }] of this.#weights) variable.assign(this.#copies.get(name)!);
  }

  /** Values by name. */
  async read(): Promise<Map<string, StoredTensor>> {
    const state = new Map<string, StoredTensor>();
    for (const [name, copy] of this.#copies)
      state.set(name, { shape: copy.shape, values: (await copy.data()) as Float32Array });
    return state;
  }

  dispose(): void {
    for (const copy of this.#copies.values()) copy.dispose();
    this.#copies.clear();
  }
}
