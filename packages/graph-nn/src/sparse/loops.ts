/**
 * The three sparse kernels as loops over typed arrays, for the CPU and for the heap of the WASM backend. Sums run in float64 and are
 * rounded once.
 */

/** s[e, h] = Σ_c a[rowOf[e], h, c] · b[columnOf[e], h, c]. */
export function sampledProductLoop(
  a: Float32Array,
  b: Float32Array,
  rowOf: Int32Array,
  columnOf: Int32Array,
  heads: number,
  width: number,
  out: Float32Array,
): void {
  const stride = heads * width;
  let at = 0;
  for (let e = 0; e < rowOf.length; e++) {
    let i = rowOf[e]! * stride;
    let j = columnOf[e]! * stride;
    for (let h = 0; h < heads; h++) {
      let sum = 0;
      for (let c = 0; c < width; c++) sum += a[i++]! * b[j++]!;
      out[at++] = sum;
    }
  }
}

/** y[i, h, c] = Σ_p w[e, h] · b[endOf[e], h, c] over the entries e = entry[p], p from start[i] to start[i + 1]. */
export function sparseProductLoop(
  w: Float32Array,
  b: Float32Array,
  start: Int32Array,
  entry: Int32Array,
  endOf: Int32Array,
  heads: number,
  width: number,
  out: Float32Array,
): void {
  const stride = heads * width;
  const sums = new Float64Array(stride);
  for (let i = 0; i + 1 < start.length; i++) {
    sums.fill(0);
    for (let p = start[i]!; p < start[i + 1]!; p++) {
      const e = entry[p]!;
      let j = endOf[e]! * stride;
      let at = 0;
      for (let h = 0; h < heads; h++) {
        const weight = w[e * heads + h]!;
        for (let c = 0; c < width; c++) sums[at++]! += weight * b[j++]!;
      }
    }
    out.set(sums, i * stride);
  }
}

/** y[e, h] = e^(scale·s[e, h] − max) / Σ over the entries of a row. */
export function rowSoftmaxLoop(
  s: Float32Array,
  rowStart: Int32Array,
  heads: number,
  scale: number,
  out: Float32Array,
): void {
  for (let i = 0; i + 1 < rowStart.length; i++) {
    const [from, to] = [rowStart[i]! * heads, rowStart[i + 1]! * heads];
    for (let h = 0; h < heads; h++) {
      let max = Number.NEGATIVE_INFINITY;
      for (let at = from + h; at < to; at += heads) max = Math.max(max, scale * s[at]!);
      let total = 0;
      for (let at = from + h; at < to; at += heads) total += Math.exp(scale * s[at]! - max);
      for (let at = from + h; at < to; at += heads) out[at] = Math.exp(scale * s[at]! - max) / total;
    }
  }
}

/** ds[e, h] = scale · y (dy − Σ y dy), the sum over the entries of e's row. */
export function rowSoftmaxGradientLoop(
  dy: Float32Array,
  y: Float32Array,
  rowStart: Int32Array,
  heads: number,
  scale: number,
  out: Float32Array,
): void {
  for (let i = 0; i + 1 < rowStart.length; i++) {
    const [from, to] = [rowStart[i]! * heads, rowStart[i + 1]! * heads];
    for (let h = 0; h < heads; h++) {
      let mean = 0;
      for (let at = from + h; at < to; at += heads) mean += y[at]! * dy[at]!;
      for (let at = from + h; at < to; at += heads) out[at] = scale * y[at]! * (dy[at]! - mean);
    }
  }
}
