import { checkChoices, checkKinds } from "@elbowjs/arguments";
import type { Mark } from "./mark.js";
import { symbols } from "./symbol.js";

const scale = { toPixels: "function" } as const;
const plotParts = {
  x: scale,
  y: scale,
  left: "number",
  right: "number",
  top: "number",
  bottom: "number",
  theme: "string",
} as const;

/** How a mark is drawn, refusing what is no plot and no symbol: `figure` makes both, but a mark is in everybody's hands. */
export function drawing(caller: string, draw: Mark["draw"]): Mark["draw"] {
  return (plot, symbol) => {
    checkKinds(`${caller}.draw`, { plot: [plot, plotParts] });
    checkChoices(`${caller}.draw`, { symbol: [symbol, symbols] });
    return draw(plot, symbol);
  };
}
