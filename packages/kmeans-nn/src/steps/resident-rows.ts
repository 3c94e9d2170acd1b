import { ElbowBackendError } from "@elbowjs/backend";
import type { KernelModule } from "@elbowjs/backend/kernels";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { bytesPerRow, READ_AHEAD, writeRows } from "../data/kernel-rows.js";
import type { Rows } from "../data/rows.js";

/** One data set in the memory of tfjs's wasm backend, from its first use to `release`. */
export class ResidentRows {
  readonly #module: KernelModule<unknown>;
  readonly #mostBytes: number;
  #rows: Rows | undefined;
  #block: TensorInfo | undefined;

  constructor(module: KernelModule<unknown>, mostBytes: number) {
    this.#module = module;
    this.#mostBytes = mostBytes;
  }

  /** Address of the rows, or undefined if they are too large or the memory has no room. */
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
    const bytes = bytesPerRow(rows) * rows.size;
    if (bytes > this.#mostBytes) return undefined;
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
