import { checkKinds } from "./check-kinds.js";
import { refusal } from "./refusal.js";
import { shown } from "./shown.js";

/**
 * Refuses a shape that differs.
 *
 * @param shape what was got: a shape, or anything that has one, such as a tensor.
 * @param expected extents; a string stands for any extent ≥ 1 and is its letter in the message.
 * @throws RangeError; TypeError for what has no shape.
 * @example
 * checkShape("Gan.discriminate", "x", x.shape, ["n", 28, 28, 1]);
 * // RangeError: Gan.discriminate: expected x of shape [n, 28, 28, 1], got [2, 784]
 */
export function checkShape(
  caller: string,
  name: string,
  shape: readonly number[] | { readonly shape: readonly number[] },
  expected: readonly (number | string)[],
): void {
  checkKinds("checkShape", { extents: [expected, "array"] });
  const extents: unknown = Array.isArray(shape) ? shape : (shape as { shape?: unknown } | undefined)?.shape;
  if (!Array.isArray(extents))
    throw refusal(new TypeError(`${caller}: expected ${name} to have a shape, got ${shown(shape)}`));
  const fits =
    extents.length === expected.length &&
    extents.every((extent, axis) => {
      const wanted = expected[axis];
      return typeof wanted === "string" ? extent >= 1 : extent === wanted;
    });
  if (!fits)
    throw refusal(
      new RangeError(
        `${caller}: expected ${name} of shape [${expected.join(", ")}], got [${extents.map(shown).join(", ")}]`,
      ),
    );
}
