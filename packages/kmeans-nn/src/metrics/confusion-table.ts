import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { MOST_CELLS } from "./count-table.js";

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
 * @throws RangeError if the lengths differ, an entry is outside its interval, or classes × k is above 2^24.
 */
export function confusionTable(
  labels: ArrayLike<number>,
  assignments: ArrayLike<number>,
  options: ConfusionTableOptions,
): number[][] {
  checkOptions("confusionTable", options, ["classes", "k"]);
  const { classes, k } = options;
  checkNumbers("confusionTable", { classes: [classes, "integer ≥ 1"], k: [k, "integer ≥ 1"] });
  if (classes * k > MOST_CELLS)
    throw new RangeError(
      `confusionTable: expected at most 2^24 cells, got ${classes} classes × ${k} centres; are these the numbers of classes and centres?`,
    );
  if (labels.length !== assignments.length)
    throw new RangeError(
      `confusionTable: expected one label per assignment, got ${labels.length} labels and ${assignments.length} assignments`,
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
