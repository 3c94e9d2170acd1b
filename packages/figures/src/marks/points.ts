import { checkChoices, checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import type { MarkOptions } from "../mark.js";
import { roleColors } from "../style/palette.js";

/** Points in order. */
export interface PointsOptions extends MarkOptions {
  /** Default: 0, 1, 2, …. */
  readonly x?: ArrayLike<number> | undefined;
  readonly y: ArrayLike<number>;
}

/** Refuses a name that is no text, and a colour that is neither a number of the palette nor a role. */
export function checkNameAndColor(
  caller: string,
  { name, color = "next" }: { readonly name?: unknown; readonly color?: unknown },
): void {
  checkKinds(caller, { name: [name, "string or undefined"] });
  if (typeof color === "number") checkNumbers(caller, { color: [color, "integer ≥ 0"] });
  else checkChoices(caller, { color: [color, ["next", ...Object.keys(roleColors)]] });
}

/** The coordinates as plain arrays of one length. */
export function readPoints(
  caller: string,
  options: PointsOptions,
  more: readonly string[],
): { x: number[]; y: number[] } {
  checkOptions(caller, options, ["name", "color", "x", "y", ...more]);
  checkKinds(caller, { options: [options, { y: "numbers", x: "numbers or undefined" }] });
  checkNameAndColor(caller, options);
  const y = Array.from(options.y);
  const x = options.x === undefined ? y.map((_, i) => i) : Array.from(options.x);
  checkLengths(caller, { x, y });
  return { x, y };
}

/** Refuses arrays of different lengths. */
export function checkLengths(caller: string, arrays: Readonly<Record<string, ArrayLike<number>>>): void {
  for (const [name, array] of Object.entries(arrays)) checkKinds(caller, { [name]: [array, "numbers"] });
  const names = Object.keys(arrays);
  const lengths = Object.values(arrays).map(({ length }) => length);
  if (new Set(lengths).size > 1)
    throw new RangeError(
      `${caller}: expected ${names.slice(0, -1).join(", ")} and ${names.at(-1)} of one length, got ${lengths.slice(0, -1).join(", ")} and ${lengths.at(-1)}`,
    );
}
