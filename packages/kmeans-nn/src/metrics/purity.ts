import { requireTable } from "./count-table.js";

/**
 * Purity, (1/n)·Σ_j max_i t_ij: the share of samples whose class is the commonest at their centre, in (0, 1]. It rises
 * with k, to 1 when every sample has a centre of its own.
 *
 * @param table Counts, row = class, column = centre; see `confusionTable`.
 * @throws RangeError if the table is empty, ragged or holds anything but counts.
 */
export function purity(table: readonly (readonly number[])[]): number {
  const { columns, total } = requireTable("purity", table);
  let majority = 0;
  for (let j = 0; j < columns.length; j++) majority += Math.max(...table.map((row) => row[j]!));
  return majority / total;
}
