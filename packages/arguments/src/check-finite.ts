import { checkKinds } from "./check-kinds.js";
import { refusal } from "./refusal.js";
import { shown } from "./shown.js";

/**
 * Refuses numbers that are not finite, or outside of an interval, and says where the first one lies.
 *
 * @param values row by row.
 * @param features numbers of a row; with it the message names sample and feature, without it the index.
 * @param within closed interval. Default: any finite number.
 * @throws RangeError; TypeError for what is no list of numbers.
 * @example
 * checkFinite("GaussianVae.fit", "images", pixels, { features: 784, within: [0, 1] });
 * // RangeError: GaussianVae.fit: expected images in [0, 1], got 134 at sample 0, feature 152
 */
export function checkFinite(
  caller: string,
  name: string,
  values: ArrayLike<number>,
  {
    features,
    within = [-Number.MAX_VALUE, Number.MAX_VALUE],
  }: { readonly features?: number; readonly within?: readonly [low: number, high: number] } = {},
): void {
  checkKinds("checkFinite", {
    caller: [caller, "string"],
    name: [name, "string"],
    within: [within, "array"],
  });
  const [low, high] = within as readonly [number, number];
  // Of a list only that it is one: what is in it the loop sees.
  if (!Array.isArray(values) && !ArrayBuffer.isView(values))
    checkKinds(caller, { [name]: [values, "numbers"] });
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (typeof value === "number" && value >= low && value <= high) continue;
    const isBounded = low > -Number.MAX_VALUE || high < Number.MAX_VALUE;
    const place =
      features === undefined ? `[${i}]` : `sample ${Math.floor(i / features)}, feature ${i % features}`;
    throw refusal(
      new RangeError(
        `${caller}: expected ${name} ${isBounded ? `in [${low}, ${high}]` : "to be finite"}, got ${shown(value)} at ${place}`,
      ),
    );
  }
}
