import { backend, type Tensor1D, tensor1d } from "@tensorflow/tfjs-core";
import { type Rows, readRows } from "../../data/rows.js";
import type { Batches } from "../step-kernel.js";

/** Samples in the GPU's memory. */
export interface GpuSamples {
  /** Four bytes u, for u / 255, in each int32, row after row; or float32 where the data are not bytes. */
  readonly data: Tensor1D;
  /** The rows of `data` that the steps take, in their order. */
  readonly rowNumbers: Int32Array;
}

/** WGSL of `valueAt(row, j)`, feature j of a row of `data`, for one kind of {@link GpuSamples}. */
export function valueAt({ data }: GpuSamples): string {
  const value =
    data.dtype === "int32"
      ? "f32((bitcast<u32>(data[i / 4]) >> (u32(i % 4) * 8u)) & 255u) / 255.0"
      : "data[i]";
  return `fn valueAt(row : i32, j : i32) -> f32 { let i = row * uniforms.d + j; return ${value}; }`;
}

/** One data set on the GPU, from its first use to `release`. */
export class ResidentSamples {
  #rows: Rows | undefined;
  #data: Tensor1D | undefined;

  /** The samples of some steps: the whole data set, uploaded once, or these alone where it is too large for one buffer. */
  of({ rows, order, start, end }: Batches): GpuSamples {
    const whole = bytesOf(rows, rows.size) <= mostBytes();
    if (this.#rows !== rows || !whole) {
      this.release();
      this.#data = whole ? upload(rows, 0, rows.size) : upload(rows, start, end, order);
      this.#rows = rows;
    }
    const rowNumbers = whole
      ? order.slice(start, end)
      : Int32Array.from({ length: end - start }, (_, i) => i);
    return { data: this.#data!, rowNumbers };
  }

  /** Frees the memory. */
  release(): void {
    this.#data?.dispose();
    this.#data = undefined;
    this.#rows = undefined;
  }
}

function bytesOf({ features, kind }: Rows, n: number): number {
  return n * features * (kind === "bytes" ? 1 : 4);
}

/** The largest buffer that a program can be given, as this GPU says; and what an int32 index reaches. */
function mostBytes(): number {
  const { device } = backend() as unknown as { device: { limits: { maxStorageBufferBindingSize: number } } };
  return Math.min(device.limits.maxStorageBufferBindingSize, 2 ** 31 - 4);
}

function upload(rows: Rows, start: number, end: number, order?: Int32Array): Tensor1D {
  const words = new ArrayBuffer(Math.ceil(bytesOf(rows, end - start) / 4) * 4);
  if (rows.kind === "floats") {
    const values = new Float32Array(words);
    readRows(rows, start, end, values, order);
    return tensor1d(values, "float32");
  }
  const out = new Uint8Array(words);
  if (order === undefined) rows.sliceBytes(start, end, out);
  else rows.gatherBytes(order.subarray(start, end), out);
  return tensor1d(new Int32Array(words), "int32");
}
