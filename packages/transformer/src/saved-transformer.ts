import { type SavedModel, type SaveOptions, saveModel, type Weight } from "@elbowjs/layers";
import { checkNoTraining } from "@elbowjs/training";

/** What all models have: weights by PyTorch's names, a file, an end. */
export abstract class SavedTransformer implements SavedModel {
  /** The model's name in files. */
  abstract readonly format: string;
  abstract readonly options: object & { readonly seed: number };
  readonly #className: string;
  #named: ReadonlyMap<string, Weight> = new Map();
  #isDisposed = false;

  protected constructor(className: string) {
    this.#className = className;
  }

  /** Called once by the constructors, with all weights of the modules. */
  protected hold(
    modules: Readonly<Record<string, readonly (readonly [name: string, weight: Weight])[]>>,
  ): void {
    this.#named = new Map(
      Object.entries(modules).flatMap(([part, weights]) =>
        weights.map(([name, weight]) => [part === "" ? name : `${part}.${name}`, weight] as const),
      ),
    );
  }

  /** The weights under PyTorch's names. */
  weights(): ReadonlyMap<string, Weight> {
    return this.#named;
  }

  /**
   * The model as a safetensors file: PyTorch's state dict, which `load_state_dict` accepts, with the options in the metadata. The
   * same model gives the same bytes.
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
    for (const { variable } of this.#named.values()) variable.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The method's name in errors, if the model is in use. */
  protected caller(method: string): string {
    if (this.#isDisposed)
      throw new Error(`${this.#className}.${method}: expected a model in use, got one that was disposed of`);
    return `${this.#className}.${method}`;
  }
}
