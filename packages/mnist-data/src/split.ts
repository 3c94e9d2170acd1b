import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { seededOrder } from "@elbowjs/samples";
import { Batches, type BatchOptions } from "./batches.js";

/** What a {@link Split} is made of. */
export interface SplitParts {
  /** Images as bytes, row-major, one after another. */
  readonly pixels: Uint8Array;
  /** Label of each sample of the split. */
  readonly labels: Uint8Array;
  /** Height and width of an image, in pixels. */
  readonly shape: readonly [number, number];
  /** Number of classes; labels are below it. */
  readonly classes: number;
  /** Row in `pixels` of each sample. Default: sample i is row i. */
  readonly rows?: Uint32Array | undefined;
}

/**
 * Labelled grey images, kept as bytes (47 MB for 60,000 of 28×28) and turned into floats one batch at a time. A
 * part of a split (`take`, `filter`, …) is a split that shares its pixels.
 */
export class Split {
  /** Number of samples. */
  readonly size: number;
  /** Pixels per image: height × width. */
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

  /** @throws RangeError if the lengths of the parts disagree, a row is not in `pixels`, or a label is no class. */
  constructor({ pixels, labels, shape, classes, rows }: SplitParts) {
    checkKinds("Split", { pixels: [pixels, "Uint8Array"], labels: [labels, "Uint8Array"] });
    checkNumbers("Split", { classes: [classes, "integer in [1, 256]"] });
    const features = shape[0] * shape[1];
    if (!(Number.isInteger(features) && features >= 1))
      throw new RangeError(`Split: expected shape of at least one pixel, got [${shape.join(", ")}]`);
    const stored = pixels.length / features;
    if (!Number.isInteger(stored))
      throw new RangeError(
        `Split: expected pixels of a whole number of images of ${features}, got ${pixels.length} bytes`,
      );
    const size = labels.length;
    if ((rows?.length ?? stored) !== size)
      throw new RangeError(
        `Split: expected as many labels as images (${rows?.length ?? stored}), got ${size}`,
      );
    for (let i = 0; i < size; i++) {
      if (rows !== undefined && !(rows[i]! < stored))
        throw new RangeError(`Split: expected rows in [0, ${stored}), got ${rows[i]} for sample ${i}`);
      if (labels[i]! >= classes)
        throw new RangeError(`Split: expected labels in [0, ${classes}), got ${labels[i]} for sample ${i}`);
    }
    this.size = size;
    this.features = features;
    this.shape = shape;
    this.classes = classes;
    this.labels = labels;
    this.pixels = pixels;
    this.rows = rows ?? Uint32Array.from({ length: size }, (_, i) => i);
  }

  /**
   * The bytes of sample i, a view: writing to it changes the data.
   *
   * @throws RangeError if `i` is not an integer in [0, size).
   */
  image(i: number): Uint8Array {
    checkIndex("Split.image", "i", i, this.size);
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
    checkNumbers("Split.take", { n: [n, `integer in [0, ${this.size}]`] });
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
      checkIndex("Split.subset", "every index", i, this.size);
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
    checkNumbers("Split.split", { fraction: [fraction, "[0, 1]"], seed: [seed, "integer ≥ 0"] });
    const order = seededOrder(this.size, seed);
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
    checkNumbers("Split.kFold", { k: [k, `integer in [2, ${this.size}]`], seed: [seed, "integer ≥ 0"] });
    const order = seededOrder(this.size, seed);
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

/** Once per sample, so the words of the refusal are made only where it is one. */
function checkIndex(caller: string, name: string, i: number, size: number): void {
  if (!(Number.isInteger(i) && i >= 0 && i < size))
    checkNumbers(caller, { [name]: [i, `integer in [0, ${size})`] });
}
