import { shown } from "./shown.js";

/** The same in every copy of this package, so that two versions in one program understand each other. */
const mark = Symbol.for("@elbowjs/arguments/refusal");

/**
 * Marks an error as a refusal of what the caller passed, in contrast to the `RangeError` and `TypeError` that a bug raises. The checks
 * of this package mark theirs; a check by hand does as `throw refusal(new RangeError("Gan.fit: expected …"))`.
 *
 * @returns the error itself.
 * @throws TypeError for what cannot be marked.
 */
export function refusal<E extends Error>(error: E): E {
  if (typeof error !== "object" || error === null)
    throw new TypeError(`refusal: expected an error, got ${shown(error)}`);
  Object.defineProperty(error, mark, { value: true });
  return error;
}

/** Whether an error refuses what the caller passed, so that its message alone says enough. */
export function isRefusal(error: unknown): boolean {
  return typeof error === "object" && error !== null && mark in error;
}
