/**
 * Points as sparse rows: four of five pixels of a digit are 0, so a score costs a fifth of the dense one. The arrays are
 * shared, so that the worker threads read one copy.
 */

/** Every centre has its ten numbers of a feature side by side; all three data sets have ten clusters. */
export const k = 10;

const shared = (Type, length) => new Type(new SharedArrayBuffer(Type.BYTES_PER_ELEMENT * length));

/**
 * @param {number} n rows
 * @param {number} d features
 * @param {(i: number) => ArrayLike<number>} row the i-th point; may reuse its buffer
 * @param {number} scale what each number is multiplied by
 */
export function sparseRows(n, d, row, scale = 1) {
  const starts = shared(Uint32Array, n + 1);
  for (let i = 0; i < n; i++) {
    const x = row(i);
    let entries = 0;
    for (let j = 0; j < d; j++) if (x[j] !== 0) entries++;
    starts[i + 1] = starts[i] + entries;
  }
  const columns = shared(Uint16Array, starts[n]);
  const values = shared(Float32Array, starts[n]);
  const squaredNorms = shared(Float64Array, n);
  for (let i = 0; i < n; i++) {
    const x = row(i);
    let at = starts[i];
    for (let j = 0; j < d; j++) {
      if (x[j] === 0) continue;
      columns[at] = j;
      values[at] = x[j] * scale;
      squaredNorms[i] += values[at] ** 2;
      at++;
    }
  }
  return { n, d, starts, columns, values, squaredNorms };
}

/** The given rows as centres, feature by feature: entry j·k + i is feature j of centre i. */
export function rowsAsCentres({ d, starts, columns, values }, rows) {
  const centres = new Float64Array(d * k);
  rows.forEach((row, i) => {
    for (let p = starts[row]; p < starts[row + 1]; p++) centres[columns[p] * k + i] = values[p];
  });
  return centres;
}
