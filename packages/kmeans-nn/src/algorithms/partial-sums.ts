import { checkFinite, checkKinds, checkOptions, refusal, shown } from "@elbowjs/arguments";
import { hash32, type SamplesInput, toSamples } from "@elbowjs/samples";
import type { Rows } from "../data/rows.js";
import { assigned } from "../nearest/assigned.js";

/** What an iteration of Lloyd's algorithm takes of a part of the data. */
export interface PartialSums {
  /** Fingerprint of the centres that they were taken with; only partials of the same are merged. */
  readonly run: string;
  /** Number of centres. */
  readonly k: number;
  /** Numbers per sample. */
  readonly features: number;
  /** Σ x of each centre's samples, k×d. */
  readonly sums: Float64Array;
  /** Samples of each centre. */
  readonly counts: Float64Array;
  /** Σ ‖x − nearest centre‖². */
  readonly inertia: number;
  /** The sample farthest from its own centre, where an empty centre may go; undefined where there are no samples. */
  readonly farthest: FarthestSample | undefined;
}

/** A sample, and how far it is from its centre. */
export interface FarthestSample {
  readonly squaredDistance: number;
  /** Index of its centre. */
  readonly center: number;
  readonly values: Float32Array;
}

/** Options of {@link partialSums}. */
export interface PartialSumsOptions {
  /** Stops it: the promise rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal;
}

/** Squared distances of bytes are rounded to multiples of this, so that their sum has no rounding. */
const GRAIN = 2 ** -20;

/**
 * The part of an iteration of Lloyd's algorithm that looks at data: assigns every sample to its nearest centre, in float64
 * as {@link lloyd} does, and sums them. Parts of the data may be summed anywhere and merged in any order: with
 * {@link mergePartials} the results form a commutative monoid, whose identity is that of no samples.
 *
 * For bytes every sum is exact, below 2²² samples per centre and an inertia of 2³³ (each squared distance rounded to a
 * multiple of 2⁻²⁰), so the merged result is the same to the last bit however the data are cut, and `nextCenters` of it is
 * the iteration of `lloyd`. For floats the sums are float64: their last bits depend on the cut and the order.
 *
 * @param data A part of the data; it may be empty, as `{ data: new Float32Array(0), shape: [0, d] }`.
 * @param centers k×d, row by row.
 * @throws RangeError if the centres are not finite or no whole number of rows of d values.
 */
export async function partialSums(
  data: SamplesInput,
  centers: Float32Array | Float64Array,
  options: PartialSumsOptions = {},
): Promise<PartialSums> {
  checkOptions("partialSums", options, ["signal"]);
  const { signal } = options;
  checkKinds("partialSums", { signal: [signal, "AbortSignal or undefined"] });
  const rows = await toSamples("partialSums", data, { least: 0 });
  const k = countOf("partialSums", centers, rows.features);
  const at = Float64Array.from(centers);
  const { clusters, distances } = await assigned(rows, at, signal);
  let inertia = 0;
  let farthest = -1;
  distances.forEach((squared, i) => {
    inertia += rows.kind === "bytes" ? Math.round(squared / GRAIN) * GRAIN : squared;
    if (farthest < 0 || squared > distances[farthest]!) farthest = i;
  });
  return {
    run: fingerprintOf(at),
    k,
    features: rows.features,
    sums: clusters.sums.slice(),
    counts: clusters.mass.slice(),
    inertia,
    farthest:
      farthest < 0
        ? undefined
        : {
            squaredDistance: distances[farthest]!,
            center: clusters.assignments[farthest]!,
            values: valuesOf(rows, farthest),
          },
  };
}

/**
 * The partial sums of all the parts together. Of equally far samples the one whose values come first is kept, so that the
 * order of merging tells nothing.
 *
 * @throws RangeError if there are none, or they are of other centres.
 */
export function mergePartials(partials: readonly PartialSums[]): PartialSums {
  checkKinds("mergePartials", {
    partials: [
      partials,
      [
        {
          run: "string",
          k: "number",
          features: "number",
          sums: "Float64Array",
          counts: "Float64Array",
          inertia: "number",
          farthest: "object or undefined",
        },
      ],
    ],
  });
  const [first] = partials;
  if (first === undefined) throw new RangeError("mergePartials: expected partials to merge, got none");
  const { run, k, features } = first;
  const sums = new Float64Array(k * features);
  const counts = new Float64Array(k);
  let inertia = 0;
  let farthest: FarthestSample | undefined;
  for (const part of partials) {
    if (part.k !== k || part.features !== features)
      throw new RangeError(
        `mergePartials: expected partials of ${k}×${features} centres as the first, got ${part.k}×${part.features}`,
      );
    if (part.run !== run)
      throw refusal(
        new RangeError(
          `mergePartials: expected partials taken with one set of centres (${run}), got one of others (${part.run}); are they of another iteration?`,
        ),
      );
    for (let j = 0; j < sums.length; j++) sums[j]! += part.sums[j]!;
    for (let i = 0; i < k; i++) counts[i]! += part.counts[i]!;
    inertia += part.inertia;
    if (part.farthest !== undefined && isFarther(part.farthest, farthest)) farthest = part.farthest;
  }
  return { run, k, features, sums, counts, inertia, farthest };
}

/**
 * The centres of the next iteration, k×d in float64: each at the mean of its samples. The first centre without samples
 * goes onto the farthest sample, which leaves its own centre's mean; any others stay.
 *
 * @param centers Those that the partial sums were taken with.
 * @throws RangeError if these are not they.
 */
export function nextCenters(partial: PartialSums, centers: Float32Array | Float64Array): Float64Array {
  const { k, features: d, farthest } = partial;
  const isOfThese = countOf("nextCenters", centers, d) === k;
  if (isOfThese && fingerprintOf(Float64Array.from(centers)) !== partial.run)
    throw refusal(new RangeError("nextCenters: expected the centres of the partial sums, got others"));
  if (!isOfThese)
    throw new RangeError(`nextCenters: expected ${k}×${d} centres, got ${centers.length} values`);
  const next = Float64Array.from(centers);
  const sums = partial.sums.slice();
  const counts = partial.counts.slice();
  const empty = counts.indexOf(0);
  if (empty >= 0 && farthest !== undefined && farthest.squaredDistance > 0) {
    farthest.values.forEach((value, j) => {
      sums[farthest.center * d + j]! -= value;
      sums[empty * d + j] = value;
    });
    counts[farthest.center]!--;
    counts[empty] = 1;
  }
  for (let i = 0; i < k; i++)
    if (counts[i]! > 0) for (let j = i * d; j < (i + 1) * d; j++) next[j] = sums[j]! / counts[i]!;
  return next;
}

function fingerprintOf(centers: Float64Array): string {
  return hash32(new Uint32Array(centers.buffer));
}

/** Number of centres of d values. */
function countOf(caller: string, centers: Float32Array | Float64Array, d: number): number {
  if (!(centers instanceof Float32Array || centers instanceof Float64Array))
    throw new TypeError(
      `${caller}: expected centers as a Float32Array or Float64Array, got ${shown(centers)}`,
    );
  if (centers.length === 0 || centers.length % d !== 0)
    throw new RangeError(`${caller}: expected centers of ${d} values each, got ${centers.length} values`);
  checkFinite(caller, "centers", centers);
  return centers.length / d;
}

function valuesOf(rows: Rows, i: number): Float32Array {
  return rows.slice(i, i + 1);
}

function isFarther(a: FarthestSample, b: FarthestSample | undefined): boolean {
  if (b === undefined || a.squaredDistance !== b.squaredDistance)
    return b === undefined || a.squaredDistance > b.squaredDistance;
  const differs = a.values.findIndex((value, j) => value !== b.values[j]);
  return differs >= 0 && a.values[differs]! < b.values[differs]!;
}
