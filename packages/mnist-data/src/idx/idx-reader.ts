import {
  ByteReader,
  type DownloadOptions,
  ElbowDataError,
  gunzipChunks,
  type Source,
  sourceChunks,
  sourceName,
} from "@elbowjs/verified-files";
import { type IdxArray, parseIdxHeader } from "./parse-idx.js";

/** Most bytes held at once: of one image of a stream, or of a file that is opened whole. 2 GiB. */
export const mostBytes: number = 2 ** 31;

/** Memory reserved on the word of a header; further memory comes as the bytes do. 64 MiB, more than MNIST takes. */
const firstReserve = 2 ** 26;

/** Reads an IDX file of bytes item by item, an image or a label at a time, or all at once, while it arrives. */
export class IdxReader {
  readonly name: string;
  /** Number of items, and bytes of one; known once opened. */
  count = 0;
  itemSize = 0;
  readonly #caller: string;
  readonly #rank: 1 | 3;
  readonly #bytes: ByteReader;
  #dimensions: readonly number[] = [];
  #read = 0;

  /**
   * @param caller Name of the public function, for errors.
   * @param rank Dimensions the file must have: 1 for labels, 3 for images.
   */
  constructor(caller: string, source: Source, rank: 1 | 3, options: DownloadOptions) {
    this.name = sourceName(source, rank === 1 ? "labels" : "images");
    this.#caller = caller;
    this.#rank = rank;
    this.#bytes = new ByteReader(gunzipChunks(sourceChunks(source, options), this.name));
  }

  /**
   * Reads the header.
   *
   * @throws ElbowDataError with code `empty` for images without pixels, `size` for one of more than 2 GiB.
   */
  async open(): Promise<void> {
    const bytes = new Uint8Array(4 + 4 * this.#rank);
    const got = await this.#bytes.read(bytes);
    this.#dimensions = parseIdxHeader(bytes.subarray(0, got), this.#rank, this.name).dimensions;
    const [count, ...item] = this.#dimensions;
    this.count = count!;
    this.itemSize = item.reduce((product, dimension) => product * dimension, 1);
    const shape = `got shape [${this.#dimensions.join(", ")}]`;
    if (this.itemSize === 0)
      throw new ElbowDataError(
        "empty",
        `${this.#caller}: expected images of at least one pixel in ${this.name}, ${shape}`,
      );
    if (this.itemSize > mostBytes)
      throw new ElbowDataError(
        "size",
        `${this.#caller}: expected images of at most ${mostBytes} bytes in ${this.name}, ${shape}`,
      );
  }

  /**
   * All values at once.
   *
   * @throws ElbowDataError with code `size` if the header declares more than 2 GiB, `truncated` or `trailing` if the file
   *   has not as many as it declares.
   */
  async all(): Promise<IdxArray> {
    const declared = this.count * this.itemSize;
    if (declared > mostBytes)
      throw new ElbowDataError(
        "size",
        `${this.#caller}: expected at most ${mostBytes} bytes of values in ${this.name}, got ${declared} for shape [${this.#dimensions.join(", ")}]; read it with streamIdx`,
      );
    let data = new Uint8Array(Math.min(declared, firstReserve));
    for (let filled = 0; ; ) {
      filled += await this.#bytes.read(data.subarray(filled));
      if (filled < data.length) throw this.#truncated(filled);
      if (filled === declared) break;
      const larger = new Uint8Array(Math.min(declared, 2 * filled));
      larger.set(data);
      data = larger;
    }
    await this.end();
    return { name: this.name, dimensions: this.#dimensions, data };
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
    if (got < this.itemSize) throw this.#truncated(this.#read * this.itemSize + got);
    this.#read++;
  }

  #truncated(got: number): ElbowDataError {
    return new ElbowDataError(
      "truncated",
      `${this.#caller}: expected ${this.count * this.itemSize} bytes of values for shape [${this.#dimensions.join(", ")}] in ${this.name}, got ${got}; the file is cut short`,
    );
  }

  /** @throws ElbowDataError with code `trailing` if the file goes on after the last item. */
  async end(): Promise<void> {
    if ((await this.#bytes.read(new Uint8Array(1))) > 0)
      throw new ElbowDataError(
        "trailing",
        `${this.#caller}: expected ${this.name} to end after ${this.count * this.itemSize} bytes of values, got more`,
      );
  }

  /** Lets go of the source. */
  close(): Promise<void> {
    return this.#bytes.close();
  }
}
