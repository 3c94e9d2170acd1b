/**
 * One training step of the k-means network in one call: scores, softmax, loss, gradient and new centres.
 *
 * With shares p (b×k), row weights w, and g = s·w·(pC − x), every term of the step is a product with C or with x:
 *
 *     C' = A·C + Bᵀ·x,   A k×k,   B b×k
 *
 *     soft gradient      A = I − η(s·pᵀwp − diag(1ᵀδ)),  B = −η(δ − s·w·p)
 *     hard gradient      A = I − η·s·diag(1ᵀwq),         B = η·s·w·q          (q the one-hot argmax)
 *     normalised rule    A = I − diag(α),                 B = diag(α)·(r / 1ᵀr) (r = w·p or w·q; α 0 without mass)
 *
 * with δ = τ·p ⊙ (h − rowsum(p ⊙ h)), h = s·w·(pG − x·C), G = C·Cᵀ: the error pC − x itself, b×d, is never formed. Nor
 * is it for the loss: ‖pC − x‖² = ‖x‖² − 2p·(x·C) + p·G·p.
 *
 * Shares below e^−CUTOFF of the largest cannot change a float32 sum, and are taken as zero; nearly every row then has
 * one share, so that almost all of the work is the product of the non-zero pixels with the centres.
 */
import { exponential } from "./exponential";
import { multiplyAdd } from "./multiply-add";
import { lanes, rowProducts, transpose } from "./row-products";
import { fillTable, PAIR, TABLE, pairsOfBytes, pairsOfFloats } from "./sparse-rows";

/** e^−24 = 4e−11: a thousandth of the rounding of a float32 sum near 1. */
const CUTOFF: f32 = 24;

/** The normalised rule divides by the mass, so a share counts down to SMALLEST_MASS: e^−60 = 9e−27. */
const NORMALIZED_CUTOFF: f32 = 60;

/** Below this total share of a batch a mean is rounding noise, and the centre stays. */
const SMALLEST_MASS: f32 = 1e-20;

/** Kinds of step, the values of `rule`. */
const HARD: i32 = 1;
const NORMALIZED: i32 = 2;

/** Bytes of working memory: Cᵀ, the pairs of every row and their counts, and the small matrices. */
export function kMeansStepScratchBytes(b: i32, k: i32, d: i32): usize {
  const kp = <usize>lanes(k);
  const bytes = <usize>d * kp * 4 + <usize>b * <usize>d * PAIR + <usize>b * 8 + <usize>b * kp * 8 + kp * kp * 8 + kp * 8;
  return bytes + TABLE + 64;
}

/**
 * @param b rows, @param k centres, @param d features.
 * @param rows address of the batch: b×d bytes (u/255), or float32 values if `floats`.
 * @param weights address of b float32 row weights, or 0 for 1.
 * @param centers C, k×d; @param out where C' goes, k×d, not C itself.
 * @param scale s, the factor of ∂L/∂e; @param rate η, or α for the normalised rule.
 * @param rule bit 0: hard; bit 1: normalised.
 * @returns the sum of w·‖pC − x‖² over the batch.
 */
export function kMeansStep(
  b: i32,
  k: i32,
  d: i32,
  rows: usize,
  floats: bool,
  weights: usize,
  centers: usize,
  out: usize,
  temperature: f32,
  scale: f32,
  rate: f32,
  rule: i32,
  scratch: usize,
): f64 {
  const kp = lanes(k);
  const transposed = (scratch + 15) & ~15;
  const shares = transposed + <usize>d * <usize>kp * 4; // p, then B in place
  const products = shares + <usize>b * <usize>kp * 4; // x·C
  const gram = products + <usize>b * <usize>kp * 4; // G, k×kp
  const mixing = gram + <usize>kp * <usize>kp * 4; // A, k×kp
  const mass = mixing + <usize>kp * <usize>kp * 4;
  const row = mass + <usize>kp * 4; // one row of k numbers
  const table = row + <usize>kp * 4;
  const counts = table + TABLE;
  const pairs = (counts + <usize>b * 4 + 15) & ~15;

  transpose(centers, k, kp, d, transposed);
  gramMatrix(centers, k, kp, d, gram);
  memory.fill(mixing, 0, <usize>kp * <usize>kp * 4);
  memory.fill(mass, 0, <usize>kp * 4);

  if (!floats) fillTable(table);
  let loss: f64 = 0;
  let at = pairs;
  for (let r = 0; r < b; r++) {
    const source = rows + <usize>r * <usize>d * (floats ? 4 : 1);
    const count = floats ? pairsOfFloats(source, d, at) : pairsOfBytes(source, d, table, at);
    store<i32>(counts + (<usize>r << 2), count);
    const p = shares + <usize>(r * kp) * 4;
    const xc = products + <usize>(r * kp) * 4;
    const squared = rowProducts(at, count, transposed, kp, xc);
    const best = softmax(xc, gram, k, kp, temperature, rule & NORMALIZED ? NORMALIZED_CUTOFF : CUTOFF, p);
    const w: f32 = weights == 0 ? 1 : load<f32>(weights + (<usize>r << 2));
    loss += <f64>w * (<f64>squared + reconstruction(p, xc, gram, k, kp, row));
    if (rule & NORMALIZED) takeLoads(p, k, rule & HARD ? best : -1, w, mass);
    else if (rule & HARD) hardRow(p, k, kp, best, rate * scale * w, mixing);
    else softRow(p, xc, row, k, kp, temperature, scale * w, rate, mixing);
    at += <usize>count * PAIR;
  }

  if (rule & NORMALIZED) {
    for (let i = 0; i < k; i++) {
      const total = load<f32>(mass + (<usize>i << 2));
      const alpha: f32 = total > SMALLEST_MASS ? rate : 0;
      store<f32>(mixing + (<usize>(i * kp + i) << 2), 1 - alpha);
      store<f32>(mass + (<usize>i << 2), alpha / max<f32>(total, SMALLEST_MASS));
    }
    for (let r = 0; r < b; r++) {
      for (let i = 0; i < k; i++) {
        const place = shares + (<usize>(r * kp + i) << 2);
        store<f32>(place, load<f32>(place) * load<f32>(mass + (<usize>i << 2)));
      }
    }
  } else {
    for (let i = 0; i < k; i++) {
      const place = mixing + (<usize>(i * kp + i) << 2);
      store<f32>(place, 1 + load<f32>(place));
    }
  }

  mix(mixing, centers, k, kp, d, out);
  at = pairs;
  for (let r = 0; r < b; r++) {
    const count = load<i32>(counts + (<usize>r << 2));
    for (let i = 0; i < k; i++) {
      const factor = load<f32>(shares + (<usize>(r * kp + i) << 2));
      if (factor != 0) scatter(at, count, factor, out + <usize>i * <usize>d * 4);
    }
    at += <usize>count * PAIR;
  }
  return loss;
}

/** G = C·Cᵀ, k×kp; a dot product in four lanes. */
function gramMatrix(centers: usize, k: i32, kp: i32, d: i32, to: usize): void {
  for (let i = 0; i < k; i++) {
    for (let l = 0; l <= i; l++) {
      const value = dot(centers + <usize>i * <usize>d * 4, centers + <usize>l * <usize>d * 4, d);
      store<f32>(to + (<usize>(i * kp + l) << 2), value);
      store<f32>(to + (<usize>(l * kp + i) << 2), value);
    }
  }
}

function dot(a: usize, b: usize, n: i32): f32 {
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let j = 0;
  for (; j + 8 <= n; j += 8) {
    const at = <usize>j << 2;
    sum0 = multiplyAdd(v128.load(a + at), v128.load(b + at), sum0);
    sum1 = multiplyAdd(v128.load(a + at, 16), v128.load(b + at, 16), sum1);
  }
  sum0 = f32x4.add(sum0, sum1);
  let sum: f32 = f32x4.extract_lane(sum0, 0) + f32x4.extract_lane(sum0, 1) + f32x4.extract_lane(sum0, 2) + f32x4.extract_lane(sum0, 3);
  for (; j < n; j++) sum += load<f32>(a + (<usize>j << 2)) * load<f32>(b + (<usize>j << 2));
  return sum;
}

/** p = softmax(τ·(x·C − ½‖C‖²)) with negligible shares exactly 0; returns the index of the largest score, the first on a tie. */
function softmax(xc: usize, gram: usize, k: i32, kp: i32, temperature: f32, cutoff: f32, p: usize): i32 {
  let best = 0;
  let top: f32 = -Infinity;
  let finite: f32 = 0;
  for (let i = 0; i < k; i++) {
    const at = <usize>i << 2;
    const score = load<f32>(xc + at) - <f32>0.5 * load<f32>(gram + (<usize>(i * kp + i) << 2));
    store<f32>(p + at, score);
    finite += score - score;
    if (score > top) {
      top = score;
      best = i;
    }
  }
  let total: f32 = 0;
  for (let i = 0; i < k; i++) {
    const at = <usize>i << 2;
    const exponent = temperature * (load<f32>(p + at) - top);
    const share: f32 = exponent < -cutoff ? 0 : exponential(exponent);
    store<f32>(p + at, share);
    total += share;
  }
  // An overflowing or missing score must be seen in the loss, as it is in a softmax without shortcuts.
  const factor: f32 = <f32>1 / total + finite;
  for (let i = 0; i < k; i++) {
    const at = <usize>i << 2;
    store<f32>(p + at, load<f32>(p + at) * factor);
  }
  for (let i = k; i < kp; i++) store<f32>(p + (<usize>i << 2), 0);
  return best;
}

/** p·G·p − 2p·(x·C); leaves pG in `row`. */
function reconstruction(p: usize, xc: usize, gram: usize, k: i32, kp: i32, row: usize): f64 {
  for (let l = 0; l < k; l++) store<f32>(row + (<usize>l << 2), 0);
  for (let i = 0; i < k; i++) {
    const share = load<f32>(p + (<usize>i << 2));
    if (share == 0) continue;
    for (let l = 0; l < k; l++) {
      const place = row + (<usize>l << 2);
      store<f32>(place, load<f32>(place) + share * load<f32>(gram + (<usize>(i * kp + l) << 2)));
    }
  }
  let sum: f64 = 0;
  for (let i = 0; i < k; i++) {
    const at = <usize>i << 2;
    const share = load<f32>(p + at);
    if (share != 0) sum += <f64>share * (<f64>load<f32>(row + at) - 2 * <f64>load<f32>(xc + at));
  }
  return sum;
}

/** Turns one row of p into B of the soft gradient, and adds its part of A − I. */
function softRow(p: usize, xc: usize, pg: usize, k: i32, kp: i32, temperature: f32, scale: f32, rate: f32, mixing: usize): void {
  let mean: f32 = 0;
  for (let i = 0; i < k; i++) {
    const at = <usize>i << 2;
    mean += load<f32>(p + at) * (load<f32>(pg + at) - load<f32>(xc + at));
  }
  for (let i = 0; i < k; i++) {
    const share = load<f32>(p + (<usize>i << 2));
    if (share == 0) continue;
    for (let l = 0; l < k; l++) {
      const place = mixing + (<usize>(i * kp + l) << 2);
      store<f32>(place, load<f32>(place) - rate * scale * share * load<f32>(p + (<usize>l << 2)));
    }
  }
  for (let i = 0; i < k; i++) {
    const at = <usize>i << 2;
    const share = load<f32>(p + at);
    if (share == 0) continue;
    const delta = temperature * scale * share * (load<f32>(pg + at) - load<f32>(xc + at) - mean);
    const diagonal = mixing + (<usize>(i * kp + i) << 2);
    store<f32>(diagonal, load<f32>(diagonal) + rate * delta);
    store<f32>(p + at, rate * (scale * share - delta));
  }
}

/** Turns one row into B of the hard gradient, and adds its part of A − I. */
function hardRow(p: usize, k: i32, kp: i32, best: i32, step: f32, mixing: usize): void {
  for (let i = 0; i < k; i++) store<f32>(p + (<usize>i << 2), i == best ? step : 0);
  const diagonal = mixing + (<usize>(best * kp + best) << 2);
  store<f32>(diagonal, load<f32>(diagonal) - step);
}

/** Turns one row of p into r = w·p, or w·q where `best` ≥ 0, and adds it to the centres' mass. */
function takeLoads(p: usize, k: i32, best: i32, w: f32, mass: usize): void {
  for (let i = 0; i < k; i++) {
    const at = <usize>i << 2;
    const share: f32 = best < 0 ? load<f32>(p + at) : i == best ? 1 : 0;
    store<f32>(p + at, w * share);
    store<f32>(mass + at, load<f32>(mass + at) + w * share);
  }
}

/** out = A·C; the many zeros of A cost nothing. */
function mix(mixing: usize, centers: usize, k: i32, kp: i32, d: i32, out: usize): void {
  for (let i = 0; i < k; i++) {
    const to = out + <usize>i * <usize>d * 4;
    let first = true;
    for (let l = 0; l < k; l++) {
      const factor = load<f32>(mixing + (<usize>(i * kp + l) << 2));
      if (factor == 0) continue;
      const from = centers + <usize>l * <usize>d * 4;
      const splat = f32x4.splat(factor);
      let j = 0;
      for (; j + 4 <= d; j += 4) {
        const at = <usize>j << 2;
        const value = v128.load(from + at);
        v128.store(to + at, first ? f32x4.mul(splat, value) : multiplyAdd(splat, value, v128.load(to + at)));
      }
      for (; j < d; j++) {
        const at = <usize>j << 2;
        const value = factor * load<f32>(from + at);
        store<f32>(to + at, first ? value : load<f32>(to + at) + value);
      }
      first = false;
    }
    if (first) memory.fill(to, 0, <usize>d << 2);
  }
}

/** Adds factor·x to a row of centres. */
function scatter(pairs: usize, count: i32, factor: f32, row: usize): void {
  const end = pairs + <usize>count * PAIR;
  for (let at = pairs; at < end; at += PAIR) {
    const place = row + <usize>load<i32>(at);
    store<f32>(place, load<f32>(place) + factor * load<f32>(at, 4));
  }
}
