import { aligned, bytesPerRow, MOST_BYTES, READ_AHEAD, writeRows } from "../data/kernel-rows.js";
import type { Rows } from "../data/rows.js";

/** The functions of `assembly/nearest-rows.ts` and what they need; addresses are in bytes. */
interface LloydExports {
  centerBytes(k: number, d: number): number;
  rowBytes(d: number): number;
  arrangeCenters(centers: number, k: number, d: number, to: number): void;
  nearestScratchBytes(k: number, d: number): number;
  nearestRows(
    n: number,
    k: number,
    d: number,
    rows: number,
    floats: boolean,
    order: number,
    centers: number,
    halfNorms: number,
    out: number,
    scratch: number,
  ): void;
  addToSum(
    rows: number,
    floats: boolean,
    number: number,
    d: number,
    weight: number,
    sum: number,
    row: number,
  ): number;
}

/** Samples per call: enough for calls to cost nothing. */
const BLOCK = 256;

/** Unit roundoff of float32. */
const UNIT = 2 ** -24;

/** Blocks of four features that `assembly/nearest-rows.ts` sums by themselves. */
const STRETCH = 64;

/** Above this a product or a sum of some thousand of them may overflow in float32. */
const LARGEST = 1e34;

/** Compiled at the first call: data in pieces ask for a kernel each. */
let compiled: Promise<WebAssembly.Module | undefined> | undefined;

async function compile(): Promise<WebAssembly.Module | undefined> {
  const { modules } = await import("../generated/kernels.js");
  const candidates = [modules.relaxedSimd, modules.simd].map((base64) =>
    Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
  );
  const bytes = candidates.find((candidate) => WebAssembly.validate(candidate));
  return bytes && WebAssembly.compile(bytes);
}

/**
 * The WebAssembly part of Lloyd's algorithm: the two largest scores x·C_i − ½‖C_i‖² of samples, in float32 with a bound
 * on their error, and sums of samples in float64. It has a memory of its own, so that no tfjs backend is needed, and
 * keeps the data there, or where they are too large copies what each call needs.
 */
export class LloydKernel {
  readonly block: number = BLOCK;
  /** Sum of samples of each centre, k×d; they start at 0. */
  readonly sums: Float64Array;
  readonly #exports: LloydExports;
  readonly #memory: WebAssembly.Memory;
  readonly #rows: Rows;
  readonly #k: number;
  readonly #resident: boolean;
  readonly #at: Layout;
  #largestNorm = 0;

  private constructor(module: WebAssembly.Module, rows: Rows, k: number, mostBytes: number) {
    this.#rows = rows;
    this.#k = k;
    this.#memory = new WebAssembly.Memory({ initial: 1 });
    this.#exports = new WebAssembly.Instance(module, { env: { memory: this.#memory } })
      .exports as unknown as LloydExports;
    const whole = bytesPerRow(rows) * rows.size;
    this.#at = this.#layOut();
    this.#resident = whole <= mostBytes && this.#grow(this.#at.rows + whole);
    if (this.#resident) writeRows(rows, this.#memory.buffer, this.#at.rows, 0, rows.size);
    else if (!this.#grow(this.#at.rows + bytesPerRow(rows) * BLOCK))
      throw new RangeError(`lloyd: expected room for ${k} centres and ${BLOCK} samples, got no memory`);
    this.sums = new Float64Array(this.#memory.buffer, this.#at.sums, k * rows.features);
  }

  /**
   * A kernel for these data and k centres, or undefined where WebAssembly SIMD is missing.
   *
   * @param mostBytes data sets above this are copied piece by piece.
   */
  static async create(
    rows: Rows,
    k: number,
    mostBytes: number = MOST_BYTES,
  ): Promise<LloydKernel | undefined> {
    compiled ??= compile().catch((error: unknown) => {
      compiled = undefined; // a chunk that could not be loaded may be there the next time
      throw error;
    });
    const module = await compiled;
    return module && new LloydKernel(module, rows, k, mostBytes);
  }

  /** Takes the centres for the calls of {@link nearest} that follow. */
  set(centers: Float64Array): void {
    const { buffer } = this.#memory;
    const d = this.#rows.features;
    new Float32Array(buffer, this.#at.centers, centers.length).set(centers);
    this.#exports.arrangeCenters(this.#at.centers, this.#k, d, this.#at.arranged);
    const halfNorms = new Float32Array(buffer, this.#at.halfNorms, this.#k);
    this.#largestNorm = 0;
    for (let i = 0; i < this.#k; i++) {
      let squared = 0;
      for (let j = i * d; j < (i + 1) * d; j++) squared += centers[j]! * centers[j]!;
      halfNorms[i] = squared / 2;
      this.#largestNorm = Math.max(this.#largestNorm, Math.sqrt(squared));
    }
  }

  /**
   * The two largest scores of samples `order[start … end − 1]`, at most {@link block}, four values per sample: the index
   * of the largest, the first one on a tie, in `indices`; the two scores and ‖x‖² behind it in `values`. Valid until
   * the next call.
   */
  nearest(order: Int32Array, start: number, end: number): { indices: Int32Array; values: Float32Array } {
    const { buffer } = this.#memory;
    const at = this.#at;
    const n = end - start;
    const numbers = new Int32Array(buffer, at.order, n);
    if (this.#resident) numbers.set(order.subarray(start, end));
    else {
      writeRows(this.#rows, buffer, at.rows, start, end, order);
      for (let i = 0; i < n; i++) numbers[i] = i;
    }
    this.#exports.nearestRows(
      n,
      this.#k,
      this.#rows.features,
      at.rows,
      this.#floats,
      at.order,
      at.arranged,
      at.halfNorms,
      at.out,
      at.scratch,
    );
    return {
      indices: new Int32Array(buffer, at.out, 4 * n),
      values: new Float32Array(buffer, at.out, 4 * n),
    };
  }

  /** Adds weight·x of one sample to the sum of a centre; returns ‖x‖² in float64. */
  add(sample: number, cluster: number, weight: number): number {
    const at = this.#at;
    const d = this.#rows.features;
    if (!this.#resident) writeRows(this.#rows, this.#memory.buffer, at.rows, sample, sample + 1);
    const number = this.#resident ? sample : 0;
    return this.#exports.addToSum(
      at.rows,
      this.#floats,
      number,
      d,
      weight,
      at.sums + 8 * cluster * d,
      at.row,
    );
  }

  /**
   * A bound on the error of a sample's scores, and on half that of its ‖x‖²: a product, the additions of a stretch in
   * each of four lanes, those of the lanes, of the stretches, and the roundings of C and ½‖C‖². Infinite where float32
   * might overflow.
   */
  errorBound(squaredNorm: number): number {
    const norm = Math.sqrt(squaredNorm);
    const size = norm * this.#largestNorm + this.#largestNorm ** 2 + squaredNorm;
    if (!(size < LARGEST)) return Number.POSITIVE_INFINITY;
    const blocks = Math.ceil(this.#rows.features / 4);
    return (Math.min(blocks, STRETCH) + Math.ceil(blocks / STRETCH) + 8) * UNIT * size;
  }

  get #floats(): boolean {
    return this.#rows.kind === "floats";
  }

  #layOut(): Layout {
    const k = this.#k;
    const d = this.#rows.features;
    let end = 16;
    const place = (bytes: number): number => {
      const at = end;
      end += aligned(bytes);
      return at;
    };
    return {
      centers: place(4 * k * d),
      arranged: place(this.#exports.centerBytes(k, d)),
      halfNorms: place(4 * k),
      scratch: place(this.#exports.nearestScratchBytes(k, d)),
      sums: place(8 * k * d + 32),
      row: place(this.#exports.rowBytes(d)),
      order: place(4 * BLOCK),
      out: place(16 * BLOCK),
      rows: place(0),
    };
  }

  /** Makes room for so many bytes and what may be read behind them; returns whether there is any. */
  #grow(bytes: number): boolean {
    const pages = Math.ceil((bytes + READ_AHEAD) / 65536) - this.#memory.buffer.byteLength / 65536;
    try {
      if (pages > 0) this.#memory.grow(pages);
      return true;
    } catch {
      return false;
    }
  }
}

/** Addresses; the rows lie behind everything else. */
interface Layout {
  readonly centers: number;
  readonly arranged: number;
  readonly halfNorms: number;
  readonly scratch: number;
  readonly sums: number;
  readonly row: number;
  readonly order: number;
  readonly out: number;
  readonly rows: number;
}
