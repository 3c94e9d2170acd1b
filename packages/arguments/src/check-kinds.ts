import { refusal } from "./refusal.js";
import { shown } from "./shown.js";

/** A kind of value that `typeof` or a prototype can tell. */
export type Kind = "boolean" | "string" | "function" | "object" | "AbortSignal" | "Uint8Array";

/**
 * Refuses values of another kind.
 *
 * @param values by name, each with its kind; ` or undefined` behind it for what may be left out.
 * @throws TypeError
 * @example
 * checkKinds("Gan.fit", { onEpoch: [onEpoch, "function or undefined"], signal: [signal, "AbortSignal or undefined"] });
 * // TypeError: Gan.fit: expected onEpoch to be a function, got "yes"
 */
export function checkKinds(
  caller: string,
  values: Readonly<Record<string, readonly [value: unknown, kind: Kind | `${Kind} or undefined`]>>,
): void {
  for (const [name, [value, wanted]] of Object.entries(values)) {
    const kind = wanted.replace(" or undefined", "") as Kind;
    if (isOfKind(value, kind) || (value === undefined && kind !== wanted)) continue;
    const article = /^[aeiouAU]/.test(kind) && kind !== "Uint8Array" ? "an" : "a";
    throw refusal(new TypeError(`${caller}: expected ${name} to be ${article} ${kind}, got ${shown(value)}`));
  }
}

function isOfKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case "AbortSignal":
      return value instanceof AbortSignal;
    case "Uint8Array":
      return value instanceof Uint8Array;
    case "object":
      return typeof value === "object" && value !== null;
    default:
      return typeof value === kind;
  }
}
