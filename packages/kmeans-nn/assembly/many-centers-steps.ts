/**
 * Training steps of the k-means network with many centres. What `k-means-steps` does with k×k matrices is done row by
 * row here, for most rows have a share in one centre alone, and a batch touches few of the centres:
 *
 *     e = pC − x,   δ = τ·p ⊙ (h − rowsum(p ⊙ h)),   h = s·w·e·Cᵀ
 *
 *     soft gradient      C'_i = C_i − η Σ (s·w·p_i·e + δ_i·(x − C_i))
 *     hard gradient      C'_i = C_i − η Σ s·w·q_i·(C_i − x)          (q the one-hot argmax)
 *     normalised rule    C'_i = C_i + α·(Σ r_i·x / Σ r_i − C_i)      (r = w·p or w·q; α 0 without mass)
 *
 * For a row with one share e = C_i − x, and neither e nor δ is formed. The sums of a centre begin with its first row of a
 * step, so that the others cost nothing.
 */
import { centerBytes, lanes } from "./center-blocks";
import { blockOf, fromGroups, rowsProducts, strideOf, toGroups } from "./center-groups";
import { CUTOFF, HARD, MEAN, NORMALIZED, NORMALIZED_CUTOFF, SMALLEST_MASS, STRETCH } from "./k-means-steps";
import { largest, softmax } from "./shares";
import { multiplyAdd } from "@elbowjs/kernels/assembly/multiply-add";
import { AHEAD, blocksOfRow, fetchRows, offsetsOf, rowSize, squaredNorm } from "./sparse-rows";

/** Bytes of d values in whole vectors. */
// @ts-ignore: decorator
@inline
function denseBytes(d: i32): usize {
  return <usize>((d + 3) >> 2) << 4;
}

/** Bytes of working memory: the centres, as many sums, sparse rows with their products, and rows of k numbers. */
export function manyCentersScratchBytes(k: i32, d: i32): usize {
  const vector = <usize>lanes(k) << 2;
  const rows = <usize>AHEAD * (rowSize(d) + vector + 4);
  return centerBytes(k, d) + <usize>k * denseBytes(d) + rows + denseBytes(d) + 8 * vector + 128;
}

/** As `kMeansSteps`, with the same arguments. */
export function manyCentersSteps(
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
  const dense = denseBytes(d);
  const size = rowSize(d);
  const groups = (scratch + 15) & ~15;
  const sums = groups + centerBytes(k, d); // of the touched centres, in the order of their touch
  const sparse = sums + <usize>k * dense;
  const products = sparse + <usize>AHEAD * size;
  const error = products + <usize>AHEAD * vector; // e of one row
  const halfNorms = error + dense;
  const scores = halfNorms + vector;
  const active = scores + vector;
  const shares = active + vector;
  const slopes = shares + vector; // e·C_i
  const mass = slopes + vector; // of the touched centres: Σ r, or what the gradient takes of C_i
  const touched = mass + vector; // their numbers
  const slots = touched + vector; // place of a centre among the touched, + 1; 0 for the others
  const counts = slots + vector;

  toGroups(centers, k, d, groups);
  memory.fill(slots, 0, vector);
  for (let i = 0; i < kp; i++) store<f32>(halfNorms + (<usize>i << 2), i < k ? <f32>0.5 * centerNorm(groups, i, k, d) : <f32>3e38);

  let step: usize = 0;
  for (let start = 0; start < n; start += batchSize, step += 4) {
    const end = min(start + batchSize, n);
    const elements = <f32>(end - start) * <f32>d;
    const scale: f32 = <f32>2 / (rule & MEAN ? elements : <f32>(end - start));
    const temperature = load<f32>(temperatures + step);
    const rate = load<f32>(rates + step);
    const cutoff = rule & NORMALIZED ? NORMALIZED_CUTOFF : CUTOFF;
    let loss: f64 = 0;
    let count = 0; // touched centres

    for (let first = start; first < end; first += AHEAD) {
      const at = order + (<usize>first << 2);
      const m = min(AHEAD, end - first);
      fetchRows(rows, floats, d, at, m, sparse);
      for (let r: usize = 0; r < <usize>m; r++)
        store<i32>(counts + (r << 2), blocksOfRow(rows, floats, load<i32>(at + (r << 2)), d, sparse + r * size));
      rowsProducts(sparse, size, counts, m, d, groups, k, STRETCH, products);
      for (let r: usize = 0; r < <usize>m; r++) {
        const row = sparse + r * size;
        const blocks = load<i32>(counts + (r << 2));
        const shared = softmax(products + r * vector, halfNorms, kp, temperature, cutoff, scores, active, shares);
        if (shared == 0) {
          loss = NaN; // as in kMeansSteps
          continue;
        }
        const w: f32 = weights == 0 ? 1 : load<f32>(weights + ((<usize>first + r) << 2));
        const factor = rule & NORMALIZED ? w : rate * scale * w;
        if (rule & HARD || shared == 1) {
          const best = largest(scores, active, shared);
          count = touch(best, count, touched, slots, mass, sums, dense);
          addTo(best, slots, mass, factor, sums, dense, row, blocks, d, factor);
          loss += <f64>w * (shared == 1
            ? oneError(row, blocks, best, load<f32>(products + r * vector + (<usize>best << 2)), halfNorms, groups, k, d, error)
            : errorOf(row, blocks, active, shares, shared, groups, k, d, error));
          continue;
        }
        loss += <f64>w * errorOf(row, blocks, active, shares, shared, groups, k, d, error);
        let mean: f32 = 0;
        if (!(rule & NORMALIZED)) {
          for (let a: usize = 0; a < <usize>shared << 2; a += 4) {
            const slope = denseProduct(error, groups, load<i32>(active + a), k, dense);
            store<f32>(slopes + a, slope);
            mean += load<f32>(shares + a) * slope;
          }
        }
        for (let a: usize = 0; a < <usize>shared << 2; a += 4) {
          const i = load<i32>(active + a);
          const share = load<f32>(shares + a);
          count = touch(i, count, touched, slots, mass, sums, dense);
          if (rule & NORMALIZED) {
            addTo(i, slots, mass, w * share, sums, dense, row, blocks, d, w * share);
            continue;
          }
          const delta = temperature * factor * share * (load<f32>(slopes + a) - mean);
          addTo(i, slots, mass, -delta, sums, dense, row, blocks, d, -delta);
          addDense(sums + <usize>(load<i32>(slots + (<usize>i << 2)) - 1) * dense, error, -factor * share, dense);
        }
      }
    }
    store<f32>(losses + step, <f32>(loss / <f64>elements));
    for (let t: usize = 0; t < <usize>count; t++) {
      const i = load<i32>(touched + (t << 2));
      const total = load<f32>(mass + (t << 2));
      let own = total;
      let factor: f32 = 1;
      if (rule & NORMALIZED) {
        own = total > SMALLEST_MASS ? rate : 0;
        factor = own / max<f32>(total, SMALLEST_MASS);
      }
      moveCenter(groups, i, k, d, own, factor, sums + t * dense);
      store<f32>(halfNorms + (<usize>i << 2), <f32>0.5 * centerNorm(groups, i, k, d));
      store<i32>(slots + (<usize>i << 2), 0);
    }
  }
  fromGroups(groups, k, d, out);
}

/** Gives a centre a place among the touched, with sums of zero, unless it has one; returns how many there are. */
function touch(i: i32, count: i32, touched: usize, slots: usize, mass: usize, sums: usize, dense: usize): i32 {
  const slot = slots + (<usize>i << 2);
  if (load<i32>(slot) != 0) return count;
  store<i32>(touched + (<usize>count << 2), i);
  store<f32>(mass + (<usize>count << 2), 0);
  memory.fill(sums + <usize>count * dense, 0, dense);
  store<i32>(slot, count + 1);
  return count + 1;
}

/** Adds to the mass of a touched centre, and factor·x of one sparse row to its sum. */
function addTo(i: i32, slots: usize, mass: usize, more: f32, sums: usize, dense: usize, row: usize, count: i32, d: i32, factor: f32): void {
  const slot = <usize>(load<i32>(slots + (<usize>i << 2)) - 1);
  const at = mass + (slot << 2);
  store<f32>(at, load<f32>(at) + more);
  const sum = sums + slot * dense;
  const splat = f32x4.splat(factor);
  const offsets = offsetsOf(row, d);
  for (let n: usize = 0; n < <usize>count; n++) {
    const to = sum + <usize>load<i32>(offsets + (n << 2));
    v128.store(to, multiplyAdd(splat, v128.load(row + (n << 4)), v128.load(to)));
  }
}

/** to ← to + factor·from. */
function addDense(to: usize, from: usize, factor: f32, bytes: usize): void {
  const splat = f32x4.splat(factor);
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, multiplyAdd(splat, v128.load(from + at), v128.load(to + at)));
}

/** ‖C_i − x‖² from the product and the norms, or where too few digits are left by differences. */
function oneError(row: usize, count: i32, i: i32, product: f32, halfNorms: usize, groups: usize, k: i32, d: i32, error: usize): f64 {
  const norm = <f64>squaredNorm(row, count, STRETCH);
  const squared = norm + 2 * (<f64>load<f32>(halfNorms + (<usize>i << 2)) - <f64>product);
  if (squared > 0.001 * norm) return squared;
  clearWithout(row, count, d, error);
  addCenter(groups, i, k, 1, denseBytes(d), error);
  return squares(error, denseBytes(d));
}

/** Leaves e = pC − x of one row in `error`; returns ‖e‖². */
function errorOf(row: usize, count: i32, active: usize, shares: usize, shared: i32, groups: usize, k: i32, d: i32, error: usize): f64 {
  const dense = denseBytes(d);
  clearWithout(row, count, d, error);
  for (let a: usize = 0; a < <usize>shared << 2; a += 4) addCenter(groups, load<i32>(active + a), k, load<f32>(shares + a), dense, error);
  return squares(error, dense);
}

/** error ← −x. */
function clearWithout(row: usize, count: i32, d: i32, error: usize): void {
  memory.fill(error, 0, denseBytes(d));
  const offsets = offsetsOf(row, d);
  for (let n: usize = 0; n < <usize>count; n++) v128.store(error + <usize>load<i32>(offsets + (n << 2)), f32x4.neg(v128.load(row + (n << 4))));
}

/** error ← error + share·C_i. */
function addCenter(groups: usize, i: i32, k: i32, share: f32, dense: usize, error: usize): void {
  const splat = f32x4.splat(share);
  const stride = strideOf(i, k);
  let center = blockOf(groups, i, <i32>(dense >> 2));
  for (let at: usize = 0; at < dense; at += 16, center += stride) v128.store(error + at, multiplyAdd(splat, v128.load(center), v128.load(error + at)));
}

/** ‖e‖². */
function squares(error: usize, dense: usize): f64 {
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at < dense; at += 16) {
    const e = v128.load(error + at);
    sums = multiplyAdd(e, e, sums);
  }
  return <f64>sumOf(sums);
}

/** e·C_i. */
function denseProduct(error: usize, groups: usize, i: i32, k: i32, dense: usize): f32 {
  let sums = f32x4.splat(0);
  const stride = strideOf(i, k);
  let center = blockOf(groups, i, <i32>(dense >> 2));
  for (let at: usize = 0; at < dense; at += 16, center += stride) sums = multiplyAdd(v128.load(error + at), v128.load(center), sums);
  return sumOf(sums);
}

/** ‖C_i‖², summed in float64, for all scores of the centre have its error. */
function centerNorm(groups: usize, i: i32, k: i32, d: i32): f32 {
  let sums = f64x2.splat(0);
  const stride = strideOf(i, k);
  let center = blockOf(groups, i, d);
  for (let at: usize = 0; at < denseBytes(d); at += 16, center += stride) {
    const c = v128.load(center);
    const low = f64x2.promote_low_f32x4(c);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(c, c, 2, 3, 2, 3));
    sums = f64x2.add(sums, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
  }
  return <f32>(f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1));
}

/** C_i ← C_i + (factor·sum − own·C_i), the change summed before it meets C_i. */
function moveCenter(groups: usize, i: i32, k: i32, d: i32, own: f32, factor: f32, sum: usize): void {
  const less = f32x4.splat(-own);
  const scale = f32x4.splat(factor);
  const stride = strideOf(i, k);
  let center = blockOf(groups, i, d);
  for (let at: usize = 0; at < denseBytes(d); at += 16, center += stride) {
    const c = v128.load(center);
    v128.store(center, f32x4.add(c, multiplyAdd(scale, v128.load(sum + at), f32x4.mul(less, c))));
  }
}

// @ts-ignore: decorator
@inline
function sumOf(sums: v128): f32 {
  return f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
}
