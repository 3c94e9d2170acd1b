import { requireTable } from "./count-table.js";

/**
 * Normalised mutual information of classes and centres, I(U; V) / ½(H(U) + H(V)) in [0, 1]: 1 when each tells the
 * other, 0 when they are independent, and 1 by convention when there is one class and one centre.
 *
 * @param table Counts, row = class, column = centre; see `confusionTable`.
 * @throws RangeError if the table is empty, ragged or holds anything but counts.
 * @see Strehl and Ghosh, Cluster ensembles, JMLR 3, 2002; the arithmetic mean is scikit-learn's default.
 */
export function normalizedMutualInformation(table: readonly (readonly number[])[]): number {
  const { rows, columns, total } = requireTable("normalizedMutualInformation", table);
  const entropies = entropy(rows, total) + entropy(columns, total);
  if (entropies === 0) return 1;
  let information = 0;
  for (const [i, row] of table.entries())
    for (const [j, count] of row.entries())
      if (count > 0) information += (count / total) * Math.log((count * total) / (rows[i]! * columns[j]!));
  return Math.max(0, information) / (entropies / 2);
}

function entropy(counts: readonly number[], total: number): number {
  return counts.reduce(
    (sum, count) => (count > 0 ? sum - (count / total) * Math.log(count / total) : sum),
    0,
  );
}
