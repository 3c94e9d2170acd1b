import { type PCG64, random } from "@elbowjs/numpy-random";

/** One image of a stream. Its bytes are reused: the next turn of the loop overwrites them. */
export interface StreamedImage {
  /** height × width bytes, row-major; 0 is background, 255 is ink. */
  readonly image: Uint8Array;
  /** Its label, undefined if there is no file of labels. */
  readonly label: number | undefined;
  /** Its position in the file. */
  readonly index: number;
}

/** Holds images back and gives them out in random order, in one block of memory. */
export class ShuffleBuffer {
  readonly #capacity: number;
  readonly #bits: PCG64;
  readonly #pixels: Uint8Array;
  readonly #held: { label: number | undefined; index: number }[] = [];
  readonly #leaving: Uint8Array;

  /** @param features Bytes of an image. */
  constructor(capacity: number, features: number, bits: PCG64) {
    this.#capacity = capacity;
    this.#bits = bits;
    this.#pixels = new Uint8Array(capacity * features);
    this.#leaving = new Uint8Array(features);
  }

  /** Takes an image in; once full, a random one of those held leaves for it. */
  exchange(arriving: StreamedImage): StreamedImage | undefined {
    if (this.#capacity === 0) return arriving;
    const isFull = this.#held.length === this.#capacity;
    const slot = isFull ? this.#draw(this.#capacity) : this.#held.length;
    const leaving = isFull ? this.#release(slot) : undefined;
    this.#pixels.set(arriving.image, slot * arriving.image.length);
    this.#held[slot] = { label: arriving.label, index: arriving.index };
    return leaving;
  }

  /** Gives out the rest in random order. */
  *drain(): Generator<StreamedImage, void, undefined> {
    const features = this.#leaving.length;
    while (this.#held.length > 0) {
      const slot = this.#draw(this.#held.length);
      const leaving = this.#release(slot);
      const last = this.#held.length - 1;
      this.#pixels.copyWithin(slot * features, last * features, (last + 1) * features);
      this.#held[slot] = this.#held[last]!;
      this.#held.pop();
      yield leaving;
    }
  }

  /** An integer in [0, n); off by less than one in 2⁵³ / n, which no shuffle can show. */
  #draw(n: number): number {
    return Math.floor(random(this.#bits) * n);
  }

  #release(slot: number): StreamedImage {
    const features = this.#leaving.length;
    this.#leaving.set(this.#pixels.subarray(slot * features, (slot + 1) * features));
    return { image: this.#leaving, ...this.#held[slot]! };
  }
}
