/**
 * Training steps of the k-means network, many in one call: scores, softmax, loss, gradient and new centres.
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
 * is it for the loss, ‖pC − x‖² = ‖x‖² − 2p·(x·C) + p·G·p, unless that leaves too few digits.
 *
 * Shares below e^−CUTOFF of the largest cannot change a float32 sum, and are taken as zero; nearly every row then has
 * one share, so that almost all of the work is the product of the non-zero pixels with the centres.
 */
import { addRow, centerBytes, centerProduct, fromBlocks, lanes, mixCenter, rowProducts, squaredNorms, toBlocks } from "./center-blocks";
import { multiplyAdd } from "@elbowjs/kernels/assembly/multiply-add";
import { largest, LOWEST, softmax } from "./shares";
import { AHEAD, blocksOfRow, fetchRows, offsetsOf, rowBytes, squaredNorm } from "./sparse-rows";

/** e^−24 = 4e−11: a thousandth of the rounding of a float32 sum near 1. */
export const CUTOFF: f32 = 24;

/** The normalised rule divides by the mass, so a share counts down to SMALLEST_MASS: e^−60 = 9e−27. */
export const NORMALIZED_CUTOFF: f32 = 60;

/** Below this total share of a batch a mean is rounding noise, and the centre stays. */
export const SMALLEST_MASS: f32 = 1e-20;

/** Where less than this share of ‖x‖² is left of ‖pC − x‖², it is summed by itself. */
const CANCELLED: f64 = 0.001;

/** Blocks of a row that are summed by themselves: 1,024 features, so that the sums of common data are single ones. */
export const STRETCH: i32 = 256;

/** Kinds of step, the bits of `rule`. */
export const HARD: i32 = 1;
export const NORMALIZED: i32 = 2;
export const MEAN: i32 = 4;

/** Bytes of working memory: two sets of centres, a sparse row, two k×k matrices and seven rows of k numbers. */
export function kMeansStepsScratchBytes(k: i32, d: i32): usize {
  const kp = <usize>lanes(k);
  return 2 * centerBytes(k, d) + rowBytes(d) + (2 * kp + 7) * kp * 4 + 64;
}

/**
 * Takes ⌈n / batchSize⌉ steps; the last one has what is left.
 *
 * @param n samples of all steps, @param k centres, @param d features.
 * @param rows address of the data, d bytes (u/255) per row, or d float32 values if `floats`; of bytes, 64 more must be
 *   readable. @param order address of the n row numbers, i32.
 * @param weights address of n float32 row weights, or 0 for 1.
 * @param centers C, k×d; @param out where the last C' goes, k×d.
 * @param temperatures τ of each step; @param rates η of each step, or α for the normalised rule.
 * @param rule bit 0: hard; bit 1: normalised; bit 2: s = 2/(bd) instead of 2/b.
 * @param losses where the mean of w‖pC − x‖²/d of each step goes, not a number where a score is not finite.
 */
export function kMeansSteps(
  n: i32,
  batchSize: i32,
  k: i32,
  d: i32,
  rows: usize,
  floats: bool,
  order: usize,
  weights: usize,
  centers: usize,
  out: usize,
  temperatures: usize,
  rates: usize,
  rule: i32,
  losses: usize,
  scratch: usize,
): void {
  const kp = lanes(k);
  const vector = <usize>kp << 2;
  let current = (scratch + 15) & ~15;
  let next = current + centerBytes(k, d);
  const row = next + centerBytes(k, d);
  const gram = (row + rowBytes(d) + 15) & ~15; // G where it is needed, k×kp
  const mixing = gram + <usize>kp * vector; // A − I, k×kp
  const mass = mixing + <usize>kp * vector; // 1ᵀr, or of the gradient the same with ηsw for w
  const halfNorms = mass + vector;
  const products = halfNorms + vector; // x·C of one row
  const scores = products + vector;
  const active = scores + vector; // the centres with a share of the row,
  const shares = active + vector; // those shares p,
  const slopes = shares + vector; // and pG − x·C

  toBlocks(centers, k, d, current);
  let step: usize = 0;
  for (let start = 0; start < n; start += batchSize, step += 4) {
    const end = min(start + batchSize, n);
    const elements = <f32>(end - start) * <f32>d;
    const scale: f32 = <f32>2 / (rule & MEAN ? elements : <f32>(end - start));
    const temperature = load<f32>(temperatures + step);
    const rate = load<f32>(rates + step);
    const cutoff = rule & NORMALIZED ? NORMALIZED_CUTOFF : CUTOFF;

    squaredNorms(current, k, d, halfNorms);
    memory.fill(gram, 0xff, <usize>kp * vector); // not a number: not known
    memory.fill(mixing, 0, <usize>kp * vector + vector);
    memory.fill(next, 0, centerBytes(k, d));
    for (let i = 0; i < kp; i++) {
      const at = halfNorms + (<usize>i << 2);
      if (i < k) store<f32>(gram + (<usize>(i * kp + i) << 2), load<f32>(at));
      store<f32>(at, i < k ? <f32>0.5 * load<f32>(at) : -LOWEST);
    }

    let loss: f64 = 0;
    for (let r = start; r < end; r++) {
      const at = order + (<usize>r << 2);
      if (((r - start) & (AHEAD - 1)) == 0) fetchRows(rows, floats, d, at, min(AHEAD, end - r), row);
      const count = blocksOfRow(rows, floats, load<i32>(at), d, row);
      rowProducts(row, count, d, current, k, STRETCH, products);
      const shared = softmax(products, halfNorms, kp, temperature, cutoff, scores, active, shares);
      if (shared == 0) {
        // An overflowing or missing score must be seen in the loss, as it is in a softmax without shortcuts.
        loss = NaN;
        continue;
      }
      const w: f32 = weights == 0 ? 1 : load<f32>(weights + (<usize>r << 2));
      const error = reconstruction(active, shares, shared, products, gram, current, k, d, slopes);
      const norm = <f64>squaredNorm(row, count, STRETCH);
      // Of a difference of large numbers nothing may be left but their rounding, of either sign.
      const squared = norm + error > CANCELLED * norm ? norm + error : squaredError(row, count, active, shares, shared, current, k, d);
      loss += <f64>w * squared;

      if (rule & HARD || shared == 1) {
        const best = largest(scores, active, shared);
        const factor = rule & NORMALIZED ? w : rate * scale * w;
        increase(mass + (<usize>best << 2), factor);
        addRow(row, count, d, factor, next, best, k);
        continue;
      }
      if (!(rule & NORMALIZED)) gradientShares(active, shares, slopes, shared, temperature, rate * scale * w, mixing, kp);
      for (let a: usize = 0; a < <usize>shared << 2; a += 4) {
        const i = load<i32>(active + a);
        const factor = rule & NORMALIZED ? w * load<f32>(shares + a) : load<f32>(shares + a);
        if (rule & NORMALIZED) increase(mass + (<usize>i << 2), factor);
        addRow(row, count, d, factor, next, i, k);
      }
    }
    store<f32>(losses + step, <f32>(loss / <f64>elements));

    for (let i = 0; i < k; i++) {
      const total = load<f32>(mass + (<usize>i << 2));
      const diagonal = mixing + (<usize>(i * kp + i) << 2);
      let factor: f32 = 1;
      if (rule & NORMALIZED) {
        const alpha: f32 = total > SMALLEST_MASS ? rate : 0;
        factor = alpha / max<f32>(total, SMALLEST_MASS);
        store<f32>(diagonal, -alpha);
      } else increase(diagonal, -total);
      mixCenter(mixing + (<usize>(i * kp) << 2), current, k, d, factor, next, i);
    }
    const before = current;
    current = next;
    next = before;
  }
  fromBlocks(current, k, d, out);
}

// @ts-ignore: decorator
@inline
function increase(at: usize, by: f32): void {
  store<f32>(at, load<f32>(at) + by);
}

/** p·G·p − 2p·(x·C); leaves pG − x·C in `slopes`. Products of centres are computed when first needed. */
function reconstruction(
  active: usize,
  shares: usize,
  shared: i32,
  products: usize,
  gram: usize,
  centers: usize,
  k: i32,
  d: i32,
  slopes: usize,
): f64 {
  let sum: f64 = 0;
  for (let a: usize = 0; a < <usize>shared << 2; a += 4) {
    const i = load<i32>(active + a);
    let pg: f32 = 0;
    for (let b: usize = 0; b < <usize>shared << 2; b += 4) {
      const l = load<i32>(active + b);
      const at = gram + (<usize>(i * lanes(k) + l) << 2);
      if (isNaN(load<f32>(at))) store<f32>(at, centerProduct(centers, min(i, l), max(i, l), k, d));
      pg += load<f32>(shares + b) * load<f32>(at);
    }
    const product = load<f32>(products + (<usize>i << 2));
    store<f32>(slopes + a, pg - product);
    sum += <f64>load<f32>(shares + a) * (<f64>pg - 2 * <f64>product);
  }
  return sum;
}

/** ‖pC − x‖², difference by difference. */
function squaredError(
  row: usize,
  count: i32,
  active: usize,
  shares: usize,
  shared: i32,
  centers: usize,
  k: i32,
  d: i32,
): f64 {
  const offsets = offsetsOf(row, d);
  let sums = f32x4.splat(0);
  let n: usize = 0;
  for (let block = 0; block < (d + 3) >> 2; block++) {
    let error = f32x4.splat(0);
    if (n < <usize>count && load<i32>(offsets + (n << 2)) == block << 4) error = f32x4.neg(v128.load(row + (n++ << 4)));
    for (let a: usize = 0; a < <usize>shared << 2; a += 4) {
      const center = v128.load(centers + (<usize>(block * k + load<i32>(active + a)) << 4));
      error = multiplyAdd(v128.load32_splat(shares + a), center, error);
    }
    sums = multiplyAdd(error, error, sums);
  }
  return (
    <f64>f32x4.extract_lane(sums, 0) + <f64>f32x4.extract_lane(sums, 1) +
    (<f64>f32x4.extract_lane(sums, 2) + <f64>f32x4.extract_lane(sums, 3))
  );
}

/** Turns the shares of one row into its part of B of the soft gradient, and adds its part of A − I; `step` is η·s·w. */
function gradientShares(
  active: usize,
  shares: usize,
  slopes: usize,
  shared: i32,
  temperature: f32,
  step: f32,
  mixing: usize,
  kp: i32,
): void {
  let mean: f32 = 0;
  for (let a: usize = 0; a < <usize>shared << 2; a += 4) {
    mean += load<f32>(shares + a) * load<f32>(slopes + a);
    const row = mixing + (<usize>(load<i32>(active + a) * kp) << 2);
    for (let b: usize = 0; b < <usize>shared << 2; b += 4) {
      increase(row + (<usize>load<i32>(active + b) << 2), -step * load<f32>(shares + a) * load<f32>(shares + b));
    }
  }
  for (let a: usize = 0; a < <usize>shared << 2; a += 4) {
    const i = load<i32>(active + a);
    const share = load<f32>(shares + a);
    const delta = temperature * step * share * (load<f32>(slopes + a) - mean);
    increase(mixing + (<usize>(i * kp + i) << 2), delta);
    store<f32>(shares + a, step * share - delta);
  }
}
