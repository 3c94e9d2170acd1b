import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
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
  readonly seed?: number | undefined;
  /** Index of the first digit, integer ≥ 0. Default 0. */
  readonly start?: number | undefined;
}

/** Options of {@link generateDigitsAsync}. */
export interface GenerateDigitsAsyncOptions extends GenerateDigitsOptions {
  /** Called with the number of digits done and wanted, after every 500 and at the end. Default: none. */
  readonly onProgress?: ((done: number, count: number) => void) | undefined;
  /** Stops the generation: the promise rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** Generated digits in one block of memory. */
export interface GeneratedDigits {
  /** count × 784 bytes, digit after digit, row after row, 0 = paper, 255 = ink. */
  readonly pixels: Uint8Array;
  /** The digits' values, 0 to 9. */
  readonly labels: Uint8Array;
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
  checkNumbers("digit", { seed: [seed, "integer ≥ 0"], index: [index, `integer in [0, ${INDICES})`] });
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
export function generateDigits(count: number, options: GenerateDigitsOptions = {}): GeneratedDigits {
  checkOptions("generateDigits", options, ["seed", "start"]);
  const { seed = 0, start = 0 } = options;
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
  options: GenerateDigitsAsyncOptions = {},
): Promise<GeneratedDigits> {
  checkOptions("generateDigitsAsync", options, ["seed", "start", "onProgress", "signal"]);
  const { seed = 0, start = 0, onProgress, signal } = options;
  check("generateDigitsAsync", count, seed, start);
  checkKinds("generateDigitsAsync", {
    onProgress: [onProgress, "function or undefined"],
    signal: [signal, "AbortSignal or undefined"],
  });
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

/** Digits held in memory at once: 784 bytes each, 2 GiB together. */
const MOST = Math.floor(0x8000_0000 / PIXELS);

function check(caller: string, count: number, seed: number, start: number): void {
  checkNumbers(caller, { seed: [seed, "integer ≥ 0"], start: [start, `integer in [0, ${INDICES})`] });
  checkNumbers(caller, { count: [count, `integer in [0, ${Math.min(MOST, INDICES - start)}]`] });
}
