// Density estimation (lecture 19): a maximum likelihood Gaussian, kernel estimates, and −log U, which is exponential.
// Prints the fits and writes two figures to out/.
//
//   node examples/classic-nn/density.mjs
import { mkdir, writeFile } from "node:fs/promises";
import {
  densityFigure,
  derivedDensity,
  derivedFigure,
  gaussianFit,
  kernelLogDensity,
  negativeLog,
  negativeLogUniformTrace,
  scottBandwidth,
  uniformDensity,
} from "@elbowjs/classic-nn";
import { defaultRng } from "@elbowjs/numpy-random";

const rng = defaultRng(19);
await mkdir("out", { recursive: true });

// Two bumps, which one Gaussian cannot tell apart and kernels can.
const points = Array.from({ length: 300 }, (_, i) => [(i % 3 === 0 ? 4 : 0) + rng.standardNormal()]);
const fit = gaussianFit(points);
console.log(
  `Gaussian of maximum likelihood: μ = ${fit.mean[0].toFixed(4)}, σ² = ${fit.covariance.get(0, 0).toFixed(4)}, log-likelihood ${fit.logLikelihood.toFixed(3)}`,
);
const scott = scottBandwidth(points);
for (const bandwidth of [0.1, 0.4, scott]) {
  const at = kernelLogDensity(points, [[0], [2], [4]], { bandwidth });
  console.log(
    `Kernels, h = ${bandwidth.toFixed(3)}: p(0), p(2), p(4) = ${Array.from(at, (log) => Math.exp(log).toFixed(4)).join(", ")}`,
  );
}
await writeFile("out/densities.svg", densityFigure(points, { bandwidths: [0.1, 0.4, scott] }));

try {
  gaussianFit([
    [1, 2],
    [2, 4],
    [3, 6],
  ]);
} catch (error) {
  console.log(`Points on a line: ${error.message}`);
}

const trace = negativeLogUniformTrace(100_000, { random: () => rng.random() });
const density = derivedDensity(uniformDensity, negativeLog);
console.log(
  `\n−log U, 100,000 draws: mean ${trace.mean.toFixed(4)}, variance ${trace.variance.toFixed(4)} (both 1 if exponential)`,
);
console.log(
  `Kolmogorov's distance ${trace.distance.toFixed(5)}, 99% bound ${(1.63 / Math.sqrt(100_000)).toFixed(5)}`,
);
console.log(
  `Derived density at 0, 1, 2: ${[0, 1, 2].map((y) => density(y).toFixed(4)).join(", ")}; e^(−y): ${[0, 1, 2].map((y) => Math.exp(-y).toFixed(4)).join(", ")}`,
);
await writeFile("out/negative-log-uniform.svg", derivedFigure(trace));
