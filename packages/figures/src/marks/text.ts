import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { drawing } from "../drawing.js";
import { escapeHtml } from "../escape.js";
import type { Mark } from "../mark.js";
import { pixel } from "../pixel.js";
import { halo } from "../style/halo.js";
import { checkLengths, type PointsOptions, readPoints } from "./points.js";

/** What {@link text} writes. */
export interface TextOptions extends Omit<PointsOptions, "name"> {
  /** One per point. */
  readonly text: readonly string[];
  /** How far right of and below its point each text is centred, in pixels. Default 0 and 0. */
  readonly dx?: number;
  readonly dy?: number;
}

/**
 * Words centred on points, with paper around their letters.
 *
 * @throws RangeError for arrays of different lengths; TypeError for an unknown option.
 */
export function text(options: TextOptions): Mark {
  const { x, y } = readPoints("text", options, ["text", "dx", "dy"]);
  const { color = "ink", text: words, dx = 0, dy = 0 } = options;
  checkNumbers("text", { dx: [dx, "finite"], dy: [dy, "finite"] });
  checkKinds("text", { text: [words, ["string"]] });
  checkLengths("text", { x, text: words.map(() => 0) });
  return {
    color,
    key: "dot",
    x,
    y,
    room: [true, true],
    draw: drawing("text", (plot) =>
      words
        .map((word, i) => {
          const [px, py] = [plot.x.toPixels(x[i]!), plot.y.toPixels(y[i]!)];
          if (!Number.isFinite(px) || !Number.isFinite(py)) return "";
          return `<text ${halo(plot.theme)} x="${pixel(px + dx)}" y="${pixel(py + dy + 4)}" text-anchor="middle" fill="currentColor">${escapeHtml(word)}</text>`;
        })
        .join(""),
    ),
  };
}
