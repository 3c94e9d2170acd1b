import { nearestName } from "./nearest-name.js";
import { pairsOf } from "./pairs-of.js";
import { refusal } from "./refusal.js";
import { shown } from "./shown.js";

/**
 * Refuses a value that is not one of its choices.
 *
 * @param values by name, each with its choices.
 * @throws RangeError that names the choices, and the nearest one to a misspelt string.
 * @example
 * checkChoices("Gan.create", { loss: [loss, ["minimax", "hinge"]] });
 * // RangeError: Gan.create: expected loss to be one of 'minimax', 'hinge', got "hinges"; did you mean 'hinge'?
 */
export function checkChoices(
  caller: string,
  values: Readonly<Record<string, readonly [value: unknown, choices: readonly unknown[]]>>,
): void {
  for (const [name, [value, choices]] of pairsOf("checkChoices", values, "choices", Array.isArray)) {
    if (choices.includes(value)) continue;
    const listed = choices.map((choice) => (typeof choice === "string" ? `'${choice}'` : shown(choice)));
    const near =
      typeof value === "string"
        ? nearestName(
            value,
            choices.filter((choice) => typeof choice === "string"),
          )
        : undefined;
    throw refusal(
      new RangeError(
        `${caller}: expected ${name} to be ${listed.length === 1 ? "" : "one of "}${listed.join(", ")}, got ${shown(value)}${near ? `; did you mean '${near}'?` : ""}`,
      ),
    );
  }
}
