/** Log-softmax of each of the rows, in float64: z − m − ln Σ e^(z − m), m the largest. */
export function logProbabilities(logits: Float32Array, rows: number): Float64Array[] {
  const size = logits.length / rows;
  return Array.from({ length: rows }, (_, i) => {
    const row = Float64Array.from(logits.subarray(i * size, (i + 1) * size));
    const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const total = row.reduce((sum, z) => sum + Math.exp(z - most), 0);
    return row.map((z) => z - most - Math.log(total));
  });
}
