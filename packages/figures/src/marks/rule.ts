import { checkChoices, checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { drawing } from "../drawing.js";
import { escapeHtml } from "../escape.js";
import type { Mark, MarkOptions } from "../mark.js";
import { pixel } from "../pixel.js";
import { halo } from "../style/halo.js";
import { textWidth } from "../style/text-width.js";
import { checkNameAndColor } from "./points.js";

/** What {@link ruleY} draws. */
export interface RuleOptions extends MarkOptions {
  /** Where the rule crosses its axis, a finite number. */
  readonly at: number;
  /** Default "dashed". */
  readonly dash?: "solid" | "dashed" | "dotted";
}

/** What {@link ruleX} draws. */
export interface RuleXOptions extends RuleOptions {
  /** On which side of the rule its name stands, where there is room. Default "after". */
  readonly side?: "before" | "after";
}

const dashes = { solid: "", dashed: ' stroke-dasharray="5 4"', dotted: ' stroke-dasharray="1.5 3"' };

function check(caller: string, options: RuleXOptions, more: readonly string[]): void {
  checkOptions(caller, options, ["name", "color", "at", "dash", ...more]);
  checkKinds(caller, { options: [options, "object"] });
  checkNameAndColor(caller, options);
  const { at, dash = "dashed", side = "after" } = options;
  checkNumbers(caller, { at: [at, "finite"] });
  checkChoices(caller, { dash: [dash, ["solid", "dashed", "dotted"]], side: [side, ["before", "after"]] });
}

const stroke = (path: string, dash: RuleOptions["dash"] = "dashed"): string =>
  `<path d="${path}" fill="none" stroke="currentColor" stroke-width="1.5"${dashes[dash]}/>`;

/**
 * An upright rule through the whole plot at x = `at`, named beside its top. The axis always shows it.
 *
 * @throws RangeError for a place that is not finite; TypeError for an unknown option.
 */
export function ruleX(options: RuleXOptions): Mark {
  check("ruleX", options, ["side"]);
  const { at, name, color = "muted", dash, side = "after" } = options;
  return {
    color,
    key: "line",
    x: [at],
    y: [],
    room: [false, false],
    draw: drawing("ruleX", ({ x, left, right, top, bottom, theme }) => {
      const px = x.toPixels(at);
      const needed = 8 + textWidth(name ?? "", 12);
      const isAfter = side === "after" ? px + needed < right : px - needed < left;
      const [dx, anchor] = isAfter ? [6, "start"] : [-6, "end"];
      const label =
        name === undefined
          ? ""
          : `<text ${halo(theme)} x="${pixel(px + dx)}" y="${pixel(top + 14)}" text-anchor="${anchor}" fill="currentColor">${escapeHtml(name)}</text>`;
      return stroke(`M${pixel(px)},${pixel(top)}V${pixel(bottom)}`, dash) + label;
    }),
  };
}

/**
 * A level rule through the whole plot at y = `at`, named right of the plot. The axis always shows it.
 *
 * @throws RangeError for a place that is not finite; TypeError for an unknown option.
 */
export function ruleY(options: RuleOptions): Mark {
  check("ruleY", options, []);
  const { at, name, color = "muted", dash } = options;
  return {
    name,
    color,
    key: "line",
    x: [],
    y: [at],
    room: [false, true],
    end: [Number.POSITIVE_INFINITY, at],
    draw: drawing("ruleY", ({ y, left, right }) =>
      stroke(`M${pixel(left)},${pixel(y.toPixels(at))}H${pixel(right)}`, dash),
    ),
  };
}
