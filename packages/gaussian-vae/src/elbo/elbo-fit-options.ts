import type { Labels } from "@elbowjs/samples";
import { type FitOptions, fitOptionNames } from "@elbowjs/training";
import type { KlWarmup } from "../kl-warmup.js";
import type { LabelOptions } from "./context.js";

/** Options of `fit`, besides those of every model. The optimiser's default is Adam at 0.001. */
export interface ElboFitOptions<E> extends FitOptions<E>, KlWarmup, LabelOptions {
  /** Weight β ≥ 0 of the KL terms. Default 1: the ELBO. */
  readonly beta?: number;
  /** Nats of KL that each unit has for nothing, ≥ 0. Default 0. */
  readonly freeBits?: number;
  /** Labels of the validation images. Default: those of the data. */
  readonly validationLabels?: Labels | undefined;
}

/** The names of {@link ElboFitOptions}. */
export const elboFitOptionNames: readonly string[] = [
  ...fitOptionNames,
  "klWarmup",
  "labels",
  "beta",
  "freeBits",
  "validationLabels",
];
