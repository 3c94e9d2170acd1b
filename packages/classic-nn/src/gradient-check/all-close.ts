import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
/** Settings of {@link allClose}. */
export interface AllCloseOptions {
  /** Relative tolerance, ≥ 0. Default 1e-5, as NumPy's. */
  readonly rtol?: number;
  /** Absolute tolerance, ≥ 0. Default 1e-8, as NumPy's. */
  readonly atol?: number;
  /** Whether NaN equals NaN. Default false, as NumPy's. */
  readonly equalNaN?: boolean;
}

/**
 * Whether |aᵢ − bᵢ| ≤ atol + rtol·|bᵢ| for every i: NumPy's `allclose`. It is not symmetric, b is the reference. Infinities
 * are close only to themselves.
 *
 * @param a n numbers.
 * @param b n numbers.
 * @throws RangeError if the lengths differ or a tolerance is negative or not finite; TypeError for what is no numbers or an option that
 * does not exist.
 */
export function allClose(a: ArrayLike<number>, b: ArrayLike<number>, options: AllCloseOptions = {}): boolean {
  checkOptions("allClose", options, ["rtol", "atol", "equalNaN"]);
  const { rtol = 1e-5, atol = 1e-8, equalNaN = false } = options;
  checkKinds("allClose", { a: [a, "numbers"], b: [b, "numbers"], equalNaN: [equalNaN, "boolean"] });
  if (a.length !== b.length)
    throw new RangeError(`allClose: expected a and b of one length, got [${a.length}] and [${b.length}]`);
  checkNumbers("allClose", { rtol: [rtol, "[0, ∞)"], atol: [atol, "[0, ∞)"] });
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    const close =
      x === y ||
      (Number.isFinite(y) && Math.abs(x - y) <= atol + rtol * Math.abs(y)) ||
      (equalNaN && Number.isNaN(x) && Number.isNaN(y));
    if (!close) return false;
  }
  return true;
}
