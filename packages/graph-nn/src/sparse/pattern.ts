import { type Tensor, type Tensor1D, tensor1d } from "@tensorflow/tfjs-core";

/**
 * Where a sparse matrix of shape [rows, columns] has entries, sorted by row: of a graph, which vertex attends to which; of a
 * read-out, which vertices make which graph. Entry e lies at (`rowOf[e]`, `columnOf[e]`); those of row i are `rowStart[i]` to
 * `rowStart[i + 1]`; those of column j are `byColumn[columnStart[j]]` to `byColumn[columnStart[j + 1] - 1]`.
 */
export interface SparsePattern {
  readonly rows: number;
  readonly columns: number;
  readonly rowOf: Int32Array;
  readonly columnOf: Int32Array;
  readonly rowStart: Int32Array;
  readonly columnStart: Int32Array;
  readonly byColumn: Int32Array;
}

/** A {@link SparsePattern} on the backend in use. */
export interface PatternTensors {
  readonly rows: number;
  readonly columns: number;
  readonly entries: number;
  readonly rowOf: Tensor1D;
  readonly columnOf: Tensor1D;
  readonly rowStart: Tensor1D;
  readonly columnStart: Tensor1D;
  readonly byColumn: Tensor1D;
  /** 0, 1, 2, …: the entries by row. */
  readonly byRow: Tensor1D;
  /** Whether the tensors go before a gradient of what was computed with them may be asked for: each product then keeps its own. */
  readonly isTransient?: boolean;
}

/**
 * The pattern of entries in any order.
 *
 * @returns the pattern, its entries sorted by row and within a row by column, and `order`: entry e of the pattern is the given
 *   entry `order[e]`.
 */
export function sparsePattern(
  rows: number,
  columns: number,
  rowOf: Int32Array,
  columnOf: Int32Array,
): { readonly pattern: SparsePattern; readonly order: Int32Array } {
  const inColumns = countingSort(columnOf, columns).order;
  const rowsInColumns = inColumns.map((e) => rowOf[e]!);
  const sorted = countingSort(rowsInColumns, rows);
  const order = sorted.order.map((place) => inColumns[place]!);
  const pattern = patternOfSorted(
    rows,
    columns,
    order.map((e) => rowOf[e]!),
    order.map((e) => columnOf[e]!),
  );
  return { pattern, order };
}

/** The pattern of entries that are sorted by row already. */
export function patternOfSorted(
  rows: number,
  columns: number,
  rowOf: Int32Array,
  columnOf: Int32Array,
): SparsePattern {
  const byColumn = countingSort(columnOf, columns);
  const rowStart = starts(rowOf, rows);
  return {
    rows,
    columns,
    rowOf,
    columnOf,
    rowStart,
    columnStart: byColumn.start,
    byColumn: byColumn.order,
  };
}

/** Patterns side by side: block i of the diagonal is the i-th. */
export function diagonalPattern(patterns: readonly SparsePattern[]): SparsePattern {
  const total = { rows: 0, columns: 0, entries: 0 };
  const parts = patterns.map((pattern) => {
    const offset = { ...total };
    total.rows += pattern.rows;
    total.columns += pattern.columns;
    total.entries += pattern.rowOf.length;
    return { pattern, offset };
  });
  const rowOf = new Int32Array(total.entries);
  const columnOf = new Int32Array(total.entries);
  const rowStart = new Int32Array(total.rows + 1);
  const columnStart = new Int32Array(total.columns + 1);
  const byColumn = new Int32Array(total.entries);
  for (const { pattern, offset } of parts) {
    const place = (into: Int32Array, from: Int32Array, at: number, shift: number): void => {
      for (let i = 0; i < from.length; i++) into[at + i] = from[i]! + shift;
    };
    place(rowOf, pattern.rowOf, offset.entries, offset.rows);
    place(columnOf, pattern.columnOf, offset.entries, offset.columns);
    place(rowStart, pattern.rowStart, offset.rows, offset.entries);
    place(columnStart, pattern.columnStart, offset.columns, offset.entries);
    place(byColumn, pattern.byColumn, offset.entries, offset.entries);
  }
  return { rows: total.rows, columns: total.columns, rowOf, columnOf, rowStart, columnStart, byColumn };
}

/** The pattern's arrays as tensors; `disposePattern` frees them. */
export function patternTensors(pattern: SparsePattern): PatternTensors {
  const { rows, columns, rowOf, columnOf, rowStart, columnStart, byColumn } = pattern;
  const int = (values: Int32Array): Tensor1D => tensor1d(values, "int32");
  return {
    rows,
    columns,
    entries: rowOf.length,
    rowOf: int(rowOf),
    columnOf: int(columnOf),
    rowStart: int(rowStart),
    columnStart: int(columnStart),
    byColumn: int(byColumn),
    byRow: int(rowOf.map((_, e) => e)),
  };
}

const tensorNames = ["rowOf", "columnOf", "rowStart", "columnStart", "byColumn", "byRow"] as const;

/** Frees the tensors of a pattern. */
export function disposePattern(pattern: PatternTensors): void {
  for (const name of tensorNames) pattern[name].dispose();
}

/** What a product has to keep for its gradient: the tensors of a transient pattern, none of another. */
export function tensorsToKeep(pattern: PatternTensors): Tensor1D[] {
  return pattern.isTransient === true ? tensorNames.map((name) => pattern[name]) : [];
}

/** The pattern with the tensors that {@link tensorsToKeep} gave and that were kept. */
export function withKept(pattern: PatternTensors, kept: readonly Tensor[]): PatternTensors {
  if (kept.length === 0) return pattern;
  return { ...pattern, ...Object.fromEntries(tensorNames.map((name, i) => [name, kept[i]!])) };
}

function countingSort(
  keys: Int32Array,
  count: number,
): { readonly order: Int32Array; readonly start: Int32Array } {
  const start = starts(keys, count);
  const next = start.slice();
  const order = new Int32Array(keys.length);
  for (let e = 0; e < keys.length; e++) order[next[keys[e]!]!++] = e;
  return { order, start };
}

function starts(keys: Int32Array, count: number): Int32Array {
  const start = new Int32Array(count + 1);
  for (const key of keys) start[key + 1]!++;
  for (let i = 0; i < count; i++) start[i + 1]! += start[i]!;
  return start;
}
