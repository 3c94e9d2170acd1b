import { refusal, shown } from "@elbowjs/arguments";
import { byteSamples, drawnSamples } from "./byte-samples.js";
import { floatSamples } from "./float-samples.js";
import { fitsShape, sizeOf } from "./item-shape.js";
import type { SampleParts, Samples } from "./samples.js";
import type {
  ByteRows,
  DrawnImages,
  NumberArray,
  SamplesInput,
  TensorLike,
  ValuesWithShape,
} from "./samples-input.js";

/** What is known of one sample beforehand. */
export interface WantedItem {
  readonly shape: readonly number[] | undefined;
  readonly features: number | undefined;
}

type Interval = readonly [low: number, high: number] | undefined;

/** Tells the kind of data by its members and reads it. The shape of a sample is compared before any value is read. */
export async function readSamples(
  caller: string,
  input: SamplesInput,
  wanted: WantedItem,
  within: Interval,
): Promise<Samples> {
  if (isNumbers(input)) return readBare(caller, input, wanted, within);
  if (typeof input === "object" && input !== null) {
    if ("kind" in input && "gather" in input) {
      checkItem(caller, input.shape, wanted);
      return input;
    }
    if ("pixels" in input && "rows" in input) return readRows(caller, input, wanted);
    if ("image" in input && typeof input.image === "function") return readDrawn(caller, input, wanted);
    if ("data" in input && "shape" in input) {
      if (typeof input.data === "function") return readTensor(caller, input as TensorLike, wanted, within);
      return readValues(caller, input as ValuesWithShape, wanted, within);
    }
  }
  throw refusal(
    new TypeError(
      `${caller}: expected a Split, { data, shape: [n, …] }, a typed array or a float32 tensor, got ${shown(input)}`,
    ),
  );
}

function isNumbers(input: unknown): input is NumberArray {
  return input instanceof Float32Array || input instanceof Uint8Array || input instanceof Uint8ClampedArray;
}

function bytesOf(pixels: Uint8Array | Uint8ClampedArray): Uint8Array {
  return pixels instanceof Uint8ClampedArray
    ? new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length)
    : pixels;
}

function readBare(
  caller: string,
  data: NumberArray,
  { shape, features }: WantedItem,
  within: Interval,
): Samples {
  const item = shape ?? (features === undefined ? undefined : [features]);
  if (item === undefined)
    throw refusal(
      new TypeError(
        `${caller}: expected the shape of the samples, got ${shown(data)} alone; pass { data, shape: [n, …] }`,
      ),
    );
  if (data.length % sizeOf(item) !== 0)
    throw refusal(
      new RangeError(
        `${caller}: expected a multiple of ${sizeOf(item)} values, the numbers per sample, got ${data.length}`,
      ),
    );
  return ofNumbers(caller, data, { shape: item }, within);
}

function readValues(
  caller: string,
  { data, shape, labels, classes }: ValuesWithShape,
  wanted: WantedItem,
  within: Interval,
): Samples {
  if (!isNumbers(data))
    throw refusal(
      new TypeError(
        `${caller}: expected data as a Float32Array, or as bytes in a Uint8Array, got ${shown(data)}`,
      ),
    );
  const item = itemOf(caller, shape, data.length);
  checkItem(caller, item, wanted);
  return ofNumbers(caller, data, { shape: item, labels, classes }, within);
}

async function readTensor(
  caller: string,
  tensor: TensorLike,
  wanted: WantedItem,
  within: Interval,
): Promise<Samples> {
  if (tensor.dtype !== "float32")
    throw refusal(new TypeError(`${caller}: expected a float32 tensor, got ${tensor.dtype}`));
  const item = itemOf(caller, tensor.shape, sizeOf(tensor.shape));
  checkItem(caller, item, wanted);
  return floatSamples({ data: (await tensor.data()) as Float32Array, shape: item, within }, caller);
}

function readRows(
  caller: string,
  { size, features, pixels, rows, shape = [features], labels, classes }: ByteRows,
  wanted: WantedItem,
): Samples {
  if (!(Number.isSafeInteger(size) && size >= 0 && size <= rows?.length))
    throw refusal(
      new RangeError(
        `${caller}: expected size to be an integer in [0, ${rows?.length}], the number of rows, got ${shown(size)}`,
      ),
    );
  checkOwn(caller, shape, features);
  checkItem(caller, shape, wanted);
  const used = size === rows.length ? rows : Array.prototype.slice.call(rows, 0, size);
  const isBytes = isNumbers(pixels) && !(pixels instanceof Float32Array);
  return byteSamples(
    { pixels: isBytes ? bytesOf(pixels) : pixels, rows: used, shape, labels, classes },
    caller,
  );
}

function readDrawn(caller: string, input: DrawnImages, wanted: WantedItem): Samples {
  const { size, features, shape = [features], labels, classes } = input;
  checkOwn(caller, shape, features);
  checkItem(caller, shape, wanted);
  return drawnSamples({ size, image: (i) => input.image(i), shape, labels, classes }, caller);
}

function ofNumbers(caller: string, data: NumberArray, parts: SampleParts, within: Interval): Samples {
  return data instanceof Float32Array
    ? floatSamples({ data, ...parts, within }, caller)
    : byteSamples({ pixels: bytesOf(data), ...parts }, caller);
}

/** The shape of one of n samples, from the shape of all. */
function itemOf(caller: string, shape: readonly number[], length: number): readonly number[] {
  if (!Array.isArray(shape) || shape.length < 2 || sizeOf(shape) !== length)
    throw refusal(
      new RangeError(
        `${caller}: expected data of shape [n, …] with as many values, got shape ${Array.isArray(shape) ? `[${shape.join(", ")}]` : shown(shape)} and ${length} values`,
      ),
    );
  const item = shape.slice(1);
  if (sizeOf(item) === 0)
    throw refusal(
      new RangeError(
        `${caller}: expected samples of at least one feature, got ${shape[0]} of shape [${item.join(", ")}]`,
      ),
    );
  return item;
}

/** Refuses data whose features are not those of their shape. */
function checkOwn(caller: string, shape: readonly number[], features: number): void {
  if (!Array.isArray(shape) || sizeOf(shape) !== features)
    throw refusal(
      new RangeError(
        `${caller}: expected as many features as the shape has, got ${shown(features)} and ${Array.isArray(shape) ? `[${shape.join(", ")}]` : shown(shape)}`,
      ),
    );
}

/** Refuses samples of another shape than the model's. */
function checkItem(caller: string, item: readonly number[], { shape, features }: WantedItem): void {
  if (shape !== undefined && !fitsShape(item, shape))
    throw refusal(
      new RangeError(
        `${caller}: expected samples of shape [${shape.join(", ")}] or [${sizeOf(shape)}], got [${item.join(", ")}]`,
      ),
    );
  if (features !== undefined && sizeOf(item) !== features)
    throw refusal(
      new RangeError(
        `${caller}: expected samples of ${features} features, got ${sizeOf(item)} in shape [${item.join(", ")}]`,
      ),
    );
}
