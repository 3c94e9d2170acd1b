import { checkNumbers, refusal } from "@elbowjs/arguments";

/** The class of each sample, integers from 0. */
export type Labels = ArrayLike<number>;

/** What labels must be. */
export interface LabelChecks {
  /** Samples that need a label. */
  readonly size: number;
  /** Number of classes; 0 for a model that takes no labels. */
  readonly classes: number;
}

/**
 * Refuses labels that a model with `classes` cannot use, and any by a model without.
 *
 * @param caller Name of the public function, for the error.
 * @throws TypeError if labels are missing or not wanted; RangeError if there are more or fewer than samples, or one is no
 *   class.
 */
export function checkLabels(
  caller: string,
  labels: Labels | undefined,
  { size, classes }: LabelChecks,
): void {
  if (classes === 0) {
    if (labels === undefined) return;
    throw refusal(
      new TypeError(
        `${caller}: expected no labels for a model without classes, got ${labels.length}; create it with classes`,
      ),
    );
  }
  if (labels === undefined)
    throw refusal(
      new TypeError(
        `${caller}: expected one label per sample (${size}), got none; pass { labels }, one integer in [0, ${classes}) each`,
      ),
    );
  checkCount(caller, labels, size);
  for (let i = 0; i < size; i++)
    if (!(Number.isInteger(labels[i]) && labels[i]! >= 0 && labels[i]! < classes))
      throw refusal(
        new RangeError(
          `${caller}: expected labels to be integers in [0, ${classes}), got ${labels[i]} for sample ${i}`,
        ),
      );
}

/** Refuses more or fewer labels than samples. */
export function checkCount(caller: string, labels: Labels, size: number): void {
  if (labels?.length !== size)
    throw refusal(
      new RangeError(
        `${caller}: expected one label per sample (${size}), got ${labels?.length ?? "no list"}`,
      ),
    );
}

/**
 * One row per label, 1 at its class and 0 elsewhere.
 *
 * @param labels Integers in [0, classes).
 * @param classes Number of classes, an integer ≥ 1.
 * @returns labels.length × classes values, row by row.
 * @throws RangeError for a label that is no class.
 */
export function oneHot(labels: Labels, classes: number): Float32Array {
  checkNumbers("oneHot", { classes: [classes, "integer ≥ 1"] });
  checkLabels("oneHot", labels, { size: labels.length, classes });
  const rows = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) rows[i * classes + labels[i]!] = 1;
  return rows;
}
