// Regularisation and craft (lectures 11 and 13): weight decay by experiment, descent on ridge's λ, whitening, initial
// weights, clipping, dropout, early stopping and cross-validation. Prints each; writes two figures to out/.
//
//   node examples/classic-nn/regularization.mjs
import { mkdir, writeFile } from "node:fs/promises";
import {
  beforeEarlyStopping,
  clipByNorm,
  crossValidate,
  dropout,
  earlyStoppingStep,
  fitWhitening,
  initialWeights,
  kFold,
  l1Penalty,
  l2Penalty,
  ridgeFigure,
  ridgeHypergradient,
  ridgeTrace,
  weightDecayFigure,
  weightDecayTrace,
  whiten,
} from "@elbowjs/classic-nn";
import { defaultRng } from "@elbowjs/numpy-random";

const show = (values, digits = 4) => `[${Array.from(values, (value) => value.toFixed(digits)).join(", ")}]`;
const rng = defaultRng(1113);
await mkdir("out", { recursive: true });

const decay = weightDecayTrace();
console.log(
  `Weight decay, η = 0.5, λ = 5, m = 10: predicted factor exp(−ηλ/m) = ${decay.predictedRatio.toFixed(4)}, 1/√n = ${decay.tailOff}`,
);
for (const { epoch, rms, ratio, decayLength, dataLength } of decay.epochs.filter(
  ({ epoch }) => epoch <= 6 || epoch % 20 === 0,
))
  console.log(
    `  epoch ${epoch}: rms weight ${rms.toFixed(4)}, factor ${ratio.toFixed(4)}, way of the decay ${decayLength.toFixed(3)}, of the data ${dataLength.toFixed(3)}`,
  );
await writeFile("out/weight-decay.svg", weightDecayFigure(decay));

// Many weights, few points, much noise.
const truth = rng.standardNormal(8).map((w) => w / 2);
const draw = (n) => {
  const x = Array.from({ length: n }, () => rng.standardNormal(8));
  return { x, y: x.map((row) => row.reduce((total, xi, i) => total + xi * truth[i], rng.standardNormal())) };
};
const [train, validation] = [draw(12), draw(30)];
const { hypergradient } = ridgeHypergradient(train, validation, 1);
const h = 1e-5;
const difference =
  (ridgeHypergradient(train, validation, 1 + h).validationLoss -
    ridgeHypergradient(train, validation, 1 - h).validationLoss) /
  (2 * h);
console.log(
  `\ndL_val/dλ at λ = 1: ${hypergradient.toFixed(10)} by implicit differentiation, ${difference.toFixed(10)} by central differences`,
);
const trace = ridgeTrace(train, validation, { start: 0.05, learningRate: 2, steps: 400 });
for (const step of [0, 10, 20, 50, 400])
  console.log(
    `  step ${step}: λ = ${trace[step].lambda.toFixed(4)}, L_val = ${trace[step].validationLoss.toFixed(6)}`,
  );
await writeFile("out/ridge-lambda.svg", ridgeFigure(train, validation, trace));

const folds = kFold(12, 4, { seed: 0 });
for (const lambda of [0.01, 1, 10, 100]) {
  const part = (rows) => ({ x: Array.from(rows, (i) => train.x[i]), y: Array.from(rows, (i) => train.y[i]) });
  const { mean, standardError } = crossValidate(
    folds,
    (fold) => ridgeHypergradient(part(fold.train), part(fold.test), lambda).validationLoss,
  );
  console.log(`  4-fold cross-validation, λ = ${lambda}: ${mean.toFixed(4)} ± ${standardError.toFixed(4)}`);
}

const cloud = Array.from({ length: 500 }, () => {
  const [a, b] = rng.standardNormal(2);
  return [3 * a + 5, a + 0.5 * b];
});
const fit = fitWhitening(cloud);
const white = whiten(cloud, fit);
console.log(
  `\nWhitening: variances ${show(fit.variances)} become ${show(white.variance("column", { unbiased: false }))}, means ${show(white.mean("column").map(Math.abs))}`,
);

for (const scale of ["unit", "fan-in"]) {
  const w = initialWeights(784, 1000, { scale, seed: 1 });
  const x = Array.from(rng.standardNormal(784));
  const v = w.to2DArray().map((row) => row.reduce((total, wi, i) => total + wi * x[i], 0));
  console.log(
    `Initial weights, ${scale}: mean v² = ${(v.reduce((total, vi) => total + vi * vi, 0) / v.length).toFixed(2)} with 784 inputs`,
  );
}

const clipped = clipByNorm([[3, 4], [12]], 1);
console.log(
  `\nClipping: norm ${clipped.norm}, scaled by ${clipped.scale.toFixed(4)} to ${clipped.gradients.map((g) => show(g)).join(", ")}`,
);
console.log(
  `Dropout of [1, 1, 1, 1, 1, 1] at ½: ${show(dropout([1, 1, 1, 1, 1, 1], { random: () => rng.random() }).output, 0)}`,
);
console.log(
  `Penalties of [3, −4] with λ = ½: L2 ${l2Penalty([3, -4], 0.5).value}, gradient ${show(l2Penalty([3, -4], 0.5).gradient)}; L1 ${l1Penalty([3, -4], 0.5).value}, gradient ${show(l1Penalty([3, -4], 0.5).gradient)}`,
);
let state = beforeEarlyStopping;
for (const loss of [0.9, 0.7, 0.6, 0.65, 0.62, 0.61]) state = earlyStoppingStep(state, loss, { patience: 3 });
console.log(
  `Early stopping, patience 3, losses 0.9 0.7 0.6 0.65 0.62 0.61: ${state.stop ? "stop" : "go on"} after epoch ${state.epoch}, keep epoch ${state.bestEpoch}`,
);
