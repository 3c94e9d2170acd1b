import { alphaFromEta, stableEta, type UpdateOptions } from "./alpha.js";
import { requirePositiveInteger } from "./arguments.js";
import { measured } from "./measured.js";
import { balancedEta, optimalEta } from "./optimal-eta.js";

/** The run to advise on. */
export interface RecommendOptions extends Pick<UpdateOptions, "k" | "reduction" | "features"> {
  /** b, points per batch, integer ≥ 1, at most n. */
  readonly b: number;
  /** n, points in the data set, integer ≥ 1. */
  readonly n: number;
  /** Passes over the data, integer ≥ 1. Default 1. */
  readonly epochs?: number;
}

/** Advice, with its reasons in words. */
export interface Recommendation {
  /** η for a run at a constant learning rate. */
  readonly eta: number;
  /** η at the first step of a run whose learning rate falls linearly to 0: the better choice for some hundred steps and more. */
  readonly annealFrom: number;
  /** Why, from the model. */
  readonly theory: string;
  /** Why, from the experiment at the batch size nearest to b. */
  readonly measured: string;
}

/** How many time constants 1/α a run gets: the α T at which the constant learning rates did best on MNIST. */
const timeConstants = 40;

/**
 * The learning rate to choose in practice for a gradient step of mini-batch k-means (α_i = 2η|V_i|/b).
 *
 * The model's answer, η near 5, is right if the means drift by as much per batch as a point scatters. They do not: near Lloyd's
 * fixed point they stand still, and noise is all that is left. So a constant η should be as small as the length of the run
 * allows, α = 40/T over T = epochs · ⌊n/b⌋ steps, and an η that falls to 0 should start as high as is safe:
 *
 *     eta = min((k/2) · 40/T, 0.9 S),    annealFrom = S/2,    S = stableEta({ b, share: 3/k }),
 *
 * where S is the bound for a cell of three times the equal share. The 40 is measured, not derived.
 *
 * @throws RangeError if b, n, k, epochs or features is not a positive integer or b > n; TypeError as for `alphaFromEta`.
 */
export function recommendEta(options: RecommendOptions): Recommendation {
  const { b, n, k = 10, reduction = "batch", features = 784, epochs = 1 } = options;
  for (const [name, value] of Object.entries({ b, n, epochs }))
    requirePositiveInteger("recommendEta", name, value);
  if (b > n) throw new RangeError(`recommendEta: expected b ≤ n = ${n}, got ${b}`);
  const update = { k, reduction, features };
  const T = epochs * Math.floor(n / b);
  const safe = stableEta({ ...update, b, share: Math.min(1, 3 / k) });
  const wanted = (stableEta(update) / 2) * (timeConstants / T);
  const eta = Math.min(wanted, 0.9 * safe);
  const annealFrom = safe / 2;

  const digits = (x: number) => String(Number(x.toPrecision(3)));
  const percent = (x: number | null) => (x === null ? "diverges" : `${digits(100 * x)}%`);
  const nearest = measured.reduce((best, row) =>
    Math.abs(Math.log(row.b / b)) < Math.abs(Math.log(best.b / b)) ? row : best,
  );
  return {
    eta,
    annealFrom,
    theory:
      `If the means drift by a per batch, bias² equals variance at η = ${digits(balancedEta(b, update))} and their sum is least at ` +
      `${digits(optimalEta(b, update))}. Without drift only noise is left, (k/b) α/(2 − α) of a point's variance, so the least α that ` +
      `still forgets the start in ${T} steps is best: α = ${digits(alphaFromEta(eta, update))}. With random counts, a cell of ` +
      `three times the equal share is stable below η = ${digits(safe)}.`,
    measured:
      `On MNIST from one image of each digit (n = 60000, b = ${nearest.b}, ${nearest.epochs === 1 ? "one epoch" : `${nearest.epochs} epochs`}), ` +
      `inertia above Lloyd's: ${percent(nearest.constant)} with this constant η, ${percent(nearest.annealed)} annealed, ` +
      `${percent(nearest.source)} at η = 4.5, ${percent(nearest.cumulative)} with scikit-learn's 1/count.`,
  };
}
