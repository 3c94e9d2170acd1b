import { checkKinds, checkOptions, checkShape } from "@elbowjs/arguments";
import { bar, figure, line } from "@elbowjs/figures";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";
import {
  derivedDensity,
  type NegativeLogUniformTrace,
  negativeLog,
  uniformDensity,
} from "./derived-distribution.js";
import { gaussianFit, gaussianLogDensity } from "./gaussian-fit.js";
import { kernelLogDensity, scottBandwidth } from "./kernel-density.js";

/** 201 numbers from the lowest to the highest value, widened on both sides by a margin. */
function grid(values: readonly number[], margin: number): number[] {
  const low = Math.min(...values) - margin;
  const high = Math.max(...values) + margin;
  return Array.from({ length: 201 }, (_, i) => low + ((high - low) * i) / 200);
}

/**
 * Maximum likelihood Gaussian and kernel density estimate of one-dimensional data, as an SVG document.
 *
 * @param points n×1.
 * @param options `bandwidths` of the estimates to draw, default Scott's alone.
 * @throws RangeError if the data are not n×1, or too few for a fit.
 */
export function densityFigure(
  points: DataMatrix,
  options: { readonly bandwidths?: readonly number[] } = {},
): string {
  checkOptions("densityFigure", options, ["bandwidths"]);
  const data = dataMatrix(points, "densityFigure", "points");
  checkShape("densityFigure", "points", [data.rows, data.columns], ["n", 1]);
  const { bandwidths = [scottBandwidth(data)] } = options;
  checkKinds("densityFigure", { bandwidths: [bandwidths, ["number"]] });
  const x = grid(data.getColumn(0), 2 * scottBandwidth(data));
  const column = x.map((value) => [value]);
  return figure({
    title: "Density estimates",
    x: { label: "x" },
    y: { label: "density" },
    marks: [
      line({ name: "Gaussian", x, y: gaussianLogDensity(column, gaussianFit(data)).map(Math.exp) }),
      ...bandwidths.map((bandwidth) =>
        line({
          name: `kernels, h = ${bandwidth.toPrecision(3)}`,
          x,
          y: kernelLogDensity(data, column, { bandwidth }).map(Math.exp),
        }),
      ),
    ],
  });
}

/** Histogram of −log U with the density e^(−y) that the change of variables gives, as an SVG document. */
export function derivedFigure(trace: NegativeLogUniformTrace): string {
  checkKinds("derivedFigure", { trace: [trace, { sample: "numbers" }] });
  const { sample } = trace;
  const width = 0.25;
  const bins = new Float64Array(24);
  for (const y of sample) {
    const bin = Math.floor(y / width);
    if (bin < bins.length) bins[bin]! += 1 / (sample.length * width);
  }
  const density = derivedDensity(uniformDensity, negativeLog);
  const x = Array.from({ length: 121 }, (_, i) => i / 20);
  return figure({
    title: "−log U is exponential",
    x: { label: "y" },
    y: { label: "density" },
    marks: [
      bar({
        name: `${sample.length} draws`,
        x: Array.from(bins, (_, i) => (i + 0.5) * width),
        y: bins,
        width: 0.95 * width,
      }),
      line({ name: "derived density", x, y: x.map(density) }),
    ],
  });
}
