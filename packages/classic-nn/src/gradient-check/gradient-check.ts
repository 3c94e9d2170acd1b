import { checkKinds, checkOptions } from "@elbowjs/arguments";
import { figure, line } from "@elbowjs/figures";
import { dataVector } from "../data-matrix.js";
import { type AllCloseOptions, allClose } from "./all-close.js";
import { CENTRAL_STEP, centralGradient } from "./central-gradient.js";

/** Settings of {@link gradientCheck}. */
export interface GradientCheckOptions extends AllCloseOptions {
  /** Step of the central differences, see {@link centralGradient}. */
  readonly step?: number;
}

/** What a gradient check found, entry by entry. */
export interface GradientCheckTrace {
  readonly x: Float64Array;
  /** The gradient under test. */
  readonly analytic: Float64Array;
  /** Its estimate by central differences. */
  readonly numeric: Float64Array;
  /** |analytic − numeric|. */
  readonly difference: Float64Array;
  /** Index of the entry that differs most. */
  readonly worst: number;
  /** ‖analytic − numeric‖ / (‖analytic‖ + ‖numeric‖): 0 if both vanish, 1 for a wrong sign. */
  readonly relativeError: number;
  /** Whether all entries agree within the tolerances. */
  readonly passes: boolean;
}

/**
 * Compares a gradient written by hand with central differences of its function.
 *
 * @param f The function of d numbers.
 * @param gradient Its gradient under test.
 * @param x Where to compare: d finite numbers, away from kinks.
 * @param options Tolerances of {@link allClose} against the numeric gradient: default rtol 1e-6, atol 1e-8.
 * @throws RangeError if the gradient is of another length than x; TypeError for what is no function, no numbers or an option that does
 * not exist.
 */
export function gradientCheck(
  f: (x: Float64Array) => number,
  gradient: (x: Float64Array) => ArrayLike<number>,
  x: ArrayLike<number>,
  options: GradientCheckOptions = {},
): GradientCheckTrace {
  checkKinds("gradientCheck", { f: [f, "function"], gradient: [gradient, "function"] });
  checkOptions("gradientCheck", options, ["step", "rtol", "atol", "equalNaN"]);
  const { step = CENTRAL_STEP, rtol = 1e-6, atol = 1e-8, equalNaN = false } = options;
  const at = dataVector(x, "gradientCheck", "x");
  const given = gradient(at.slice());
  checkKinds("gradientCheck", { "gradient(x)": [given, "numbers"] });
  const analytic = Float64Array.from(given);
  if (analytic.length !== at.length)
    throw new RangeError(
      `gradientCheck: expected gradient of shape [${at.length}] to match x, got [${analytic.length}]`,
    );
  const numeric = centralGradient(f, at, step);
  const difference = analytic.map((value, i) => Math.abs(value - numeric[i]!));
  const scale = Math.hypot(...analytic) + Math.hypot(...numeric);
  return {
    x: at,
    analytic,
    numeric,
    difference,
    // A NaN is the worst of all.
    worst: difference.reduce((best, value, i) => (value <= difference[best]! ? best : i), 0),
    relativeError: scale === 0 ? 0 : Math.hypot(...difference) / scale,
    passes: allClose(analytic, numeric, { rtol, atol, equalNaN }),
  };
}

/**
 * Relative error of the central differences against their step, from 10⁻¹² to 10⁻¹: the valley between rounding on the
 * left and truncation on the right; a quadratic has no truncation, its error only falls. An SVG string.
 */
export function gradientCheckFigure(
  f: (x: Float64Array) => number,
  gradient: (x: Float64Array) => ArrayLike<number>,
  x: ArrayLike<number>,
): string {
  const exponents = Float64Array.from({ length: 45 }, (_, i) => -12 + i / 4);
  return figure({
    title: "Central differences: error against step",
    x: { label: "step", type: "log" },
    y: { label: "relative error", type: "log" },
    marks: [
      line({
        x: exponents.map((e) => 10 ** e),
        y: exponents.map((e) => gradientCheck(f, gradient, x, { step: 10 ** e }).relativeError),
      }),
    ],
  });
}
