import { shown } from "@elbowjs/arguments";
import { requireFinite, requirePositiveInteger } from "./arguments.js";

/** What ties the learning rate η of gradient descent to the weight α of the k-means update. */
export interface UpdateOptions {
  /** Number of centres, integer ≥ 1; sets `share` when that is not given. Default 10, the digits. */
  readonly k?: number;
  /** |V_i|/b, the part of a batch that falls to this centre, in (0, 1]. Default 1/k: clusters of equal weight. */
  readonly share?: number;
  /**
   * What the loss is averaged over: `"batch"`, the images alone (what the source's update assumes), or `"mean"`, images and
   * pixels (what PyTorch's `MSELoss` computes: the gradient is `features` times smaller). Default `"batch"`.
   */
  readonly reduction?: "batch" | "mean";
  /** Numbers per point, used by `"mean"` alone; integer ≥ 1. Default 784, a 28×28 image. */
  readonly features?: number;
  /** `"squared"` for ‖x − c‖², `"half-squared"` for ½‖x − c‖², whose gradient lacks the 2. Default `"squared"`. */
  readonly loss?: "squared" | "half-squared";
}

/** The η at which α = 1, that is, at which a step puts the centre onto its batch mean: 5 by default. */
function etaOfUnitAlpha(caller: string, options: UpdateOptions): number {
  const { k = 10, share = 1 / k, reduction = "batch", features = 784, loss = "squared" } = options;
  requirePositiveInteger(caller, "k", k);
  requirePositiveInteger(caller, "features", features);
  if (!(typeof share === "number" && share > 0 && share <= 1)) {
    throw new RangeError(`${caller}: expected share in (0, 1], got ${shown(share)}`);
  }
  if (reduction !== "batch" && reduction !== "mean") {
    throw new TypeError(`${caller}: expected reduction "batch" or "mean", got ${JSON.stringify(reduction)}`);
  }
  if (loss !== "squared" && loss !== "half-squared") {
    throw new TypeError(`${caller}: expected loss "squared" or "half-squared", got ${JSON.stringify(loss)}`);
  }
  return (reduction === "mean" ? features : 1) / ((loss === "squared" ? 2 : 1) * share);
}

/**
 * The weight α of the update C ← (1 − α) C + α m that one gradient step with learning rate η makes.
 *
 * The loss (1/b) Σ ‖x − C_i‖² over the |V_i| points of a cell has the gradient (2|V_i|/b)(C_i − m_i), hence
 *
 *     α_i = 2 η |V_i| / b,
 *
 * which is η/5 for ten cells of equal weight, η/5/784 when the loss is averaged over 784 pixels too.
 *
 * @param eta Learning rate η, in (0, {@link stableEta}(options)), dimensionless.
 * @returns α in (0, 2).
 * @throws RangeError if η is outside its stable interval, or an option is outside its own.
 * @throws TypeError if `reduction` or `loss` is none of the named ones.
 * @see ECE/CS 559, University of Illinois Chicago, homework 7 (fall 2024), last pages: α = η/5.
 */
export function alphaFromEta(eta: number, options: UpdateOptions = {}): number {
  const unit = etaOfUnitAlpha("alphaFromEta", options);
  const alpha = typeof eta === "number" ? eta / unit : Number.NaN;
  if (!(alpha > 0 && alpha < 2)) {
    throw new RangeError(
      `alphaFromEta: expected eta in (0, ${2 * unit}), where |1 − α| < 1, got ${shown(eta)}`,
    );
  }
  return alpha;
}

/**
 * The learning rate η = α b / (2|V_i|) whose gradient step has the weight α: the inverse of {@link alphaFromEta}.
 *
 * @param alpha α in (0, 2), dimensionless.
 * @returns η in (0, {@link stableEta}(options)).
 * @throws RangeError if α or an option is outside its interval; TypeError as for {@link alphaFromEta}.
 */
export function etaFromAlpha(alpha: number, options: UpdateOptions = {}): number {
  const unit = etaOfUnitAlpha("etaFromAlpha", options);
  if (!(typeof alpha === "number" && alpha > 0 && alpha < 2)) {
    throw new RangeError(`etaFromAlpha: expected alpha in (0, 2), where |1 − α| < 1, got ${shown(alpha)}`);
  }
  return alpha * unit;
}

/**
 * The learning rate below which the update is stable.
 *
 * Without `b`, every batch gives the centre the same share s of its points, and |1 − α| < 1 means η < 1/s: 10 for ten
 * equal cells. With `b`, the number of points is what a random batch of b really holds, |V_i| ~ Binomial(b, s); then
 * E[(1 − α_i)²] < 1, which keeps the centre's variance finite, means
 *
 *     η < b / (1 + (b − 1) s),
 *
 * that is 1 at b = 1 (every step weighs 2η or nothing), 4.7 at b = 8 and 10 as b grows. Both are written for the
 * squared loss averaged over the batch and scale with `reduction` and `loss`.
 *
 * @param options.b Points per batch, integer ≥ 1, or Infinity (the default) for equal shares in every batch.
 * @returns The bound itself, which is outside the stable interval.
 * @throws RangeError, TypeError as for {@link alphaFromEta}.
 */
export function stableEta(options: UpdateOptions & { readonly b?: number } = {}): number {
  const { b = Infinity, k = 10, share = 1 / k } = options;
  const unit = etaOfUnitAlpha("stableEta", options);
  if (b !== Infinity) requirePositiveInteger("stableEta", "b", b);
  return requireFinite("stableEta", "the bound", (2 * unit) / (1 + (1 - share) / (share * b)));
}
