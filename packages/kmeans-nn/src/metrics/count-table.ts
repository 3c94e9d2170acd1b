import { shown } from "@elbowjs/arguments";

/** More cells or counts than this are a slip, such as a number of samples for one of classes, and would fill the memory. */
export const MOST_CELLS: number = 2 ** 24;

/** Sums of a table of counts. */
export interface Marginals {
  readonly rows: number[];
  readonly columns: number[];
  readonly total: number;
}

/** Checks a table of counts, and sums it by rows, by columns and in all. */
export function requireTable(caller: string, table: readonly (readonly number[])[]): Marginals {
  if (!Array.isArray(table) || !table.every((row) => Array.isArray(row)))
    throw new TypeError(`${caller}: expected a table of counts, a list of rows, got ${shown(table)}`);
  const width = table[0]?.length ?? 0;
  if (width === 0)
    throw new RangeError(`${caller}: expected a table of at least 1×1 counts, got ${table.length}×0`);
  const columns = new Array<number>(width).fill(0);
  const rows = table.map((row, i) => {
    if (row.length !== width)
      throw new RangeError(`${caller}: expected rows of ${width} counts, got ${row.length} in row ${i}`);
    return row.reduce((sum, count, j) => {
      if (!(count >= 0 && count < Infinity))
        throw new RangeError(`${caller}: expected counts ≥ 0, got ${count} in row ${i}, column ${j}`);
      columns[j]! += count;
      return sum + count;
    }, 0);
  });
  const total = rows.reduce((sum, count) => sum + count, 0);
  if (!(total > 0)) throw new RangeError(`${caller}: expected a table with samples, got only zeros`);
  return { rows, columns, total };
}
