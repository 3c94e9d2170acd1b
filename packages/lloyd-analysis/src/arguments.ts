import { refusal, shown } from "@elbowjs/arguments";

/** The checks every public function shares; each names the caller, the rule and the value it was given. */

export function requireFinite(caller: string, name: string, value: number): number {
  if (!Number.isFinite(value)) {
    throw new RangeError(`${caller}: expected ${name} to be a finite number, got ${shown(value)}`);
  }
  return value;
}

export function requirePositiveInteger(caller: string, name: string, value: number): number {
  if (!(Number.isSafeInteger(value) && value >= 1)) {
    throw new RangeError(`${caller}: expected ${name} to be a positive integer, got ${shown(value)}`);
  }
  return value;
}

/** T may be Infinity, which asks for the asymptotic form. */
export function requireHorizon(caller: string, T: number): number {
  if (T === Infinity) return T;
  if (!(Number.isSafeInteger(T) && T >= 1)) {
    throw new RangeError(`${caller}: expected T to be a positive integer or Infinity, got ${shown(T)}`);
  }
  return T;
}

/** |1 − α| < 1, the interval in which the recurrence contracts. */
export function requireStableAlpha(caller: string, alpha: number): number {
  if (!(typeof alpha === "number" && alpha > 0 && alpha < 2)) {
    throw new RangeError(`${caller}: expected alpha in (0, 2), where |1 − α| < 1, got ${shown(alpha)}`);
  }
  return alpha;
}

/** Options that cannot be left out, since `b` is among them. */
export function requireOptions<T extends object>(caller: string, options: T): T {
  if (typeof options !== "object" || options === null)
    throw refusal(
      new TypeError(`${caller}: expected options with b, points per batch, got ${shown(options)}`),
    );
  return options;
}
