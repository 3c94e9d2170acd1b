import { ElbowBackendError } from "@elbowjs/backend";
import type { KernelModule } from "@elbowjs/backend/kernels";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Rows } from "./samples.js";

/** Larger data sets are not copied as a whole: the heap of a 32-bit module ends at 4 GB, and a page may have less. */
const MOST_BYTES = 2 ** 28;

/** Bytes behind the rows that the kernel may read. */
export const READ_AHEAD = 64;

/** One data set in the memory of a kernel module, from its first use to `release`. */
export class ResidentRows {
  readonly #module: KernelModule<unknown>;
  #rows: Rows | undefined;
  #block: TensorInfo | undefined;

  constructor(module: KernelModule<unknown>) {
    this.#module = module;
  }

  /** Address of the rows, bytes where the data are bytes and float32 elsewhere; undefined if the memory has no room. */
  address(rows: Rows): number | undefined {
    if (this.#rows !== rows) {
      this.release();
      this.#block = this.#copy(rows);
      this.#rows = rows;
    }
    return this.#block && this.#module.address(this.#block);
  }

  /** Frees the copy. */
  release(): void {
    if (this.#block !== undefined) this.#module.free(this.#block);
    this.#block = undefined;
    this.#rows = undefined;
  }

  #copy(rows: Rows): TensorInfo | undefined {
    const bytes = rowBytes(rows) * rows.size;
    if (bytes > MOST_BYTES) return undefined;
    let block: TensorInfo;
    try {
      block = this.#module.output([Math.ceil((bytes + READ_AHEAD) / 4)], "int32");
    } catch (error) {
      if (error instanceof ElbowBackendError && error.code === "out-of-memory") return undefined;
      throw error;
    }
    writeRows(rows, this.#module.memory.buffer, this.#module.address(block), 0, rows.size);
    return block;
  }
}

/** Bytes of one row as the kernels read it. */
export function rowBytes({ features, gatherBytes }: Rows): number {
  return features * (gatherBytes === undefined ? 4 : 1);
}

/** Writes samples `order[start … end − 1]` to a memory as the kernels read them. */
export function writeRows(
  rows: Rows,
  buffer: ArrayBufferLike,
  address: number,
  start: number,
  end: number,
  order?: ArrayLike<number>,
): void {
  const length = (end - start) * rows.features;
  if (rows.gatherBytes) rows.gatherBytes(new Uint8Array(buffer, address, length), start, end, order);
  else rows.gather(new Float32Array(buffer, address, length), start, end, order);
}
