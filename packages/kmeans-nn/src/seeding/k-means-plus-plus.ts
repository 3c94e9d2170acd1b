import { breather } from "@elbowjs/backend";
import { type PCG64, random } from "@elbowjs/numpy-random";
import type { Rows } from "../data/rows.js";
import { nearest } from "../nearest/nearest.js";
import { prepareCenters, scoreRows, squaredDistance, squaredNorm } from "../nearest/scores.js";

/** Rows read at once. */
const BLOCK = 64;

/**
 * Adds centres to given ones by the draw of k-means++: each is a sample drawn with probability proportional to its
 * (weighted) squared distance from the nearest centre so far, the best of 2 + ⌊ln k⌋ candidates.
 *
 * @param existing Centres that are there already, row by row; may be empty.
 * @param count Number of centres to add.
 * @returns The added centres, count×d.
 */
export async function addCenters(
  rows: Rows,
  existing: Float32Array,
  count: number,
  bits: PCG64,
  weights?: ArrayLike<number>,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const k = existing.length / rows.features + count;
  const weight = (i: number): number => weights?.[i] ?? 1;
  let closest: Float64Array = new Float64Array(rows.size).fill(Infinity);
  if (existing.length > 0) closest = (await nearest(rows, existing, k - count, signal)).squaredDistances;
  const chosen: number[] = [];
  while (chosen.length < count) {
    const first = chosen.length === 0 && existing.length === 0;
    let mass = closest.map((distance, i) => (first ? 1 : distance) * weight(i));
    // With every sample on a centre already, distances say nothing and any sample will do.
    if (!(total(mass) > 0)) mass = closest.map((_, i) => weight(i));
    const trials = first ? 1 : 2 + Math.floor(Math.log(k));
    const candidates = Array.from({ length: trials }, () => draw(mass, bits));
    const { after, sums } = await withEach(rows, rows.gather(candidates), closest, weight, signal);
    const best = sums.indexOf(Math.min(...sums));
    chosen.push(candidates[best]!);
    closest = after[best]!;
  }
  return rows.gather(chosen);
}

/** Squared distances to the nearest of the centres so far (`closest`) and each candidate, and their weighted sums. */
async function withEach(
  rows: Rows,
  candidates: Float32Array,
  closest: Float64Array,
  weight: (i: number) => number,
  signal: AbortSignal | undefined,
): Promise<{ after: Float64Array[]; sums: Float64Array }> {
  const { size: n, features: d } = rows;
  const prepared = prepareCenters(candidates, candidates.length / d);
  const { k } = prepared;
  const after = Array.from({ length: k }, () => new Float64Array(n));
  const sums = new Float64Array(k);
  const x = new Float32Array(BLOCK * d);
  const scores = new Float64Array(BLOCK * k);
  const breathe = breather({ signal });
  for (let start = 0; start < n; start += BLOCK) {
    const end = Math.min(start + BLOCK, n);
    rows.slice(start, end, x);
    scoreRows(x, end - start, prepared, scores);
    for (let i = start, r = 0; i < end; i++, r++) {
      const norm = squaredNorm(x, r * d, d);
      for (let c = 0; c < k; c++) {
        const distance = Math.min(closest[i]!, squaredDistance(x, r, norm, scores[r * k + c]!, prepared, c));
        after[c]![i] = distance;
        sums[c]! += weight(i) * distance;
      }
    }
    const rest = breathe();
    if (rest !== undefined) await rest;
  }
  return { after, sums };
}

function total(mass: Float64Array): number {
  return mass.reduce((sum, part) => sum + part, 0);
}

/** An index drawn with probability proportional to its mass. */
function draw(mass: Float64Array, bits: PCG64): number {
  let left = random(bits) * total(mass);
  let last = 0;
  for (let i = 0; i < mass.length; i++) {
    if (mass[i] === 0) continue;
    last = i;
    if ((left -= mass[i]!) < 0) break;
  }
  return last;
}
