import { checkChoices, checkNumbers } from "@elbowjs/arguments";
import { drawing } from "../drawing.js";
import type { Mark } from "../mark.js";
import { type DotSymbol, symbolMark, symbolPath, symbols } from "../symbol.js";
import { type PointsOptions, readPoints } from "./points.js";

/** What {@link dot} draws. */
export interface DotOptions extends PointsOptions {
  /** Radius in pixels, > 0. Default 3.5 up to 100 points, 2.5 for more. */
  readonly radius?: number;
  /** Default: the next one for each mark of dots in a figure, circles first. */
  readonly symbol?: DotSymbol;
}

/**
 * A dot at every point that has a place on both axes.
 *
 * @throws RangeError for x and y of different lengths, a radius that is not above 0 or an unknown symbol; TypeError for an
 * unknown option.
 */
export function dot(options: DotOptions): Mark {
  const { x, y } = readPoints("dot", options, ["radius", "symbol"]);
  const { name, color = "next", radius = x.length > 100 ? 2.5 : 3.5, symbol } = options;
  checkNumbers("dot", { radius: [radius, "> 0"] });
  if (symbol !== undefined) checkChoices("dot", { symbol: [symbol, symbols] });
  return {
    name,
    color,
    key: "dot",
    x,
    y,
    room: [true, true],
    symbol,
    draw: drawing("dot", (plot, shape) => {
      let path = "";
      x.forEach((value, i) => {
        const [px, py] = [plot.x.toPixels(value), plot.y.toPixels(y[i]!)];
        if (Number.isFinite(px) && Number.isFinite(py)) path += symbolPath(shape, px, py, radius);
      });
      return symbolMark(shape, path);
    }),
  };
}
