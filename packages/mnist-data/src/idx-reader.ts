import { ByteReader } from "./byte-reader.js";
import { ElbowDataError } from "./data-error.js";
import type { DownloadOptions } from "./download.js";
import { gunzipChunks } from "./gunzip.js";
import { parseIdxHeader } from "./idx.js";
import { type Source, sourceChunks, sourceName } from "./source.js";

/** Reads an IDX file of bytes item by item, an image or a label at a time, while it arrives. */
export class IdxReader {
  readonly name: string;
  /** Number of items, and bytes of one; known once opened. */
  count = 0;
  itemSize = 0;
  readonly #rank: 1 | 3;
  readonly #bytes: ByteReader;
  #read = 0;

  /** @param rank Dimensions the file must have: 1 for labels, 3 for images. */
  constructor(source: Source, rank: 1 | 3, options: DownloadOptions) {
    this.name = sourceName(source, rank === 1 ? "labels" : "images");
    this.#rank = rank;
    this.#bytes = new ByteReader(gunzipChunks(sourceChunks(source, options), this.name));
  }

  /** Reads the header. */
  async open(): Promise<void> {
    const bytes = new Uint8Array(4 + 4 * this.#rank);
    const got = await this.#bytes.read(bytes);
    const [count, ...item] = parseIdxHeader(bytes.subarray(0, got), this.#rank, this.name).dimensions;
    this.count = count!;
    this.itemSize = item.reduce((product, dimension) => product * dimension, 1);
  }

  /**
   * Fills `item`, of `itemSize` bytes, with the next one; at once if it has arrived, else later.
   *
   * @throws ElbowDataError with code `truncated` if the file ends before.
   */
  next(item: Uint8Array): void | Promise<void> {
    const got = this.#bytes.read(item);
    if (typeof got === "number") this.#check(got);
    else return got.then((late) => this.#check(late));
  }

  #check(got: number): void {
    if (got < this.itemSize)
      throw new ElbowDataError(
        "truncated",
        `streamIdx: expected ${this.count * this.itemSize} bytes of values in ${this.name}, got ${this.#read * this.itemSize + got}; the file is cut short`,
      );
    this.#read++;
  }

  /** @throws ElbowDataError with code `trailing` if the file goes on after the last item. */
  async end(): Promise<void> {
    if ((await this.#bytes.read(new Uint8Array(1))) > 0)
      throw new ElbowDataError(
        "trailing",
        `streamIdx: expected ${this.name} to end after ${this.count * this.itemSize} bytes of values, got more`,
      );
  }

  /** Lets go of the source. */
  close(): Promise<void> {
    return this.#bytes.close();
  }
}
