/** Side of LeNet-5's kernels. */
export const KERNEL = 5;

/**
 * out[i, j] += Σ K[a, b] · X[i + a, j + b] for a map X of `side` rows, in arrays that hold many maps one after another: the
 * same as `slidingFilter`, without a matrix per value.
 */
export function addCorrelation(
  x: Float64Array,
  from: number,
  side: number,
  kernel: Float64Array,
  k: number,
  out: Float64Array,
  to: number,
): void {
  const places = side - KERNEL + 1;
  for (let a = 0; a < KERNEL; a++)
    for (let b = 0; b < KERNEL; b++) {
      const weight = kernel[k + a * KERNEL + b]!;
      for (let i = 0; i < places; i++) {
        const row = from + (i + a) * side + b;
        const target = to + i * places;
        for (let j = 0; j < places; j++) out[target + j]! += weight * x[row + j]!;
      }
    }
}

/** Backpropagation through {@link addCorrelation}: adds to the gradients of the kernel and, if there is one, of the map. */
export function addCorrelationGradient(
  x: Float64Array,
  from: number,
  side: number,
  kernel: Float64Array,
  k: number,
  delta: Float64Array,
  at: number,
  ofKernel: Float64Array,
  ofX: Float64Array | undefined,
): void {
  const places = side - KERNEL + 1;
  for (let a = 0; a < KERNEL; a++)
    for (let b = 0; b < KERNEL; b++) {
      const weight = kernel[k + a * KERNEL + b]!;
      let sum = 0;
      for (let i = 0; i < places; i++) {
        const row = from + (i + a) * side + b;
        const source = at + i * places;
        for (let j = 0; j < places; j++) sum += delta[source + j]! * x[row + j]!;
        if (ofX !== undefined) for (let j = 0; j < places; j++) ofX[row + j]! += weight * delta[source + j]!;
      }
      ofKernel[k + a * KERNEL + b]! += sum;
    }
}
