import { type DataId, type Rank, tensor2d, tidy, type Variable, variable } from "@tensorflow/tfjs-core";

/**
 * The centres of a network: a variable on the backend, made when first needed, and a copy in memory that serves as long
 * as nothing else has been assigned to the variable. Whatever changes it, tfjs's own operations included, gives it other
 * data, by whose id the copy is known to be old.
 */
export class StoredCenters {
  readonly #shape: [k: number, d: number];
  #variable: Variable<Rank.R2> | undefined;
  #copy: { readonly values: Float32Array; readonly of: DataId | undefined } | undefined;

  constructor(k: number, d: number) {
    this.#shape = [k, d];
  }

  /** Whether there are any. */
  get exist(): boolean {
    return this.#copy !== undefined || this.#variable !== undefined;
  }

  /** @throws Error if there are none. */
  get variable(): Variable<Rank.R2> {
    if (this.#variable === undefined) {
      if (this.#copy === undefined)
        throw new Error("KMeansNetwork: expected centres, got none; call init first");
      const { values } = this.#copy;
      this.#variable = tidy(() => variable(tensor2d(values.slice(), this.#shape)));
      this.keep(values);
    }
    return this.#variable;
  }

  /** A copy of their values, row by row. */
  async read(): Promise<Float32Array> {
    const known = this.#known;
    if (known !== undefined) return known.slice();
    const { variable } = this;
    const of = variable.dataId;
    const values = Float32Array.from(await variable.data());
    this.#copy = { values, of };
    return values.slice();
  }

  /** Their values at once, where the backend can; undefined if there are none. */
  readSync(): Float32Array | undefined {
    return this.#known ?? (this.#variable?.dataSync() as Float32Array | undefined);
  }

  /** Puts others in their place. */
  set(values: Float32Array): void {
    this.#variable?.dispose();
    this.#variable = undefined;
    this.keep(values);
  }

  /** Keeps what is known to be the values of the variable now. */
  keep(values: Float32Array): void {
    this.#copy = { values, of: this.#variable?.dataId };
  }

  /** Frees the variable; there are none then. */
  dispose(): void {
    this.#variable?.dispose();
    this.#variable = undefined;
    this.#copy = undefined;
  }

  get #known(): Float32Array | undefined {
    return this.#copy !== undefined && this.#copy.of === this.#variable?.dataId
      ? this.#copy.values
      : undefined;
  }
}
