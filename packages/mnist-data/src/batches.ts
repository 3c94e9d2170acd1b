import { normalizer } from "./normalize.js";
import { permutation } from "./random.js";
import type { Split } from "./split.js";

/** How a split is cut into batches. */
export interface BatchOptions {
  /** Images a batch, an integer in [1, size]. Default 64. */
  batchSize?: number;
  /** Whether to visit the images in a random order. Default false. */
  shuffle?: boolean;
  /** Seed of that order, an integer in [0, 2⁵³). Default 0. */
  seed?: number;
  /** Number of the epoch, an integer in [0, 2³²); each has its own order under the same seed. Default 0. */
  epoch?: number;
  /** Whether to leave out the last batch when it is smaller than the others. Default false. */
  dropLast?: boolean;
}

/**
 * A batch of n images. The arrays are reused: the next turn of the loop overwrites them, so copy (`slice()`) what
 * is to be kept.
 */
export interface Batch {
  /** n × features, row-major, in [0, 1]. */
  images: Float32Array;
  /** n labels. */
  labels: Uint8Array;
  /** n positions in the split: `split.image(indices[j])` is row j. */
  indices: Uint32Array;
}

/** The batches of one epoch, for `for … of` and `for await … of`. Every loop starts again at the first. */
export class Batches implements Iterable<Batch>, AsyncIterable<Batch> {
  /** Number of batches. */
  readonly length: number;
  readonly #split: Split;
  readonly #options: Required<BatchOptions>;

  /** @throws RangeError if an option is outside its interval. */
  constructor(
    split: Split,
    { batchSize = 64, shuffle = false, seed = 0, epoch = 0, dropLast = false }: BatchOptions = {},
  ) {
    const largest = Math.max(1, split.size);
    if (!(Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= largest))
      throw new RangeError(
        `batches: expected batchSize as an integer in [1, ${largest}], the size of the split, got ${batchSize}`,
      );
    if (!(Number.isSafeInteger(seed) && seed >= 0))
      throw new RangeError(`batches: expected seed as an integer in [0, 2^53), got ${seed}`);
    if (!(Number.isInteger(epoch) && epoch >= 0 && epoch < 2 ** 32))
      throw new RangeError(`batches: expected epoch as an integer in [0, 2^32), got ${epoch}`);
    this.#split = split;
    this.#options = { batchSize, shuffle, seed, epoch, dropLast };
    this.length = (dropLast ? Math.floor : Math.ceil)(split.size / batchSize);
  }

  *[Symbol.iterator](): Generator<Batch, void, undefined> {
    const { size, features, pixels, rows, labels: all } = this.#split;
    const { batchSize, shuffle, seed, epoch } = this.#options;
    const order = shuffle ? permutation(size, seed, epoch) : undefined;
    const images = new Float32Array(batchSize * features);
    const labels = new Uint8Array(batchSize);
    const indices = new Uint32Array(batchSize);
    const normalize = normalizer(pixels, features, images);
    for (let batch = 0; batch < this.length; batch++) {
      const first = batch * batchSize;
      const n = Math.min(batchSize, size - first);
      for (let j = 0; j < n; j++) {
        const i = order === undefined ? first + j : order[first + j]!;
        indices[j] = i;
        labels[j] = all[i]!;
        normalize(rows[i]!, j);
      }
      yield n === batchSize
        ? { images, labels, indices }
        : {
            images: images.subarray(0, n * features),
            labels: labels.subarray(0, n),
            indices: indices.subarray(0, n),
          };
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Batch, void, undefined> {
    yield* this[Symbol.iterator]();
  }
}
