import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { dataVector } from "../data-matrix.js";

/** The cube root of the float64 epsilon, where truncation (∝ h²) and rounding (∝ ε/h) of a central difference balance. */
export const CENTRAL_STEP = 6e-6;

/**
 * Gradient of f at x by central differences, (f(x + heᵢ) − f(x − heᵢ)) / 2h with h = step·max(1, |xᵢ|): 2d calls of f.
 *
 * @param f Any function of d numbers. Its argument is reused between calls: read it, do not keep it.
 * @param x d finite numbers; left as they are.
 * @param step Relative step h > 0. Default 6e-6.
 * @throws RangeError if x is empty or not finite, or the step is not positive.
 */
export function centralGradient(
  f: (x: Float64Array) => number,
  x: ArrayLike<number>,
  step: number = CENTRAL_STEP,
): Float64Array {
  checkKinds("centralGradient", { f: [f, "function"] });
  const moved = dataVector(x, "centralGradient", "x");
  checkNumbers("centralGradient", { step: [step, "(0, ∞)"] });
  return moved.map((xi, i) => {
    const h = step * Math.max(1, Math.abs(xi));
    const up = xi + h;
    const down = xi - h;
    moved[i] = up;
    const above = f(moved);
    moved[i] = down;
    const below = f(moved);
    moved[i] = xi;
    // Rounding moves x ± h a little: divide by the distance that came out.
    return (above - below) / (up - down);
  });
}
