import type { Rows } from "./samples.js";

/** The functions of `assembly/row-products.ts`; addresses are in bytes. */
interface ScorerExports {
  scoreRowsScratchBytes(k: number, d: number): number;
  scoreRows(
    b: number,
    k: number,
    d: number,
    rows: number,
    floats: boolean,
    centers: number,
    halfNorms: number,
    out: number,
    norms: number,
    scratch: number,
  ): void;
}

/** Samples scored at once: enough to spread the transposition of the centres. */
const BLOCK = 256;

/** Unit roundoff of float32. */
const UNIT = 2 ** -24;

/**
 * Scores x·C_i − ½‖C_i‖² in float32 by a WebAssembly kernel with a memory of its own, so that no tfjs backend is
 * needed. Each score comes with a bound on its error; who needs more asks float64 where that bound leaves a doubt.
 */
export class WasmScorer {
  readonly block: number = BLOCK;
  /** Distance of one row of scores to the next: k rounded up to four. */
  readonly stride: number;
  readonly #exports: ScorerExports;
  readonly #memory: WebAssembly.Memory;
  readonly #k: number;
  readonly #d: number;
  readonly #at: {
    rows: number;
    centers: number;
    halfNorms: number;
    out: number;
    norms: number;
    scratch: number;
  };
  #largestNorm = 0;

  private constructor(module: WebAssembly.Module, k: number, d: number) {
    this.#k = k;
    this.#d = d;
    this.stride = Math.ceil(k / 4) * 4;
    const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;
    const centers = 16;
    const halfNorms = centers + aligned(4 * k * d);
    const out = halfNorms + 4 * this.stride;
    const norms = out + 4 * BLOCK * this.stride;
    const rows = norms + 4 * BLOCK;
    const scratch = rows + 4 * BLOCK * d;
    this.#at = { rows, centers, halfNorms, out, norms, scratch };
    this.#memory = new WebAssembly.Memory({ initial: 1 });
    this.#exports = new WebAssembly.Instance(module, { env: { memory: this.#memory } })
      .exports as unknown as ScorerExports;
    const end = scratch + this.#exports.scoreRowsScratchBytes(k, d);
    this.#memory.grow(Math.ceil(end / 65536));
  }

  /** A scorer for k centres of d features, or undefined where WebAssembly SIMD is missing. */
  static async create(k: number, d: number): Promise<WasmScorer | undefined> {
    const { modules } = await import("./generated/kernels.js");
    const candidates = [modules.relaxedSimd, modules.simd].map((base64) =>
      Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
    );
    const bytes = candidates.find((candidate) => WebAssembly.validate(candidate));
    return bytes && new WasmScorer(await WebAssembly.compile(bytes), k, d);
  }

  /** Takes the centres for the calls of {@link score} that follow. */
  set(centers: Float64Array): void {
    new Float32Array(this.#memory.buffer, this.#at.centers, centers.length).set(centers);
    const halfNorms = new Float32Array(this.#memory.buffer, this.#at.halfNorms, this.stride);
    this.#largestNorm = 0;
    for (let i = 0; i < this.#k; i++) {
      let squared = 0;
      for (let j = i * this.#d; j < (i + 1) * this.#d; j++) squared += centers[j]! * centers[j]!;
      halfNorms[i] = squared / 2;
      this.#largestNorm = Math.max(this.#largestNorm, Math.sqrt(squared));
    }
  }

  /** Scores of samples `order[start … end − 1]`, at most {@link block}; valid until the next call. */
  score(
    rows: Rows,
    order: ArrayLike<number>,
    start: number,
    end: number,
  ): { scores: Float32Array; norms: Float32Array } {
    const { buffer } = this.#memory;
    const at = this.#at;
    const b = end - start;
    if (rows.gatherBytes) rows.gatherBytes(new Uint8Array(buffer, at.rows, b * this.#d), start, end, order);
    else rows.gather(new Float32Array(buffer, at.rows, b * this.#d), start, end, order);
    const floats = rows.gatherBytes === undefined;
    this.#exports.scoreRows(
      b,
      this.#k,
      this.#d,
      at.rows,
      floats,
      at.centers,
      at.halfNorms,
      at.out,
      at.norms,
      at.scratch,
    );
    return {
      scores: new Float32Array(buffer, at.out, b * this.stride),
      norms: new Float32Array(buffer, at.norms, b),
    };
  }

  /**
   * A bound on the error of a sample's scores, and on half that of its ‖x‖²: d + 2 roundings of sums of products of at
   * most ‖x‖·‖C‖, of ½‖C‖² and of ‖x‖².
   */
  errorBound(squaredNorm: number): number {
    const norm = Math.sqrt(squaredNorm);
    return (this.#d + 2) * UNIT * (norm * this.#largestNorm + this.#largestNorm ** 2 + squaredNorm);
  }
}
