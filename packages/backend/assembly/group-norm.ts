import { get, put, width } from "./lanes";

/** Rows whose products are added up before they join the total, as in `reduction`. */
const BLOCK: i32 = 128;

/**
 * Group normalisation of samples [rows, channels]: each run of `perGroup` channels of one sample has its own moments over
 * `perGroup` · rows values. Layer normalisation is that of one row and one group.
 *
 *     x̂ = (x − mean) / √(variance + ε), y = γ x̂ + β, with γ and β of each channel;
 *     with g = γ dy: dβ = Σ dy, dγ = Σ dy x̂ over samples and rows, dx = (g − mean(g) − x̂ mean(g x̂)) / √(variance + ε).
 *
 * Wu and He, "Group Normalization" (2018); Ba, Kiros and Hinton, "Layer Normalization" (2016). Each function takes some of the
 * samples, so that threads can share them. `moments` holds mean and 1 / √(variance + ε), a pair a group.
 */
export function groupNormalize(x: usize, samples: i32, rows: i32, channels: i32, perGroup: i32, epsilon: f32,
  gamma: usize, beta: usize, y: usize, moments: usize): void {
  const row = <usize>channels << 2, values = <f32>rows * <f32>perGroup;
  for (let s = 0; s < samples; s++, x += <usize>rows * row, y += <usize>rows * row) {
    for (let first = 0; first < channels; first += perGroup, moments += 8) {
      const start = <usize>first << 2;
      // From the first value on, which data far from 0 have in common.
      const pivot = load<f32>(x + start);
      const mean = pivot + sumOf(x + start, rows, row, perGroup, pivot, false) / values;
      const variance = sumOf(x + start, rows, row, perGroup, mean, true) / values;
      const spread = <f32>1 / sqrt<f32>(variance + epsilon);
      store<f32>(moments, mean);
      store<f32>(moments, spread, 4);
      const mean4 = f32x4.splat(mean), spread4 = f32x4.splat(spread);
      for (let r = 0; r < rows; r++) {
        const from = x + <usize>r * row + start, to = y + <usize>r * row + start;
        for (let c = 0; c < perGroup; c += width(c, perGroup)) {
          const four = width(c, perGroup) == 4, at = <usize>c << 2;
          const hat = f32x4.mul(f32x4.sub(get(from + at, four), mean4), spread4);
          const scaled = f32x4.mul(hat, get(gamma + start + at, four));
          put(to + at, f32x4.add(scaled, get(beta + start + at, four)), four);
        }
      }
    }
  }
}

/** Σ (x − center), or Σ (x − center)², over one group of one sample. */
function sumOf(x: usize, rows: i32, row: usize, perGroup: i32, center: f32, squared: bool): f32 {
  const center4 = f32x4.splat(center);
  let total: f64 = 0;
  for (let r = 0; r < rows; r++, x += row) {
    let sum = f32x4.splat(0);
    let c = 0;
    for (; c + 4 <= perGroup; c += 4) {
      const v = f32x4.sub(v128.load(x + (<usize>c << 2)), center4);
      sum = f32x4.add(sum, squared ? f32x4.mul(v, v) : v);
    }
    for (; c < perGroup; c++) {
      const v = load<f32>(x + (<usize>c << 2)) - center;
      total += squared ? v * v : v;
    }
    total += lanes(sum);
  }
  return <f32>total;
}

/**
 * dx, and in `sums`, of 4 · channels, the parts that these samples have in dγ and dβ, in this order; the second half is working
 * memory.
 */
export function groupNormGradient(dy: usize, x: usize, samples: i32, rows: i32, channels: i32, perGroup: i32,
  gamma: usize, moments: usize, dx: usize, sums: usize): void {
  const row = <usize>channels << 2, sample = <usize>rows * row, values = <f32>rows * <f32>perGroup;
  const block = sums + 2 * row;
  memory.fill(sums, 0, 4 * row);
  let waiting = 0;
  for (let s = 0; s < samples; s++, x += sample, dy += sample, dx += sample) {
    for (let first = 0; first < channels; first += perGroup, moments += 8) {
      const start = <usize>first << 2;
      const mean = f32x4.splat(load<f32>(moments)), spread = f32x4.splat(load<f32>(moments, 4));
      let sumG: f64 = 0, sumGx: f64 = 0;
      for (let r = 0; r < rows; r++) {
        const offset = <usize>r * row + start;
        let g4 = f32x4.splat(0), gx4 = f32x4.splat(0);
        for (let c = 0; c < perGroup; c += width(c, perGroup)) {
          const four = width(c, perGroup) == 4, at = <usize>c << 2;
          const slope = get(dy + offset + at, four);
          const hat = f32x4.mul(f32x4.sub(get(x + offset + at, four), mean), spread);
          const slopeHat = f32x4.mul(slope, hat), scale = get(gamma + start + at, four);
          const dGamma = block + start + at;
          put(dGamma, f32x4.add(get(dGamma, four), slopeHat), four);
          put(dGamma + row, f32x4.add(get(dGamma + row, four), slope), four);
          // A lone channel fills one lane, and γ is 0 in the others.
          g4 = f32x4.add(g4, f32x4.mul(slope, scale));
          gx4 = f32x4.add(gx4, f32x4.mul(slopeHat, scale));
        }
        sumG += lanes(g4);
        sumGx += lanes(gx4);
      }
      const meanG = f32x4.splat(<f32>sumG / values), meanGx = f32x4.splat(<f32>sumGx / values);
      for (let r = 0; r < rows; r++) {
        const offset = <usize>r * row + start;
        for (let c = 0; c < perGroup; c += width(c, perGroup)) {
          const four = width(c, perGroup) == 4, at = offset + (<usize>c << 2);
          const hat = f32x4.mul(f32x4.sub(get(x + at, four), mean), spread);
          let g = f32x4.mul(get(dy + at, four), get(gamma + start + (<usize>c << 2), four));
          g = f32x4.sub(f32x4.sub(g, meanG), f32x4.mul(hat, meanGx));
          put(dx + at, f32x4.mul(g, spread), four);
        }
      }
    }
    waiting += rows;
    if (waiting >= BLOCK || s == samples - 1) {
      addBlock(sums, block, 2 * row);
      waiting = 0;
    }
  }
}

/** Adds the block to the total and empties it. */
function addBlock(total: usize, block: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 4) {
    store<f32>(total + at, load<f32>(total + at) + load<f32>(block + at));
    store<f32>(block + at, 0);
  }
}

// @ts-ignore: decorator
@inline
function lanes(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}
