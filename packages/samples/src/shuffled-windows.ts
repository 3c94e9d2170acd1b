import { checkChoices, checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { byteSamples } from "./byte-samples.js";
import { seededOrder } from "./epoch-order.js";
import { floatSamples } from "./float-samples.js";
import { isSampleSource, type SampleSource } from "./sample-source.js";
import type { ByteSamples, Samples } from "./samples.js";

/** Options of {@link shuffledWindows}. */
export interface ShuffledWindowsOptions {
  /** Samples in memory at once, an integer ≥ 1. Default 65,536. */
  readonly window?: number;
  /** Neighbouring samples that are read together, an integer ≥ 1. Default 1,024, or a sixteenth of the window if that is less. */
  readonly block?: number;
  /**
   * `"blocks"`: blocks in random order, and the samples of a window's blocks mixed; samples of one block stay within one
   * window, so that the order is random only as far as neighbours in the files have nothing in common. `"exact"`: every
   * order is as likely as any other, the one of `seededOrder`; each sample is read where it lies, which is slow on disks and
   * over the network. `"none"`: the order of the files. Default `"blocks"`.
   */
  readonly shuffle?: "blocks" | "exact" | "none";
  /** Integer ≥ 0, or a list of them. Default 0. */
  readonly seed?: number | readonly number[];
  /** Stops it. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * One pass over a source in windows of samples that fit in memory, in a seeded order. Every sample comes once.
 *
 * @yields samples, `window` of them and in the last window what is left.
 * @throws TypeError or RangeError for an option of the wrong kind or outside its interval.
 */
export async function* shuffledWindows(
  source: SampleSource,
  options: ShuffledWindowsOptions = {},
): AsyncGenerator<Samples, void, undefined> {
  const caller = "shuffledWindows";
  checkOptions(caller, options, ["window", "block", "shuffle", "seed", "signal"]);
  if (!isSampleSource(source))
    throw refusal(
      new TypeError(`${caller}: expected a source with size, features and read(), got something else`),
    );
  const { window = 65536, shuffle = "blocks", seed = 0, signal } = options;
  checkNumbers(caller, { window: [window, "integer ≥ 1"] });
  const { block = Math.max(1, Math.min(1024, window >> 4)) } = options;
  checkNumbers(caller, { block: [block, "integer ≥ 1"] });
  checkChoices(caller, { shuffle: [shuffle, ["blocks", "exact", "none"]] });
  checkKinds(caller, { signal: [signal, "AbortSignal or undefined"] });
  const words = typeof seed === "number" ? [seed] : seed;
  const plans =
    shuffle === "exact"
      ? exactWindows(source.size, window, words)
      : shuffle === "blocks"
        ? blockWindows(source.size, window, block, words)
        : windowsInOrder(source.size, window);
  for (const { ranges, order } of plans) {
    const rows = await readRanges(source, ranges, signal);
    yield order === undefined ? rows : rows.subset(order);
  }
}

type Range = readonly [start: number, end: number];

/** What a window reads, and the order that its samples, read in this way, come in. */
interface WindowPlan {
  readonly ranges: readonly Range[];
  readonly order?: Int32Array;
}

function* windowsInOrder(size: number, window: number): Generator<WindowPlan> {
  for (let start = 0; start < size; start += window)
    yield { ranges: [[start, Math.min(start + window, size)]] };
}

function* exactWindows(size: number, window: number, seed: readonly number[]): Generator<WindowPlan> {
  const order = seededOrder(size, seed);
  for (let start = 0; start < size; start += window) {
    const part = order.subarray(start, start + window);
    yield { ranges: runs(part.slice().sort()), order: ranksOf(part) };
  }
}

/** Blocks in random order, cut where a window is full. */
function* blockWindows(
  size: number,
  window: number,
  block: number,
  seed: readonly number[],
): Generator<WindowPlan> {
  let number = 0;
  let ranges: Range[] = [];
  let room = Math.min(window, size);
  let left = size;
  for (const i of seededOrder(Math.ceil(size / block), seed)) {
    const end = Math.min((i + 1) * block, size);
    for (let start = i * block; start < end; ) {
      const taken = Math.min(room, end - start);
      ranges.push([start, start + taken]);
      start += taken;
      room -= taken;
      left -= taken;
      if (room > 0) continue;
      const count = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
      yield { ranges, order: seededOrder(count, [...seed, number++]) };
      ranges = [];
      room = Math.min(window, left);
    }
  }
}

/** Sorted numbers as runs of neighbours. */
function runs(sorted: Int32Array): Range[] {
  const ranges: [number, number][] = [];
  for (const i of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === i) last[1]++;
    else ranges.push([i, i + 1]);
  }
  return ranges;
}

/** Place of each number among all of them sorted. */
function ranksOf(numbers: Int32Array): Int32Array {
  const sorted = numbers.slice().sort();
  const rank = new Map(Array.from(sorted, (number, i) => [number, i]));
  return numbers.map((number) => rank.get(number)!);
}

/** Ranges of a source, one after another, as samples in memory. */
async function readRanges(
  source: SampleSource,
  ranges: readonly Range[],
  signal: AbortSignal | undefined,
): Promise<Samples> {
  const { shape, features, kind } = source;
  const [only] = ranges;
  if (ranges.length === 1) return source.read(only![0], only![1], { signal });
  const size = ranges.reduce((sum, [start, end]) => sum + end - start, 0);
  const bytes = kind === "bytes" ? new Uint8Array(size * features) : undefined;
  const floats = kind === "bytes" ? undefined : new Float32Array(size * features);
  let at = 0;
  for (const [start, end] of ranges) {
    const part = await source.read(start, end, { signal });
    if (bytes) (part as ByteSamples).sliceBytes(0, end - start, bytes.subarray(at * features));
    else part.slice(0, end - start, floats!.subarray(at * features));
    at += end - start;
  }
  return bytes ? byteSamples({ pixels: bytes, shape }) : floatSamples({ data: floats!, shape });
}
