import { requirePositiveInteger } from "./argument.js";

/** Size of a {@link confusionTable}. */
export interface ConfusionTableOptions {
  /** Number of classes, rows. */
  readonly classes: number;
  /** Number of centres, columns. */
  readonly k: number;
}

/**
 * Counts of samples, row = class, column = centre; they sum to the number of samples.
 *
 * @param labels Class of each sample, integers in [0, classes).
 * @param assignments Centre of each sample, integers in [0, k).
 * @throws RangeError if the lengths differ or an entry is outside its interval.
 */
export function confusionTable(
  labels: ArrayLike<number>,
  assignments: ArrayLike<number>,
  { classes, k }: ConfusionTableOptions,
): number[][] {
  requirePositiveInteger("confusionTable", "classes", classes);
  requirePositiveInteger("confusionTable", "k", k);
  if (labels.length !== assignments.length)
    throw new RangeError(
      `confusionTable: expected one label an assignment, got ${labels.length} labels and ${assignments.length} assignments`,
    );
  const table = Array.from({ length: classes }, () => new Array<number>(k).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const row = table[labels[i]!];
    if (row === undefined)
      throw new RangeError(
        `confusionTable: expected labels in 0 … ${classes - 1}, got ${labels[i]} at index ${i}`,
      );
    const column = assignments[i]!;
    if (row[column] === undefined)
      throw new RangeError(
        `confusionTable: expected assignments in 0 … ${k - 1}, got ${column} at index ${i}`,
      );
    row[column]++;
  }
  return table;
}
