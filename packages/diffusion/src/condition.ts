import { checkNumbers, refusal, shown } from "@elbowjs/arguments";
import { stream } from "@elbowjs/training";

/** The class of all samples, or of each; `"none"` asks for no class. */
export type LabelOption = number | "none" | ArrayLike<number> | undefined;

/** What the samples are to be. */
export interface ConditionOptions {
  /**
   * The class of all samples, or of each, or `"none"` for what the model makes when the class is hidden; of a model with `classes`.
   */
  readonly label?: number | "none" | ArrayLike<number>;
  /**
   * w ≥ 0: how far past the class's own the network's answer is moved, away from what it is without a class: (1 + w)·answer(label) − w·answer(none).
   * More of it makes samples plainer and more alike. It takes two passes. Default 0.
   */
  readonly guidance?: number;
}

/** A checked {@link ConditionOptions}. */
export interface Condition {
  /** One for all, or one for each; undefined of a model without classes. */
  readonly labels: readonly number[] | undefined;
  readonly guidance: number;
}

/**
 * The condition of n samples.
 *
 * @param byDefault the labels where none are given; undefined: no label.
 * @throws RangeError for labels that are no classes, or too few; TypeError for a label or guidance of a model without classes.
 * @see J. Ho, T. Salimans, Classifier-Free Diffusion Guidance, 2022, equation 6.
 */
export function conditionOf(
  caller: string,
  n: number,
  { label, guidance = 0 }: ConditionOptions,
  classes: number,
  byDefault?: () => readonly number[],
): Condition {
  checkNumbers(caller, { guidance: [guidance, "[0, 1000]"] });
  if (classes === 0) {
    const asked = label !== undefined ? "a label" : guidance > 0 ? "guidance" : undefined;
    if (asked === undefined) return { labels: undefined, guidance: 0 };
    throw refusal(
      new TypeError(
        `${caller}: expected neither label nor guidance of a model without classes, got ${asked}`,
      ),
    );
  }
  if (label === "none" || (label === undefined && byDefault === undefined)) {
    if (guidance === 0) return { labels: [classes], guidance };
    throw refusal(new TypeError(`${caller}: expected a label with guidance ${guidance}, got none`));
  }
  if (label === undefined) return { labels: byDefault!(), guidance };
  const labels = typeof label === "number" ? [label] : label;
  if (typeof labels !== "object" || labels === null || (labels.length !== n && labels.length !== 1))
    throw refusal(
      new RangeError(
        `${caller}: expected one label, one per sample (${n}), or "none", got ${typeof labels === "object" && labels !== null ? labels.length : shown(label)}`,
      ),
    );
  for (const one of Array.from(labels))
    checkNumbers(caller, { "every label": [one, `integer in [0, ${classes})`] });
  return { labels: Array.from(labels), guidance };
}

/** Labels drawn by the classes' shares of the training data; all alike where they are not known. */
export function drawLabels(n: number, shares: ArrayLike<number>, seed: number): number[] {
  const total = Array.from(shares).reduce((sum, share) => sum + share, 0);
  const random = stream(seed, "mixture");
  return Array.from({ length: n }, () => {
    let left = random.random() * (total || shares.length);
    for (let label = 0; label < shares.length - 1; label++) {
      left -= total > 0 ? shares[label]! : 1;
      if (left < 0) return label;
    }
    return shares.length - 1;
  });
}
