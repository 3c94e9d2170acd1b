import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type ByteParts, byteSamples, epochOrder } from "@elbowjs/samples";

/** How a split is cut into batches. */
export interface BatchOptions {
  /** Images per batch, an integer in [1, size]. Default 64. */
  readonly batchSize?: number | undefined;
  /** Whether to visit the images in a random order. Default false. */
  readonly shuffle?: boolean | undefined;
  /** Seed of that order, an integer in [0, 2⁵³). Default 0. */
  readonly seed?: number | undefined;
  /** Number of the epoch, an integer in [0, 2⁵³); each has its own order under the same seed. Default 0. */
  readonly epoch?: number | undefined;
  /** Whether to leave out the last batch when it is smaller than the others. Default false. */
  readonly dropLast?: boolean | undefined;
}

/**
 * A batch of n images. The arrays are reused: the next turn of the loop overwrites them, so copy (`slice()`) what
 * is to be kept.
 */
export interface Batch {
  /** n × features, row-major, in [0, 1]. */
  readonly images: Float32Array;
  /** n labels. */
  readonly labels: Uint8Array;
  /** n positions in the split: `split.image(indices[j])` is row j. */
  readonly indices: Uint32Array;
}

/** What batches are cut from: a `Split` is one. */
export interface LabelledBytes extends ByteParts {
  readonly size: number;
  readonly labels: Uint8Array;
}

/** The batches of one epoch, for `for … of` and `for await … of`. Every loop starts again at the first. */
export class Batches implements Iterable<Batch>, AsyncIterable<Batch> {
  /** Number of batches. */
  readonly length: number;
  readonly #data: LabelledBytes;
  readonly #options: { readonly [Name in keyof BatchOptions]-?: NonNullable<BatchOptions[Name]> };

  /** @throws RangeError if an option is outside its interval, TypeError if it is of another kind or does not exist. */
  constructor(data: LabelledBytes, options: BatchOptions = {}) {
    const caller = "Split.batches";
    checkOptions(caller, options, ["batchSize", "shuffle", "seed", "epoch", "dropLast"]);
    const { batchSize = 64, shuffle = false, seed = 0, epoch = 0, dropLast = false } = options;
    checkNumbers(caller, {
      batchSize: [batchSize, `integer in [1, ${Math.max(1, data.size)}]`],
      seed: [seed, "integer ≥ 0"],
      epoch: [epoch, "integer ≥ 0"],
    });
    checkKinds(caller, { shuffle: [shuffle, "boolean"], dropLast: [dropLast, "boolean"] });
    this.#data = data;
    this.#options = { batchSize, shuffle, seed, epoch, dropLast };
    this.length = (dropLast ? Math.floor : Math.ceil)(data.size / batchSize);
  }

  *[Symbol.iterator](): Generator<Batch, void, undefined> {
    const { size, labels: all } = this.#data;
    const { batchSize, shuffle, seed, epoch } = this.#options;
    const samples = byteSamples(this.#data, "Split.batches");
    const order = shuffle ? epochOrder(size, seed, epoch) : undefined;
    const images = new Float32Array(batchSize * samples.features);
    const labels = new Uint8Array(batchSize);
    const indices = new Uint32Array(batchSize);
    for (let batch = 0; batch < this.length; batch++) {
      const first = batch * batchSize;
      const n = Math.min(batchSize, size - first);
      for (let j = 0; j < n; j++) {
        const i = order === undefined ? first + j : order[first + j]!;
        indices[j] = i;
        labels[j] = all[i]!;
      }
      samples.gather(n === batchSize ? indices : indices.subarray(0, n), images);
      yield n === batchSize
        ? { images, labels, indices }
        : {
            images: images.subarray(0, n * samples.features),
            labels: labels.subarray(0, n),
            indices: indices.subarray(0, n),
          };
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Batch, void, undefined> {
    yield* this[Symbol.iterator]();
  }
}
