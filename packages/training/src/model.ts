import { checkKinds, refusal, shown } from "@elbowjs/arguments";
import {
  type SavedModel,
  type SaveOptions,
  saveModel,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import { checkNoTraining } from "@elbowjs/runs";

/**
 * What every model has: weights by PyTorch's names, a file of them, and an end after which it says that it is over.
 *
 * ```ts
 * class Line extends Model {
 *   readonly format = "line";
 *   readonly #network: Sequential;
 *
 *   static create(seed: number): Promise<Line> {
 *     return newModel(stream(seed, "weights"), (weights) => new Line({ seed }, weights));
 *   }
 *
 *   private constructor(readonly options: { readonly seed: number }, weights: WeightSource) {
 *     super("Line", weights);
 *     this.#network = new Sequential([1], [linear({ units: 1 })], weights);
 *   }
 *
 *   weights() {
 *     return new Map(this.#network.namedWeights());
 *   }
 *
 *   apply(x: Tensor): Tensor {
 *     this.caller("apply"); // throws once it is disposed of
 *     return this.#network.apply(x, evaluation);
 *   }
 * }
 * ```
 */
export abstract class Model implements SavedModel {
  /** The model's name in files. */
  abstract readonly format: string;
  /** Every option, with its default filled in. */
  abstract readonly options: object;
  readonly #className: string;
  #isDisposed = false;

  /**
   * @param className the class's name, with which errors begin.
   * @param weights where the first values of the weights come from: {@link newModel}'s or a file's.
   * @throws TypeError for what is no source of weights: JavaScript does not forbid `new`, so somebody who calls it is told what to call.
   */
  protected constructor(className: string, weights: WeightSource) {
    checkKinds("Model", { className: [className, "string"] });
    if (typeof weights?.within !== "function" || typeof weights.make !== "function")
      throw refusal(
        new TypeError(
          `${className}: expected to be made by ${className}.create, got ${shown(weights)} as its weights`,
        ),
      );
    this.#className = className;
  }

  /** The weights and running statistics under PyTorch's names, `encoder.0.weight`. */
  abstract weights(): ReadonlyMap<string, Weight>;

  /**
   * The model as a safetensors file: PyTorch's state dict (`load_state_dict` accepts it) with the options in the metadata. The same
   * model gives the same bytes.
   */
  async toSafetensors(options: SaveOptions = {}): Promise<Uint8Array> {
    return saveModel(this.caller("toSafetensors"), this, options);
  }

  /**
   * Frees the weights; the model is of no use afterwards. A second call does nothing.
   *
   * @throws Error while it is trained.
   */
  dispose(): void {
    if (this.#isDisposed) return;
    checkNoTraining(`${this.#className}.dispose`, this);
    this.#isDisposed = true;
    for (const { variable } of this.weights().values()) variable.dispose();
  }

  /** {@link dispose}, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /**
   * The method's name in errors, `GaussianVae.encode`.
   *
   * @throws Error if the model was disposed of.
   */
  protected caller(method: string): string {
    if (this.#isDisposed)
      throw new Error(`${this.#className}.${method}: expected a model in use, got one that was disposed of`);
    return `${this.#className}.${method}`;
  }
}
