import { Batches, type BatchOptions } from "./batches.js";
import { permutation } from "./random.js";

/** What a {@link Split} is made of. */
export interface SplitParts {
  /** Images as bytes, row-major, one after another. */
  pixels: Uint8Array;
  /** Label of each sample of the split. */
  labels: Uint8Array;
  /** Height and width of an image, in pixels. */
  shape: readonly [number, number];
  /** Number of classes; labels are below it. */
  classes: number;
  /** Row in `pixels` of each sample. Default: sample i is row i. */
  rows?: Uint32Array;
}

/**
 * Labelled grey images, kept as bytes (47 MB for 60,000 of 28×28) and turned into floats one batch at a time. A
 * part of a split (`take`, `filter`, …) is a split that shares its pixels.
 */
export class Split {
  /** Number of samples. */
  readonly size: number;
  /** Pixels an image: height × width. */
  readonly features: number;
  /** Height and width of an image. */
  readonly shape: readonly [number, number];
  /** Number of classes; labels are below it. */
  readonly classes: number;
  /** Label of each sample. */
  readonly labels: Uint8Array;
  /** The bytes of all images, shared by every split made from this one; 0 is background, 255 is ink. */
  readonly pixels: Uint8Array;
  /** Row in `pixels` of each sample. */
  readonly rows: Uint32Array;

  /** @throws RangeError if the lengths of the parts disagree. */
  constructor({ pixels, labels, shape, classes, rows }: SplitParts) {
    const features = shape[0] * shape[1];
    if (!(Number.isInteger(features) && features >= 1))
      throw new RangeError(`Split: expected shape of at least one pixel, got [${shape.join(", ")}]`);
    if (pixels.length % features !== 0)
      throw new RangeError(
        `Split: expected pixels of a whole number of images of ${features}, got ${pixels.length} bytes`,
      );
    const images = rows?.length ?? pixels.length / features;
    if (images !== labels.length)
      throw new RangeError(`Split: expected as many labels as images (${images}), got ${labels.length}`);
    this.size = labels.length;
    this.features = features;
    this.shape = shape;
    this.classes = classes;
    this.labels = labels;
    this.pixels = pixels;
    this.rows = rows ?? Uint32Array.from({ length: labels.length }, (_, i) => i);
  }

  /**
   * The bytes of sample i, a view: writing to it changes the data.
   *
   * @throws RangeError if `i` is not an integer in [0, size).
   */
  image(i: number): Uint8Array {
    checkIndex("image", i, this.size);
    const start = this.rows[i]! * this.features;
    return this.pixels.subarray(start, start + this.features);
  }

  /** Index of the first sample of each class, in the order of the classes; −1 for a class without samples. */
  firstOfEach(): number[] {
    return Array.from({ length: this.classes }, (_, label) => this.labels.indexOf(label));
  }

  /**
   * The batches of one epoch.
   *
   * @throws RangeError if an option is outside its interval.
   */
  batches(options: BatchOptions = {}): Batches {
    return new Batches(this, options);
  }

  /**
   * The first `n` samples.
   *
   * @throws RangeError if `n` is not an integer in [0, size].
   */
  take(n: number): Split {
    if (!(Number.isInteger(n) && n >= 0 && n <= this.size))
      throw new RangeError(`take: expected n as an integer in [0, ${this.size}], got ${n}`);
    return this.#part(this.labels.slice(0, n), this.rows.slice(0, n));
  }

  /** The samples for which `keep` answers true, in their order. */
  filter(keep: (label: number, i: number, image: Uint8Array) => boolean): Split {
    const kept: number[] = [];
    for (let i = 0; i < this.size; i++) if (keep(this.labels[i]!, i, this.image(i))) kept.push(i);
    return this.subset(kept);
  }

  /**
   * The samples at these indices, in the order given; one named twice appears twice.
   *
   * @throws RangeError if an index is not an integer in [0, size).
   */
  subset(indices: ArrayLike<number>): Split {
    const labels = new Uint8Array(indices.length);
    const rows = new Uint32Array(indices.length);
    for (let j = 0; j < indices.length; j++) {
      const i = indices[j]!;
      checkIndex("subset", i, this.size);
      labels[j] = this.labels[i]!;
      rows[j] = this.rows[i]!;
    }
    return this.#part(labels, rows);
  }

  /**
   * Two parts drawn at random without overlap: round(fraction · size) samples, and the rest.
   *
   * @param fraction Share of the first part, in [0, 1].
   * @param seed Integer in [0, 2⁵³), default 0.
   * @throws RangeError if an argument is outside its interval.
   */
  split(fraction: number, seed = 0): [Split, Split] {
    if (!(fraction >= 0 && fraction <= 1))
      throw new RangeError(`split: expected fraction in [0, 1], got ${fraction}`);
    const order = permutation(this.size, seed);
    const first = Math.round(fraction * this.size);
    return [this.subset(order.subarray(0, first)), this.subset(order.subarray(first))];
  }

  /**
   * k pairs for cross-validation: each sample is in `test` of exactly one pair and in `train` of the others. The
   * sizes of the test parts differ by one at most.
   *
   * @param k Number of folds, an integer in [2, size].
   * @param seed Integer in [0, 2⁵³), default 0.
   * @throws RangeError if an argument is outside its interval.
   */
  kFold(k: number, seed = 0): { train: Split; test: Split }[] {
    if (!(Number.isInteger(k) && k >= 2 && k <= this.size))
      throw new RangeError(`kFold: expected k as an integer in [2, ${this.size}], got ${k}`);
    const order = permutation(this.size, seed);
    return Array.from({ length: k }, (_, fold) => {
      const start = Math.floor((fold * this.size) / k);
      const end = Math.floor(((fold + 1) * this.size) / k);
      const train = new Uint32Array(this.size - (end - start));
      train.set(order.subarray(0, start));
      train.set(order.subarray(end), start);
      return { train: this.subset(train), test: this.subset(order.subarray(start, end)) };
    });
  }

  #part(labels: Uint8Array, rows: Uint32Array): Split {
    const { pixels, shape, classes } = this;
    return new Split({ pixels, labels, shape, classes, rows });
  }
}

function checkIndex(name: string, i: number, size: number): void {
  if (!(Number.isInteger(i) && i >= 0 && i < size))
    throw new RangeError(`${name}: expected an index as an integer in [0, ${size}), got ${i}`);
}
