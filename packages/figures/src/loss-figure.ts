import { checkKinds, checkOptions } from "@elbowjs/arguments";
import { type FigureOptions, figure } from "./figure.js";
import type { Mark } from "./mark.js";
import { dot } from "./marks/dot.js";
import { line } from "./marks/line.js";

/** What {@link lossFigure} draws. */
export interface LossFigureOptions
  extends Pick<FigureOptions, "title" | "subtitle" | "width" | "height" | "theme" | "background"> {
  /** The loss of every step of the training. Default: none. */
  readonly steps?: ArrayLike<number> | undefined;
  /** The mean training loss of each epoch. Default: none. */
  readonly train?: ArrayLike<number> | undefined;
  /** The loss on other data after each epoch; NaN where it was not measured. Default: none. */
  readonly validation?: ArrayLike<number> | undefined;
  /** What the loss is, with its unit. Default "loss". */
  readonly label?: string | undefined;
  /** Default "linear". */
  readonly type?: "linear" | "log" | undefined;
}

/** The most points of a line: more than that a page draws slowly and an eye does not see. */
const mostPoints = 400;

/**
 * The loss over the epochs: a line for the training, of every step (the mean of neighbours where there are many) or of every epoch,
 * and dots for the validation.
 *
 * @returns SVG, as {@link figure} does.
 * @throws TypeError for an unknown option.
 */
export function lossFigure(options: LossFigureOptions): string {
  checkKinds("lossFigure", {
    options: [
      options,
      { steps: "numbers or undefined", train: "numbers or undefined", validation: "numbers or undefined" },
    ],
  });
  const { steps = [], train = [], validation = [], label = "loss", type, ...rest } = options;
  checkOptions("lossFigure", rest, ["title", "subtitle", "width", "height", "theme", "background"]);
  const epochs = Math.max(train.length, validation.length);
  const marks: Mark[] = [];
  if (steps.length > 0) {
    const { x, y } = means(steps, epochs);
    marks.push(line({ name: "training", x, y, color: 0, width: 1.5 }));
  } else if (train.length > 0) marks.push(line({ name: "training", x: counted(train), y: train, color: 0 }));
  if (validation.length > 0)
    marks.push(dot({ name: "validation", x: counted(validation), y: validation, color: 1, radius: 4 }));
  const isByStep = epochs === 0;
  return figure({
    title: "Loss",
    height: 320,
    ...rest,
    x: { label: isByStep ? "step" : "epoch", ticks: ticksOf(isByStep ? steps.length : epochs) },
    y: { label, type },
    marks,
  });
}

const counted = (values: ArrayLike<number>): number[] =>
  Array.from({ length: values.length }, (_, i) => i + 1);

/** Not more ticks than epochs, so that none stands at half of one. */
const ticksOf = (count: number): number => Math.max(1, Math.min(8, count));

/** The losses of steps against the epoch (against the step without epochs), each point the mean of as many neighbours as it takes. */
function means(steps: ArrayLike<number>, epochs: number): { x: number[]; y: number[] } {
  const width = Math.ceil(steps.length / mostPoints);
  const unit = epochs === 0 ? 1 : steps.length / epochs;
  const all = Array.from(steps);
  const x: number[] = [];
  const y: number[] = [];
  for (let start = 0; start < steps.length; start += width) {
    const part = all.slice(start, start + width);
    x.push((start + (part.length + 1) / 2) / unit);
    y.push(part.reduce((sum, loss) => sum + loss, 0) / part.length);
  }
  return { x, y };
}
