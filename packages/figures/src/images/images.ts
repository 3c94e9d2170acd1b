import { checkKinds, shown } from "@elbowjs/arguments";
/** Numbers of one image or of all: bytes from 0 to 255, or floats from 0 to 1. */
export type Pixels = Uint8Array | Uint8ClampedArray | Float32Array | Float64Array;

/** What images come in; a tensor of tfjs is the last. */
export type Images =
  | readonly Pixels[]
  | { readonly size: number; readonly shape: readonly number[]; image(index: number): Pixels }
  | { readonly shape: readonly number[]; readonly data: Pixels }
  | { readonly shape: readonly number[]; data(): Promise<ArrayLike<number>> };

/** Images of one size, pixel by pixel. */
export interface ReadImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly isBytes: boolean;
  readonly valueAt: (image: number, index: number) => number;
}

const isBytes = (pixels: ArrayLike<number>): boolean =>
  pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray;

/**
 * Reads images in any of their forms.
 *
 * @throws RangeError for none, for different sizes, or for a shape that is no picture's.
 */
export async function readImages(images: Images, given: readonly number[] | undefined): Promise<ReadImages> {
  checkKinds("imageSheet", { images: [images, "object"] });
  if (given !== undefined) checkKinds("imageSheet", { shape: [given, ["number"]] });
  if ("data" in images) {
    checkKinds("imageSheet", { "images.shape": [images.shape, ["number"]] });
    const [count = 0, ...shape] = images.shape;
    // A tensor's bytes are read as numbers, and its pixels are floats by the house's convention.
    const data = typeof images.data === "function" ? Float32Array.from(await images.data()) : images.data;
    checkKinds("imageSheet", { "images.data": [data, "numbers"] });
    return pictures(
      count,
      given ?? shape,
      isBytes(data),
      data.length / count,
      (image, index, size) => data[image * size + index]!,
    );
  }
  if ("image" in images)
    checkKinds("imageSheet", { images: [images, { image: "function", size: "number", shape: ["number"] }] });
  else checkKinds("imageSheet", { images: [images, ["numbers"]] });
  const list = "image" in images ? Array.from({ length: images.size }, (_, i) => images.image(i)) : images;
  const values = list[0]?.length ?? 0;
  const side = Math.sqrt(values);
  const shape = given ?? ("image" in images ? images.shape : [side, side]);
  if (!shape.every(Number.isInteger))
    throw new RangeError(
      `imageSheet: expected square images or { shape: [height, width] }, got images of ${values} values`,
    );
  const wanted = shape.reduce((product, extent) => product * extent, 1);
  list.forEach(({ length }, i) => {
    if (length !== wanted)
      throw new RangeError(
        `imageSheet: expected images of ${shape.join(" × ")} values, got ${length} in image ${i}`,
      );
  });
  return pictures(
    list.length,
    shape,
    list.length > 0 && isBytes(list[0]!),
    values,
    (image, index) => list[image]![index]!,
  );
}

function pictures(
  count: number,
  shape: readonly number[],
  bytes: boolean,
  values: number,
  valueAt: (image: number, index: number, size: number) => number,
): ReadImages {
  if (!(count >= 1)) throw new RangeError(`imageSheet: expected at least one image, got ${shown(count)}`);
  const [height = 0, width = 0, channels = 1] = shape;
  const size = height * width * channels;
  if (shape.length < 2 || shape.length > 3 || (channels !== 1 && channels !== 3) || size !== values)
    throw new RangeError(
      `imageSheet: expected images of shape [n, height, width], [n, height, width, 1] or [n, height, width, 3], got [${[count, ...shape].join(", ")}] with ${values} values per image`,
    );
  return {
    count,
    height,
    width,
    channels,
    isBytes: bytes,
    valueAt: (image, index) => valueAt(image, index, size),
  };
}
