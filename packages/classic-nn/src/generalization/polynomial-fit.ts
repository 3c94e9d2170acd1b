import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { defaultRng } from "@elbowjs/numpy-random";
import { Matrix } from "ml-matrix";
import { dataVector } from "../data-matrix.js";
import { leastSquares } from "../linear-models/least-squares.js";
import { ridgeWeights } from "../regularization/ridge.js";

/** Points of a curve: x and y of one length. */
export interface Curve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

const curveKinds = { x: "numbers", y: "numbers" } as const;

/** Refuses what is no curve. */
export function checkCurve(caller: string, name: string, curve: Curve): void {
  checkKinds(caller, { [name]: [curve, curveKinds] });
}

/** Refuses what is no pair of curves. */
export function checkSplit(caller: string, split: CurveSplit): void {
  checkKinds(caller, { split: [split, { train: curveKinds, test: curveKinds }] });
}

/** Powers in one matrix, 128 MB. */
const MOST_POWERS = 2 ** 24;

/** A polynomial fitted to points. */
export interface PolynomialFit {
  /** degree + 1 numbers, the constant first. */
  readonly coefficients: Float64Array;
  /** Mean of (y − p(x))² over the points it was fitted to. */
  readonly risk: number;
}

/**
 * The powers 1, x, …, x^degree of each number, n×(degree + 1).
 *
 * @param degree Integer ≥ 0; n·(degree + 1) is at most 2²⁴.
 * @throws RangeError if degree is no such integer, or a number is not finite; TypeError for what is no numbers.
 */
export function powers(x: ArrayLike<number>, degree: number): Matrix {
  const values = dataVector(x, "powers", "x");
  const most = Math.floor(MOST_POWERS / values.length) - 1;
  checkNumbers("powers", { degree: [degree, `integer in [0, ${most}]`] });
  return new Matrix(Array.from(values, (value) => Array.from({ length: degree + 1 }, (_, k) => value ** k)));
}

/**
 * p(x) at each number.
 *
 * @throws TypeError for what is no numbers.
 */
export function polynomialValues(coefficients: ArrayLike<number>, x: ArrayLike<number>): Float64Array {
  checkKinds("polynomialValues", { coefficients: [coefficients, "numbers"], x: [x, "numbers"] });
  // Horner's scheme, from the highest power down.
  return Float64Array.from(x, (value) =>
    Array.from(coefficients).reduceRight((sum, c) => sum * value + c, 0),
  );
}

/**
 * Mean of (y − p(x))² over the points of a curve.
 *
 * @throws TypeError for what is no numbers.
 */
export function polynomialRisk(coefficients: ArrayLike<number>, curve: Curve): number {
  checkCurve("polynomialRisk", "curve", curve);
  const { x, y } = curve;
  const values = polynomialValues(coefficients, x);
  return values.reduce((sum, value, i) => sum + (y[i]! - value) ** 2, 0) / values.length;
}

/**
 * The polynomial of least squares, or of least ½ Σ (y − p(x))² + ½λ‖coefficients‖².
 *
 * @param curve n points; keep x within [−1, 1], where powers stay comparable.
 * @param degree Integer ≥ 0. From n − 1 on it passes through all points; above, it is the one of smallest norm that does.
 * @param options `lambda` λ ≥ 0, default 0.
 * @throws RangeError if x and y differ in length, a number is not finite, or degree or λ is outside its interval.
 */
export function polynomialFit(
  curve: Curve,
  degree: number,
  options: { readonly lambda?: number } = {},
): PolynomialFit {
  checkCurve("polynomialFit", "curve", curve);
  checkOptions("polynomialFit", options, ["lambda"]);
  const { x, y } = curve;
  const { lambda = 0 } = options;
  checkNumbers("polynomialFit", { degree: [degree, "integer ≥ 0"], lambda: [lambda, "[0, ∞)"] });
  const targets = dataVector(y, "polynomialFit", "y", x.length);
  const features = powers(x, degree);
  const coefficients =
    lambda > 0
      ? ridgeWeights({ x: features, y: targets }, lambda)
      : Float64Array.from(leastSquares(features.transpose(), [targets]).weights.getRow(0));
  return { coefficients, risk: polynomialRisk(coefficients, { x, y: targets }) };
}

/** Train and test points of one noisy curve. */
export interface CurveSplit {
  readonly train: Curve;
  readonly test: Curve;
}

/**
 * Points of sin(πx) with noise: x uniform on [−1, 1), y = sin(πx) + σε.
 *
 * @param options `train` 15 and `test` 200 points; `deviation` σ ≥ 0, default 0.3; `seed` of NumPy's generator, default 0, from
 * which x and ε of the training points are drawn first.
 * @throws RangeError if a size is no integer in [1, 2²⁴] or σ is negative; TypeError for an option that does not exist.
 */
export function noisySine(
  options: {
    readonly train?: number;
    readonly test?: number;
    readonly deviation?: number;
    readonly seed?: number;
  } = {},
): CurveSplit {
  checkOptions("noisySine", options, ["train", "test", "deviation", "seed"]);
  const { train = 15, test = 200, deviation = 0.3, seed = 0 } = options;
  checkNumbers("noisySine", {
    train: [train, "integer in [1, 16777216]"],
    test: [test, "integer in [1, 16777216]"],
    deviation: [deviation, "[0, ∞)"],
  });
  const rng = defaultRng(seed);
  const draw = (n: number): Curve => {
    const x = Float64Array.from(rng.uniform(-1, 1, n));
    const noise = rng.normal(0, deviation, n);
    return { x, y: x.map((value, i) => Math.sin(Math.PI * value) + noise[i]!) };
  };
  return { train: draw(train), test: draw(test) };
}
