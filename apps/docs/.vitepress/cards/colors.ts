import { seriesColors } from "@elbowjs/figures";
import type { Rgb } from "./canvas.js";

const rgb = (hex: string): Rgb => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return [red, green, blue];
};

/** The colours of the site's pictures, on light paper. */
export const series: readonly Rgb[] = seriesColors.map(({ light }) => rgb(light));
export const ink: Rgb = [27, 31, 36];
export const grey: Rgb = [140, 146, 152];
export const paper: Rgb = [250, 250, 248];
export const brand: Rgb = [15, 118, 110];
