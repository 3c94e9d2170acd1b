import { requireTable } from "./count-table.js";

/**
 * Adjusted Rand index: pairs of samples on which classes and centres agree, set to 0 for chance and 1 for identity,
 *
 *     (Σ C(t_ij, 2) − E) / (½(A + B) − E),   A = Σ C(row_i, 2),  B = Σ C(column_j, 2),  E = A·B / C(n, 2)
 *
 * and 1 by convention when both are trivial in the same way (one group, or every sample alone).
 *
 * @param table Counts, row = class, column = centre; see `confusionTable`.
 * @throws RangeError if the table is empty, ragged or holds anything but counts.
 * @see Hubert and Arabie, Comparing partitions, Journal of Classification 2, 1985.
 */
export function adjustedRandIndex(table: readonly (readonly number[])[]): number {
  const { rows, columns, total } = requireTable("adjustedRandIndex", table);
  const both = sumPairs(table.flat());
  const inRows = sumPairs(rows);
  const inColumns = sumPairs(columns);
  const expected = total > 1 ? (inRows * inColumns) / pairs(total) : 0;
  const most = (inRows + inColumns) / 2;
  return most === expected ? 1 : (both - expected) / (most - expected);
}

function pairs(n: number): number {
  return (n * (n - 1)) / 2;
}

function sumPairs(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + pairs(count), 0);
}
