import { shown } from "@elbowjs/arguments";
import { checkDoor, checkParts, checkReshape, sizeOf } from "./item-shape.js";
import { checkCount } from "./labels.js";
import { chosen, listed, output, type RowAt, type RowIndex, span } from "./row-index.js";
import type { ByteSamples, SampleParts } from "./samples.js";
import { unit, unitFloats } from "./unit-floats.js";

/** What {@link byteSamples} are made of. */
export interface ByteParts extends SampleParts {
  /** The bytes of stored rows, one after another. */
  readonly pixels: Uint8Array;
  /** Row of `pixels` that each sample is. Default: sample i is row i. */
  readonly rows?: ArrayLike<number> | undefined;
}

/** What {@link drawnSamples} are made of. */
export interface DrawnParts extends SampleParts {
  /** Number of samples. */
  readonly size: number;
  /** The bytes of sample i, as many as the shape has. */
  readonly image: (i: number) => Uint8Array;
}

/** Where the bytes of rows come from: written to an output, `count` rows of them. */
interface Store {
  floats(out: Float32Array, count: number, rowAt: RowAt): void;
  bytes(out: Uint8Array, count: number, rowAt: RowAt): void;
}

/**
 * Samples of bytes in memory; a byte u stands for u / 255. Nothing is copied.
 *
 * @param caller Name of the public function, for errors.
 * @throws TypeError for what is no Uint8Array; RangeError if the bytes are no whole number of rows, a row is not among
 *   them, or there is not one label per sample.
 */
export function byteSamples(parts: ByteParts, caller = "byteSamples"): ByteSamples {
  checkDoor(caller, parts);
  const { pixels, rows, shape } = parts;
  if (!(pixels instanceof Uint8Array))
    throw new TypeError(`${caller}: expected pixels as a Uint8Array, got ${shown(pixels)}`);
  const features = sizeOf(shape);
  const stored = features > 0 ? pixels.length / features : 0;
  const size = rows?.length ?? stored;
  checkParts(caller, parts, Math.floor(size));
  if (!Number.isInteger(stored))
    throw new RangeError(
      `${caller}: expected a whole number of samples of ${features} bytes, got ${pixels.length} bytes`,
    );
  for (let i = 0; rows !== undefined && i < size; i++)
    if (!(Number.isInteger(rows[i]) && rows[i]! >= 0 && rows[i]! < stored))
      throw new RangeError(
        `${caller}: expected rows to be integers in [0, ${stored}), which pixels hold, got ${shown(rows[i])} for sample ${i}`,
      );
  return fromStore(pixelStore(pixels, features), { size, rows }, parts, features);
}

/**
 * Samples whose bytes a function gives when they are asked for; a byte u stands for u / 255.
 *
 * @param caller Name of the public function, for errors.
 * @throws TypeError if `image` gives no bytes; RangeError if it gives too many or too few: for sample 0 at once, for
 *   others when they are read.
 */
export function drawnSamples(parts: DrawnParts, caller = "drawnSamples"): ByteSamples {
  checkDoor(caller, parts);
  const { size } = parts;
  if (!(Number.isSafeInteger(size) && size >= 0))
    throw new RangeError(`${caller}: expected size to be an integer ≥ 0, got ${shown(size)}`);
  const features = checkParts(caller, parts, size);
  const image = (i: number): Uint8Array => {
    const bytes: unknown = parts.image(i);
    if (!(bytes instanceof Uint8Array || bytes instanceof Uint8ClampedArray))
      throw new TypeError(
        `${caller}: expected image(${i}) as a Uint8Array, got ${shown(bytes)}; pass numbers as { data, shape }`,
      );
    if (bytes.length !== features)
      throw new RangeError(`${caller}: expected image(${i}) of ${features} bytes, got ${bytes.length}`);
    return bytes as Uint8Array;
  };
  if (size > 0) image(0);
  return fromStore(drawnStore(image, features), { size, rows: undefined }, parts, features);
}

function fromStore(
  store: Store,
  index: RowIndex,
  { shape, labels, classes }: SampleParts,
  features: number,
): ByteSamples {
  const floats = (count: number, rowAt: RowAt, given?: Float32Array): Float32Array => {
    const out = output(given, count * features, Float32Array);
    store.floats(out, count, rowAt);
    return out;
  };
  const bytes = (count: number, rowAt: RowAt, given?: Uint8Array): Uint8Array => {
    const out = output(given, count * features, Uint8Array);
    store.bytes(out, count, rowAt);
    return out;
  };
  return {
    kind: "bytes",
    size: index.size,
    shape,
    features,
    labels,
    classes,
    gather: (rows, out) => floats(rows.length, listed(index, rows), out),
    slice: (start, end, out) => floats(end - start, span(index, start, end), out),
    gatherBytes: (rows, out) => bytes(rows.length, listed(index, rows), out),
    sliceBytes: (start, end, out) => bytes(end - start, span(index, start, end), out),
    subset: (list) => {
      const part = chosen(index, labels, list);
      return fromStore(
        store,
        { size: list.length, rows: part.rows },
        { shape, labels: part.labels, classes },
        features,
      );
    },
    reshape: (other) => {
      checkReshape(other, shape);
      return fromStore(store, index, { shape: other, labels, classes }, features);
    },
    relabel: (others, count) => {
      if (others !== undefined) checkCount("Samples", others, index.size);
      return fromStore(store, index, { shape, labels: others, classes: count }, features);
    },
  };
}

function pixelStore(pixels: Uint8Array, features: number): Store {
  return {
    floats(out, count, rowAt) {
      const write = unitFloats(pixels, features, out);
      for (let j = 0; j < count; j++) write(rowAt(j), j);
    },
    bytes(out, count, rowAt) {
      for (let j = 0; j < count; ) {
        // Rows that lie one after another are copied at once.
        const from = rowAt(j);
        let run = 1;
        while (j + run < count && rowAt(j + run) === from + run) run++;
        out.set(pixels.subarray(from * features, (from + run) * features), j * features);
        j += run;
      }
    },
  };
}

function drawnStore(image: (i: number) => Uint8Array, features: number): Store {
  return {
    floats(out, count, rowAt) {
      for (let j = 0, o = 0; j < count; j++) {
        const bytes = image(rowAt(j));
        for (let p = 0; p < features; p++) out[o++] = unit[bytes[p]!]!;
      }
    },
    bytes(out, count, rowAt) {
      for (let j = 0; j < count; j++) out.set(image(rowAt(j)), j * features);
    },
  };
}
