import { checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { byteSamples, floatSamples, type SampleSource, type Samples } from "@elbowjs/samples";
import type { ByteFile } from "./byte-file.js";
import type { FileHeader } from "./file-header.js";
import { bytesOf, decode } from "./value-type.js";

/** One file of several. */
export interface Shard {
  readonly file: ByteFile;
  readonly header: FileHeader;
  /** Rows of it. */
  readonly size: number;
}

/** Files of rows as one source of samples; see `openRows`. */
export class RowFiles implements SampleSource {
  readonly size: number;
  readonly shape: readonly number[];
  readonly features: number;
  readonly kind: "bytes" | "floats";
  /** Names of the files and rows of each. */
  readonly shards: readonly { readonly name: string; readonly size: number }[];
  readonly #shards: readonly Shard[];
  readonly #rowBytes: number;

  /** Made by `openRows`. */
  constructor(shards: readonly Shard[]) {
    const { header } = shards[0]!;
    this.#shards = shards;
    this.shards = shards.map(({ file, size }) => ({ name: file.name, size }));
    this.size = shards.reduce((sum, { size }) => sum + size, 0);
    this.shape = header.shape.length === 1 ? [1] : header.shape.slice(1);
    this.features = this.shape.reduce((a, b) => a * b, 1);
    this.kind = header.type === "uint8" ? "bytes" : "floats";
    this.#rowBytes = this.features * bytesOf(header.type);
  }

  /**
   * Rows `start` … `end` − 1 as samples in memory.
   *
   * @throws RangeError outside [0, size], or if a number is not finite (row and feature of the piece are named);
   *   RowFileError if a file went away or changed; the signal's reason.
   */
  async read(
    start: number,
    end: number,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Samples> {
    const caller = "RowFiles.read";
    checkOptions(caller, options, ["signal"]);
    checkNumbers(caller, { start: [start, "integer ≥ 0"], end: [end, "integer ≥ 0"] });
    checkKinds(caller, { signal: [options.signal, "AbortSignal or undefined"] });
    if (!(start <= end && end <= this.size))
      throw refusal(
        new RangeError(`${caller}: expected start ≤ end ≤ ${this.size}, got ${start} and ${end}`),
      );
    const bytes = await this.#bytes(start, end, options.signal);
    const { header } = this.#shards[0]!;
    const { shape } = this;
    const values = decode(bytes, header);
    return values instanceof Uint8Array
      ? byteSamples({ pixels: values, shape }, caller)
      : floatSamples({ data: values, shape }, `${caller}, from row ${start}`);
  }

  /** Closes the files. Pieces that were read stay. */
  async close(): Promise<void> {
    await Promise.all(this.#shards.map(({ file }) => file.close()));
  }

  /** {@link close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #bytes(start: number, end: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const width = this.#rowBytes;
    const parts: Uint8Array[] = [];
    let first = 0; // row number of the shard's first row
    for (const { file, header, size } of this.#shards) {
      const from = Math.max(start, first) - first;
      const to = Math.min(end, first + size) - first;
      if (from < to)
        parts.push(await file.read(header.offset + from * width, header.offset + to * width, signal));
      first += size;
    }
    if (parts.length === 1) return parts[0]!;
    const bytes = new Uint8Array((end - start) * width);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}
