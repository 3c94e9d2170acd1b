import { checkChoices, checkKinds, checkNumbers, checkOptions, shown } from "@elbowjs/arguments";

/** One axis of a figure. */
export interface AxisOptions {
  /** What is counted, with its unit. Default: nothing. */
  readonly label?: string | undefined;
  /** Default "linear". On "log" the values that are not above 0 have no place. */
  readonly type?: "linear" | "log" | undefined;
  /** Lowest and highest value shown; the rest is cut off. Default: what the marks need. */
  readonly domain?: readonly [low: number, high: number] | undefined;
  /** About how many ticks, an integer ≥ 1. Default: one per 80 pixels across, one per 50 up. */
  readonly ticks?: number | undefined;
  /** Names of 0, 1, 2, …, for bars and heat maps; they are then the ticks. Default: none. */
  readonly categories?: readonly string[] | undefined;
  /** Whether the axis runs the other way, as rows of a table do. Default false. */
  readonly reverse?: boolean | undefined;
}

/** Refuses an axis that cannot be drawn. */
export function checkAxis(name: "x" | "y", options: AxisOptions): void {
  checkOptions(`figure: ${name}`, options, ["label", "type", "domain", "ticks", "categories", "reverse"]);
  const { type = "linear", domain, ticks, label, categories, reverse } = options;
  checkKinds("figure", {
    [`${name}.label`]: [label, "string or undefined"],
    [`${name}.reverse`]: [reverse, "boolean or undefined"],
    [`${name}.domain`]: [domain, "array or undefined"],
  });
  if (categories !== undefined) checkKinds("figure", { [`${name}.categories`]: [categories, ["string"]] });
  checkChoices("figure", { [`${name}.type`]: [type, ["linear", "log"]] });
  checkNumbers("figure", { [`${name}.ticks`]: [ticks, "integer ≥ 1 or undefined"] });
  if (domain === undefined) return;
  const [low, high] = domain;
  if (!(low < high && Number.isFinite(high - low) && (type === "linear" || low > 0)))
    throw new RangeError(
      `figure: expected ${name}.domain to rise between finite numbers${type === "log" ? " above 0" : ""}, got [${shown(low)}, ${shown(high)}]`,
    );
}
