import { checkFinite, checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import type { SampleSource } from "@elbowjs/samples";
import { BLOCK_BYTES, blocks, type PassesInput, toSource } from "../data/passes.js";
import { kMeansParallel } from "../seeding/k-means-parallel.js";
import { requireCenters } from "../seeding/starting-centers.js";
import type { IterationReport } from "./clustering.js";
import { mergePartials, nextCenters, type PartialSums, partialSums } from "./partial-sums.js";

/** Options of {@link lloydInPasses}. */
export interface LloydInPassesOptions {
  /** Number of centres, an integer ≥ 1 and at most the number of samples. */
  readonly k: number;
  /** First centres, k×d, or how they are drawn: `kMeansParallel` with this seed. Default `"k-means||"`. */
  readonly init?: "k-means||" | Float32Array;
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** Passes at most that move centres, an integer ≥ 1. Default 300. */
  readonly maxIterations?: number;
  /** Stops when the centres' squared moves sum to at most this. Default 0: until none moves. */
  readonly tolerance?: number;
  /** Bytes of a piece in memory, an integer ≥ 1. Default 2²⁵, 34 MB. */
  readonly blockBytes?: number;
  /** Goes on from a checkpoint of `onIteration`; `init` and `seed` are not asked then. Default: none. */
  readonly resume?: LloydCheckpoint;
  /** Called after every pass that moved centres, and awaited. Default: none. */
  readonly onIteration?: (report: IterationReport, checkpoint: LloydCheckpoint) => unknown;
  /** Stops it: the promise rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** All that a run of {@link lloydInPasses} knows between two passes. */
export interface LloydCheckpoint {
  /** Iterations made. */
  readonly iteration: number;
  /** The centres after them, k×d. */
  readonly centers: Float64Array;
}

/** What {@link lloydInPasses} gives back: `lloyd`'s result without the assignments, of which there may be too many. */
export interface PassesClustering {
  /** Centres, row by row, k×d. */
  readonly centers: Float32Array;
  /** Σ ‖x − its centre‖². */
  readonly inertia: number;
  /** Samples of each centre. */
  readonly counts: Float64Array;
  /** Passes that moved centres. */
  readonly iterations: number;
  /** True if it stopped because no centre moved any more, or less than the tolerance. */
  readonly converged: boolean;
  /** Centres that have samples. */
  readonly usedClusters: number;
}

/**
 * Lloyd's algorithm over data that need not fit in memory: each iteration is one pass of `partialSums` over pieces, of which
 * two are held at a time. For bytes the result is that of `lloyd` from the same centres to the last bit, however the data are
 * cut, as long as at most one centre at a time is without samples; for floats sums differ from it by rounding in float64.
 *
 * @param data A source such as `openRows` of @elbowjs/row-files gives, or data in memory.
 * @throws RangeError if there are fewer samples than k, an option is outside its interval, or a checkpoint does not fit; what
 *   the source throws.
 * @see Lloyd, Least squares quantization in PCM, IEEE Trans. Information Theory 28, 1982.
 */
export async function lloydInPasses(
  data: PassesInput,
  options: LloydInPassesOptions,
): Promise<PassesClustering> {
  const caller = "lloydInPasses";
  const checked = checkedOptions(caller, options);
  const { k, maxIterations, tolerance, blockBytes, onIteration, signal } = checked;
  const source = await toSource(caller, data);
  if (source.size < k)
    throw refusal(new RangeError(`${caller}: expected k ≤ ${source.size} samples, got ${k}`));
  let { iteration, centers } = await start(caller, source, checked);
  let converged = false;
  while (iteration < maxIterations && !converged) {
    const sums = await passSums(source, centers, blockBytes, signal);
    const next = nextCenters(sums, centers);
    const shift = next.reduce((sum, value, j) => sum + (value - centers[j]!) ** 2, 0);
    converged = shift === 0;
    if (converged) break;
    centers = next;
    iteration++;
    await onIteration?.({ iteration, inertia: sums.inertia, shift }, { iteration, centers: next.slice() });
    signal?.throwIfAborted();
    converged = shift <= tolerance;
  }
  const rounded = Float32Array.from(centers);
  const { inertia, counts } = await passSums(source, Float64Array.from(rounded), blockBytes, signal);
  const usedClusters = counts.reduce((used, count) => used + (count > 0 ? 1 : 0), 0);
  return { centers: rounded, inertia, counts, iterations: iteration, converged, usedClusters };
}

type Checked = LloydInPassesOptions &
  Required<Pick<LloydInPassesOptions, "init" | "seed" | "maxIterations" | "tolerance" | "blockBytes">>;

function checkedOptions(caller: string, options: LloydInPassesOptions): Checked {
  checkOptions(caller, options, [
    ...["k", "init", "seed", "maxIterations", "tolerance", "blockBytes", "resume", "onIteration", "signal"],
  ]);
  const {
    init = "k-means||",
    seed = 0,
    maxIterations = 300,
    tolerance = 0,
    blockBytes = BLOCK_BYTES,
  } = options;
  checkNumbers(caller, {
    k: [options.k, "integer ≥ 1"],
    seed: [seed, "integer ≥ 0"],
    maxIterations: [maxIterations, "integer ≥ 1"],
    tolerance: [tolerance, "≥ 0"],
    blockBytes: [blockBytes, "integer ≥ 1"],
  });
  checkKinds(caller, {
    resume: [options.resume, "object or undefined"],
    onIteration: [options.onIteration, "function or undefined"],
    signal: [options.signal, "AbortSignal or undefined"],
  });
  if (init !== "k-means||" && !(init instanceof Float32Array))
    throw refusal(
      new TypeError(`${caller}: expected init "k-means||" or a Float32Array, got something else`),
    );
  return { ...options, init, seed, maxIterations, tolerance, blockBytes };
}

/** Where a run begins. */
async function start(caller: string, source: SampleSource, options: Checked): Promise<LloydCheckpoint> {
  const { k, init, seed, blockBytes, resume, signal } = options;
  if (resume !== undefined) {
    checkNumbers(`${caller}, resume`, { iteration: [resume.iteration, "integer ≥ 0"] });
    const { centers } = resume;
    if (!(centers instanceof Float64Array && centers.length === k * source.features))
      throw refusal(
        new RangeError(
          `${caller}, resume: expected ${k}×${source.features} centres in a Float64Array, got others`,
        ),
      );
    checkFinite(`${caller}, resume`, "centers", centers);
    return { iteration: resume.iteration, centers: centers.slice() };
  }
  const centers =
    init instanceof Float32Array
      ? requireCenters(caller, init, k, source.features)
      : await kMeansParallel(source, { k, seed, blockBytes, signal });
  return { iteration: 0, centers: Float64Array.from(centers) };
}

/** The partial sums of all pieces. */
async function passSums(
  source: SampleSource,
  centers: Float64Array,
  blockBytes: number,
  signal: AbortSignal | undefined,
): Promise<PartialSums> {
  let total: PartialSums | undefined;
  for await (const { rows } of blocks(source, blockBytes, signal)) {
    const part = await partialSums(rows, centers, signal && { signal });
    total = total === undefined ? part : mergePartials([total, part]);
  }
  return total!;
}
