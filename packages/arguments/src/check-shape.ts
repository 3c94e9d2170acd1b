import { refusal } from "./refusal.js";
import { shown } from "./shown.js";

/**
 * Refuses a shape that differs.
 *
 * @param shape what was got: a shape, or anything that has one, such as a tensor.
 * @param expected extents; a string stands for any extent ≥ 1 and is its letter in the message.
 * @throws RangeError
 * @example
 * checkShape("Gan.discriminate", "x", x.shape, ["n", 28, 28, 1]);
 * // RangeError: Gan.discriminate: expected x of shape [n, 28, 28, 1], got [2, 784]
 */
export function checkShape(
  caller: string,
  name: string,
  shape: readonly number[],
  expected: readonly (number | string)[],
): void {
  if (!Array.isArray(shape))
    throw refusal(new TypeError(`${caller}: expected ${name} to have a shape, got ${shown(shape)}`));
  const fits =
    shape.length === expected.length &&
    shape.every((extent, axis) => {
      const wanted = expected[axis];
      return typeof wanted === "string" ? extent >= 1 : extent === wanted;
    });
  if (!fits)
    throw refusal(
      new RangeError(
        `${caller}: expected ${name} of shape [${expected.join(", ")}], got [${shape.join(", ")}]`,
      ),
    );
}
