import { checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import {
  fingerprint,
  isSampleSource,
  type SampleSource,
  type Samples,
  seededOrder,
  shuffledWindows,
  toSamples,
} from "@elbowjs/samples";
import { type Moved, movedToOrigin } from "../data/origin.js";
import type { PassesInput } from "../data/passes.js";
import type { Rows } from "../data/rows.js";
import type { CheckedFitOptions } from "./fit-options.js";

/** Samples in memory, and the order in which a training meets them. */
export interface Window {
  readonly rows: Rows;
  readonly order: Int32Array;
}

/** The samples of a training, epoch by epoch. */
export interface EpochRows {
  readonly size: number;
  readonly features: number;
  /** What was subtracted from every sample, if anything. */
  readonly origin: Moved["origin"];
  /** All samples, where they are in memory. */
  readonly rows: Rows | undefined;
  /** Tells these data from others. */
  fingerprint(): string;
  /** An epoch, from 1, in windows of whole batches. */
  windows(epoch: number): Iterable<Window> | AsyncIterable<Window>;
}

/** Bytes of a window of a source, of which two are held. */
const WINDOW_BYTES = 2 ** 26;

/** Samples at either end of a source that its fingerprint is made of. */
const FINGERPRINTED = 1024;

/** The samples that `fit` is given, in memory or read in passes. */
export async function epochRows(
  caller: string,
  data: PassesInput,
  features: number,
  options: CheckedFitOptions,
): Promise<EpochRows> {
  if (isSampleSource(data)) return inPasses(caller, data, features, options);
  if (options.passes !== undefined)
    throw refusal(new TypeError(`${caller}: expected no passes for data in memory, got some`));
  return inMemory(await toSamples(caller, data, { features }), options);
}

function inMemory(samples: Samples, { shuffle, seed }: CheckedFitOptions): EpochRows {
  const { rows, origin } = movedToOrigin(samples);
  const { size, features } = samples;
  const order = (epoch: number): Int32Array =>
    shuffle ? seededOrder(size, [seed, epoch - 1]) : Int32Array.from({ length: size }, (_, i) => i);
  return {
    ...{ size, features, origin, rows },
    fingerprint: () => fingerprint(samples.relabel(undefined)),
    windows: (epoch) => [{ rows, order: order(epoch) }],
  };
}

async function inPasses(
  caller: string,
  source: SampleSource,
  features: number,
  { batchSize, shuffle, seed, signal, passes = {}, weights, revive }: CheckedFitOptions,
): Promise<EpochRows> {
  const { size, kind } = source;
  checkOptions(`${caller}, passes`, passes, ["window", "block", "shuffle"]);
  checkNumbers(`${caller}, passes`, { window: [passes.window, "integer ≥ 1 or undefined"] });
  if (!(size >= 1))
    throw refusal(new RangeError(`${caller}: expected at least one sample, got a source of ${size}`));
  if (source.features !== features)
    throw refusal(
      new RangeError(`${caller}: expected samples of ${features} values, got a source of ${source.features}`),
    );
  if (weights !== undefined || revive === true)
    throw refusal(
      new TypeError(`${caller}: expected neither weights nor revive with data read in passes, got one`),
    );
  const { window = WINDOW_BYTES / features / (kind === "bytes" ? 1 : 4), block } = passes;
  const plan = {
    window: Math.max(1, Math.round(window / batchSize)) * batchSize,
    shuffle: shuffle ? (passes.shuffle ?? "blocks") : ("none" as const),
    ...(block !== undefined && { block }),
    signal,
  };
  const ends = await Promise.all([
    source.read(0, Math.min(FINGERPRINTED, size), { signal }),
    source.read(Math.max(0, size - FINGERPRINTED), size, { signal }),
  ]);
  const mark = [`${size}`, ...ends.map((rows) => fingerprint(rows.relabel(undefined)))].join(" ");
  return {
    ...{ size, features, origin: undefined, rows: undefined },
    fingerprint: () => mark,
    windows: (epoch) => readAhead(shuffledWindows(source, { ...plan, seed: [seed, epoch - 1] })),
  };
}

/** Windows in the order that they come in; the next one is read while the present one is worked on. */
async function* readAhead(
  windows: AsyncGenerator<Samples, void, undefined>,
): AsyncGenerator<Window, void, undefined> {
  let next = windows.next();
  for (;;) {
    const { value: rows } = await next;
    if (rows === undefined) return;
    next = windows.next();
    next.catch(() => {}); // it is waited for above, perhaps too late for Node
    yield { rows, order: Int32Array.from({ length: rows.size }, (_, i) => i) };
  }
}
