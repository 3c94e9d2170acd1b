import { penPath, write } from "./handwriting.js";
import { randomStream } from "./random-stream.js";
import { raster } from "./raster.js";

/** Pixels of one digit, 28×28. */
const PIXELS = 784;
/** Indices are 32-bit. */
const INDICES = 0x1_0000_0000;

/** Purposes of the random streams: the labels of ten digits; the shape of one. */
const LABELS = 0;
const SHAPE = 1;

/** A run of generated digits: which, and from which endless sequence. */
export interface GenerateDigitsOptions {
  /** Which sequence of digits, safe integer ≥ 0. Default 0. */
  seed?: number;
  /** Index of the first digit, integer ≥ 0. Default 0. */
  start?: number;
}

/** Options of {@link generateDigitsAsync}. */
export interface GenerateDigitsAsyncOptions extends GenerateDigitsOptions {
  /** Called with the number of digits done and wanted, after every 500 and at the end. */
  onProgress?: (done: number, count: number) => void;
  /** Stops the generation: the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Generated digits in one block of memory. */
export interface GeneratedDigits {
  /** count × 784 bytes, digit after digit, row after row, 0 = paper, 255 = ink. */
  pixels: Uint8Array;
  /** The digits' values, 0 to 9. */
  labels: Uint8Array;
}

/**
 * Digit `index` of the endless sequence `seed`, 28×28, white on black, drawn by code. A pure function of
 * its two arguments, the same bytes in every engine: only + − × ÷, square roots and integer operations
 * are used, which IEEE 754 defines to the last bit.
 *
 * @param seed Safe integer ≥ 0.
 * @param index Integer in [0, 2³²).
 * @throws RangeError if an argument is not such an integer.
 */
export function digit(seed: number, index: number): { pixels: Uint8Array; label: number } {
  checkInteger("digit", "seed", seed, Number.MAX_SAFE_INTEGER);
  checkInteger("digit", "index", index, INDICES - 1);
  const pixels = new Uint8Array(PIXELS);
  return { pixels, label: drawer(seed)(index, pixels) };
}

/**
 * Digits `start`, `start + 1`, … of the endless sequence `seed`. Among the ten digits from each multiple of
 * ten every class occurs once, in random order.
 *
 * @param count How many, integer ≥ 0; start + count ≤ 2³².
 * @throws RangeError if count, seed or start is not such an integer.
 */
export function generateDigits(
  count: number,
  { seed = 0, start = 0 }: GenerateDigitsOptions = {},
): GeneratedDigits {
  check("generateDigits", count, seed, start);
  const digits = { pixels: new Uint8Array(count * PIXELS), labels: new Uint8Array(count) };
  fill(digits, drawer(seed), start, 0, count);
  return digits;
}

/** Digits drawn between two returns to the event loop: about ten milliseconds. */
const TURN = 500;

/**
 * {@link generateDigits} for a page that must stay alive: the same digits, with a return to the event loop after
 * every 500 (60,000 take one to two seconds).
 *
 * @throws RangeError as generateDigits, as a rejection; the signal's reason when it aborts.
 */
export async function generateDigitsAsync(
  count: number,
  { seed = 0, start = 0, onProgress, signal }: GenerateDigitsAsyncOptions = {},
): Promise<GeneratedDigits> {
  check("generateDigitsAsync", count, seed, start);
  signal?.throwIfAborted();
  const digits = { pixels: new Uint8Array(count * PIXELS), labels: new Uint8Array(count) };
  const draw = drawer(seed);
  for (let done = 0; done < count; ) {
    const end = Math.min(done + TURN, count);
    fill(digits, draw, start, done, end);
    done = end;
    onProgress?.(done, count);
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
  }
  return digits;
}

type Draw = (index: number, pixels: Uint8Array) => number;

/** Draws digits of one sequence into blank pixels and returns their labels; owns the scratch memory. */
function drawer(seed: number): Draw {
  const path = penPath();
  const ink = new Float64Array(400);
  return (index, pixels) => {
    const label = labelOf(seed, index);
    const random = randomStream(seed, index, SHAPE);
    do write(label, random, path);
    while (!raster(path, pixels, ink));
    return label;
  };
}

function fill(
  { pixels, labels }: GeneratedDigits,
  draw: Draw,
  start: number,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) labels[i] = draw(start + i, pixels.subarray(i * PIXELS, (i + 1) * PIXELS));
}

/** Each ten indices hold a random permutation of the ten classes (Fisher–Yates). */
function labelOf(seed: number, index: number): number {
  const random = randomStream(seed, Math.floor(index / 10), LABELS);
  const order = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const place = index % 10;
  for (let i = 9; i >= place; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order[place]!;
}

function check(caller: string, count: number, seed: number, start: number): void {
  checkInteger(caller, "seed", seed, Number.MAX_SAFE_INTEGER);
  checkInteger(caller, "start", start, INDICES - 1);
  checkInteger(caller, "count", count, INDICES - start);
}

function checkInteger(caller: string, name: string, value: number, max: number): void {
  if (!(Number.isInteger(value) && value >= 0 && value <= max))
    throw new RangeError(`${caller}: expected ${name} to be an integer in [0, ${max}], got ${value}`);
}
