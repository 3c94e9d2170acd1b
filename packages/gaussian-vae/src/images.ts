import { Tensor } from "@tensorflow/tfjs-core";
import { type Shape, sizeOf } from "./layers/layer.js";

/** Anything like a split of @elbowjs/mnist-data: images of bytes. */
export interface ImageSplit {
  readonly size: number;
  /** Bytes of one image. */
  readonly features: number;
  /** The bytes of image `i`, 0 to 255. */
  image(i: number): Uint8Array;
}

/**
 * Images for training: a split of bytes (divided by 255), values in [0, 1] one image after another, or a tensor
 * `[n, height, width, channels]` or `[n, pixels]`.
 */
export type Images = ImageSplit | Float32Array | Tensor;

/** Images that can be gathered in any order. */
export interface ImageSet {
  readonly size: number;
  /** The images of these rows, one after another. */
  gather(rows: ArrayLike<number>): Float32Array;
}

/**
 * Reads any kind of {@link Images} as one.
 *
 * @throws RangeError if an image has not the model's number of pixels, or there is none; TypeError for another kind.
 */
export async function imageSet(who: string, images: Images, shape: Shape): Promise<ImageSet> {
  const pixels = sizeOf(shape);
  if (images instanceof Tensor) {
    checkImageTensor(who, images, shape);
    return fromFloats(who, (await images.data()) as Float32Array, pixels);
  }
  if (images instanceof Float32Array) return fromFloats(who, images, pixels);
  if (typeof images?.image === "function" && Number.isInteger(images.size)) {
    if (images.features !== pixels)
      throw new RangeError(`${who}: expected images of ${pixels} pixels, got ${images.features}`);
    return notEmpty(who, { size: images.size, gather: (rows) => gatherBytes(images, rows) });
  }
  throw new TypeError(`${who}: expected images as a split, a Float32Array or a tensor, got ${typeof images}`);
}

/** Refuses a tensor that is not `[n, ...shape]` or `[n, pixels]`. */
export function checkImageTensor(who: string, images: Tensor, shape: Shape): void {
  const [, ...item] = images.shape;
  const fits = [shape, [sizeOf(shape)]].some(
    (s) => s.length === item.length && s.every((e, i) => e === item[i]),
  );
  if (!fits || images.shape[0] === 0)
    throw new RangeError(
      `${who}: expected images of shape [n, ${shape.join(", ")}] or [n, ${sizeOf(shape)}], got [${images.shape.join(", ")}]`,
    );
}

function fromFloats(who: string, values: Float32Array, pixels: number): ImageSet {
  if (values.length % pixels)
    throw new RangeError(`${who}: expected a multiple of ${pixels} values, got ${values.length}`);
  return notEmpty(who, {
    size: values.length / pixels,
    gather: (rows) => {
      const out = new Float32Array(rows.length * pixels);
      for (let i = 0; i < rows.length; i++)
        out.set(values.subarray(rows[i]! * pixels, (rows[i]! + 1) * pixels), i * pixels);
      return out;
    },
  });
}

function gatherBytes(split: ImageSplit, rows: ArrayLike<number>): Float32Array {
  const out = new Float32Array(rows.length * split.features);
  for (let i = 0; i < rows.length; i++) {
    const bytes = split.image(rows[i]!);
    for (let p = 0; p < bytes.length; p++) out[i * split.features + p] = bytes[p]! / 255;
  }
  return out;
}

function notEmpty(who: string, set: ImageSet): ImageSet {
  if (set.size < 1) throw new RangeError(`${who}: expected at least one image, got none`);
  return set;
}
