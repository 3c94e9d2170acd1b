/** Mean squared distance of rows from their mean, Σ‖x − μ‖² / n. */
export function totalSpread(values: Float32Array, width: number): number {
  const rows = Array.from({ length: values.length / width }, (_, i) => i);
  return spreadOf(values, width, rows);
}

/** The same within each group of at least two rows. */
export function groupSpread(
  values: Float32Array,
  width: number,
  groups: ArrayLike<number>,
): Map<number, number> {
  const members = new Map<number, number[]>();
  for (let i = 0; i < groups.length; i++) members.set(groups[i]!, [...(members.get(groups[i]!) ?? []), i]);
  return new Map(
    [...members].flatMap(([group, rows]) =>
      rows.length < 2 ? [] : [[group, (spreadOf(values, width, rows) * rows.length) / (rows.length - 1)]],
    ),
  );
}

function spreadOf(values: Float32Array, width: number, rows: readonly number[]): number {
  const mean = new Float64Array(width);
  for (const i of rows) for (let j = 0; j < width; j++) mean[j]! += values[i * width + j]! / rows.length;
  let total = 0;
  for (const i of rows) for (let j = 0; j < width; j++) total += (values[i * width + j]! - mean[j]!) ** 2;
  return total / rows.length;
}

/** The share of rows nearest to each of the first `count` rows of `centres`; the sum is 1. */
export function cellShares(
  values: Float32Array,
  centres: Float32Array,
  width: number,
  count: number,
): number[] {
  const n = values.length / width;
  const cells = Math.min(count, centres.length / width);
  const shares = new Array<number>(cells).fill(0);
  for (let i = 0; i < n; i++) {
    let [nearest, least] = [0, Number.POSITIVE_INFINITY];
    for (let c = 0; c < cells; c++) {
      let distance = 0;
      for (let j = 0; j < width; j++) distance += (values[i * width + j]! - centres[c * width + j]!) ** 2;
      if (distance < least) [nearest, least] = [c, distance];
    }
    shares[nearest]! += 1 / n;
  }
  return shares;
}

/** The middle of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
