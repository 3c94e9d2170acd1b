import { checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { integers, PCG64, random } from "@elbowjs/numpy-random";
import { floatSamples, type SampleSource } from "@elbowjs/samples";
import { BLOCK_BYTES, blocks, type PassesInput, toSource } from "../data/passes.js";
import { assigned } from "../nearest/assigned.js";
import { addCenters } from "./k-means-plus-plus.js";

/** Options of {@link kMeansParallel}. */
export interface KMeansParallelOptions {
  /** Number of centres, an integer ≥ 1. */
  readonly k: number;
  /** Passes that draw, an integer ≥ 1; one more weighs. Default 5. */
  readonly rounds?: number;
  /** Samples that a round draws, as a multiple of k, > 0. Default 2. */
  readonly oversampling?: number;
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** Bytes of a piece in memory, an integer ≥ 1. Default 2²⁵, 34 MB. */
  readonly blockBytes?: number;
  /** Called after every pass. Default: none. */
  readonly onPass?: (report: SeedingReport) => void;
  /** Stops it: the promise rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** Where {@link kMeansParallel} is. */
export interface SeedingReport {
  /** Number of the pass, from 1, of `passes`. */
  readonly pass: number;
  readonly passes: number;
  /** Candidates so far. */
  readonly candidates: number;
  /** Σ‖x − nearest candidate‖² before the pass drew. */
  readonly inertia: number;
}

/**
 * First centres in a few passes over the data, where k-means++ takes k: k-means‖. A round draws 2k samples with probability
 * proportional to their squared distance from the nearest candidate so far, without replacement; a last pass counts the samples
 * nearest to each candidate, and k-means++ chooses k of the candidates by these weights.
 *
 * A sample's number draws the same whatever piece it is in, so the result is the same however the data are cut. (The paper draws each sample by itself, so that the number of candidates varies.)
 *
 * @returns k×d centres.
 * @throws RangeError if the data have fewer samples than k.
 * @see B. Bahmani et al., Scalable K-Means++, VLDB 2012; P. Efraimidis, P. Spirakis, Weighted random sampling with a
 *   reservoir, 2006.
 */
export async function kMeansParallel(
  data: PassesInput,
  options: KMeansParallelOptions,
): Promise<Float32Array> {
  const caller = "kMeansParallel";
  checkOptions(caller, options, ["k", "rounds", "oversampling", "seed", "blockBytes", "onPass", "signal"]);
  const { k, rounds = 5, oversampling = 2, seed = 0, blockBytes = BLOCK_BYTES, onPass, signal } = options;
  checkNumbers(caller, {
    k: [k, "integer ≥ 1"],
    rounds: [rounds, "integer ≥ 1"],
    oversampling: [oversampling, "> 0"],
    seed: [seed, "integer ≥ 0"],
    blockBytes: [blockBytes, "integer ≥ 1"],
  });
  checkKinds(caller, {
    onPass: [onPass, "function or undefined"],
    signal: [signal, "AbortSignal or undefined"],
  });
  const source = await toSource(caller, data);
  if (source.size < k)
    throw refusal(new RangeError(`${caller}: expected at least k = ${k} samples, got ${source.size}`));
  const passes = rounds + 1;
  const drawn = Math.ceil(oversampling * k);
  const first = integers(new PCG64([seed, 0]), 0, source.size);
  let candidates = (await source.read(first, first + 1, { signal })).slice(0, 1);
  for (let round = 1; round <= rounds; round++) {
    const pass = await drawRound(source, candidates, {
      drawn,
      blockBytes,
      signal,
      bits: new PCG64([seed, round]),
    });
    onPass?.({ pass: round, passes, candidates: candidates.length / source.features, inertia: pass.inertia });
    candidates = joined(candidates, pass.rows);
  }
  const { counts, inertia } = await weigh(source, candidates, blockBytes, signal);
  onPass?.({ pass: passes, passes, candidates: counts.length, inertia });
  return choose(candidates, counts, k, source, seed, signal);
}

interface Round {
  readonly drawn: number;
  readonly blockBytes: number;
  readonly signal: AbortSignal | undefined;
  readonly bits: PCG64;
}

/** Draws samples without replacement: those with the largest keys ln(u)/w, u uniform and w the squared distance. */
async function drawRound(
  source: SampleSource,
  candidates: Float32Array,
  { drawn, blockBytes, signal, bits }: Round,
): Promise<{ rows: Float32Array; inertia: number }> {
  const kept: { key: number; row: Float32Array }[] = [];
  let inertia = 0;
  for await (const { rows } of blocks(source, blockBytes, signal)) {
    const { distances } = await assigned(rows, Float64Array.from(candidates), signal);
    for (let i = 0; i < rows.size; i++) {
      const squared = distances[i]!;
      const key = Math.log(random(bits)) / squared;
      if (!(squared > 0)) continue;
      inertia += squared;
      if (kept.length === drawn && key <= kept[0]!.key) continue;
      if (kept.length === drawn) kept.shift();
      const at = kept.findIndex((other) => other.key > key);
      kept.splice(at < 0 ? kept.length : at, 0, { key, row: rows.slice(i, i + 1) });
    }
  }
  const flat = new Float32Array(kept.length * source.features);
  for (const [i, { row }] of kept.entries()) flat.set(row, i * source.features);
  return { rows: flat, inertia };
}

/** Samples nearest to each candidate, and Σ of their squared distances. */
async function weigh(
  source: SampleSource,
  candidates: Float32Array,
  blockBytes: number,
  signal: AbortSignal | undefined,
): Promise<{ counts: Float64Array; inertia: number }> {
  const counts = new Float64Array(candidates.length / source.features);
  let inertia = 0;
  for await (const { rows } of blocks(source, blockBytes, signal)) {
    const { clusters, distances } = await assigned(rows, Float64Array.from(candidates), signal);
    for (let i = 0; i < rows.size; i++) {
      counts[clusters.assignments[i]!]!++;
      inertia += distances[i]!;
    }
  }
  return { counts, inertia };
}

/** k of the candidates, by weighted k-means++; candidates repeated where there are fewer. */
async function choose(
  candidates: Float32Array,
  weights: Float64Array,
  k: number,
  { features, shape }: SampleSource,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const rows = floatSamples({ data: candidates, shape });
  return addCenters(rows, new Float32Array(0), k, new PCG64([seed, features]), weights, signal);
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
