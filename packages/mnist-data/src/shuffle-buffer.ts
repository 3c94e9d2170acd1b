import { below } from "./random.js";

/** One image of a stream. Its bytes are reused: the next turn of the loop overwrites them. */
export interface StreamedImage {
  /** height × width bytes, row-major; 0 is background, 255 is ink. */
  image: Uint8Array;
  /** Its label, undefined if there is no file of labels. */
  label: number | undefined;
  /** Its position in the file. */
  index: number;
}

/** Holds images back and gives them out in random order, in one block of memory. */
export class ShuffleBuffer {
  readonly #capacity: number;
  readonly #random: () => number;
  readonly #pixels: Uint8Array;
  readonly #held: { label: number | undefined; index: number }[] = [];
  readonly #leaving: Uint8Array;

  /** @param features Bytes of an image. */
  constructor(capacity: number, features: number, random: () => number) {
    this.#capacity = capacity;
    this.#random = random;
    this.#pixels = new Uint8Array(capacity * features);
    this.#leaving = new Uint8Array(features);
  }

  /** Takes an image in; once full, a random one of those held leaves for it. */
  exchange(arriving: StreamedImage): StreamedImage | undefined {
    if (this.#capacity === 0) return arriving;
    const isFull = this.#held.length === this.#capacity;
    const slot = isFull ? below(this.#capacity, this.#random) : this.#held.length;
    const leaving = isFull ? this.#release(slot) : undefined;
    this.#pixels.set(arriving.image, slot * arriving.image.length);
    this.#held[slot] = { label: arriving.label, index: arriving.index };
    return leaving;
  }

  /** Gives out the rest in random order. */
  *drain(): Generator<StreamedImage, void, undefined> {
    const features = this.#leaving.length;
    while (this.#held.length > 0) {
      const slot = below(this.#held.length, this.#random);
      const leaving = this.#release(slot);
      const last = this.#held.length - 1;
      this.#pixels.copyWithin(slot * features, last * features, (last + 1) * features);
      this.#held[slot] = this.#held[last]!;
      this.#held.pop();
      yield leaving;
    }
  }

  #release(slot: number): StreamedImage {
    const features = this.#leaving.length;
    this.#leaving.set(this.#pixels.subarray(slot * features, (slot + 1) * features));
    return { image: this.#leaving, ...this.#held[slot]! };
  }
}
