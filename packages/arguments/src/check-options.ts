import { checkKinds } from "./check-kinds.js";
import { nearestName } from "./nearest-name.js";
import { refusal } from "./refusal.js";
import { shown } from "./shown.js";

/**
 * Refuses options that do not exist, so that a misspelt one is not passed over in silence. One whose value is `undefined`
 * counts as left out, whatever its name.
 *
 * @param options what the caller passed; `undefined` is fine.
 * @param names every option there is.
 * @throws TypeError for what is not a plain object, or for a name that is not among `names`, with the nearest one that is.
 * @example
 * checkOptions("Adam", { lr: 0.1 }, ["learningRate", "beta1"]);
 * // TypeError: Adam: expected the options learningRate, beta1, got lr
 */
export function checkOptions(caller: string, options: unknown, names: readonly string[]): void {
  checkKinds("checkOptions", { names: [names, "array"] });
  if (options === undefined) return;
  if (!isPlain(options))
    throw refusal(new TypeError(`${caller}: expected an object of options, got ${shown(options)}`));
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || names.includes(name)) continue;
    const near = nearestName(name, names);
    throw refusal(
      new TypeError(
        `${caller}: expected the options ${names.join(", ")}, got ${name}${near ? `; did you mean ${near}?` : ""}`,
      ),
    );
  }
}

/** An object literal, of this page or another: a Map or a Date has no options that anybody would see. */
function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
