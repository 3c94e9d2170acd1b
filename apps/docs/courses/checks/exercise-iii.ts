import {
  allClose,
  backward,
  centralGradient,
  corruptedCubic,
  halfSquaredNorm,
  homeworkQuadratic,
  leaf,
  learningRateHypergradient,
  matMul,
  quadratic,
  ridgeHypergradient,
  squaredResidual,
  subtract,
  weightDecayTrace,
} from "@elbowjs/classic-nn";
import { generatedHousing } from "@elbowjs/classic-nn/california-housing";
import { jensenShannon, klDivergence, mmdSquared, wasserstein1d } from "@elbowjs/divergences";
import { Matrix } from "ml-matrix";
import regularization from "../../../../packages/classic-nn/test/fixtures/regularization.json" with {
  type: "json",
};
import type { Checks } from "../walk.js";

const housing = () => {
  const { x, y } = generatedHousing();
  const w = Array.from({ length: 8 }, (_, i) => Math.cos(3 * i));
  const node = leaf(Matrix.columnVector(w));
  backward(halfSquaredNorm(subtract(matMul(leaf(x), node), leaf(Matrix.columnVector(Array.from(y))))));
  return { autograd: Matrix.mul(node.g, 2).to1DArray(), closed: squaredResidual(x, y).gradient(w) };
};
const validation = quadratic(
  [
    [2, 0.3],
    [0.3, 1],
  ],
  [-1, 0.5],
);

/** AMTH/CPSC 663, exercise III. */
export const exerciseIii: Checks = {
  "exercise-iii/1.1/gradient": () => {
    const X = [
      [1, 2],
      [0, -1],
      [3, 1],
    ];
    const f = squaredResidual(X, [1, 0, 2]);
    const numeric = centralGradient(f.value, [0.5, -0.25]);
    return f.gradient([0.5, -0.25]).every((g, i) => Math.abs(g - numeric[i]!) < 1e-8);
  },
  "exercise-iii/1.2/all-close": () => {
    const { autograd, closed } = housing();
    return allClose(autograd, closed, { rtol: 1e-5, atol: 1e-8 });
  },
  "exercise-iii/2.1/lambda": () => {
    const { train, validation: held, lambda } = regularization;
    return ridgeHypergradient(train, held, lambda).hypergradient;
  },
  "exercise-iii/2.1/eta": () =>
    learningRateHypergradient(homeworkQuadratic(), validation, [0, 0], { learningRate: 0.03 }).hypergradient,
  "exercise-iii/2.2a/decay-first": () => {
    const { epochs } = weightDecayTrace({ epochs: 3 });
    return epochs.map(({ decayLength, dataLength }) => decayLength > dataLength);
  },
  "exercise-iii/2.2b/factor": () => weightDecayTrace({ epochs: 3 }).epochs.map(({ ratio }) => ratio),
  "exercise-iii/2.2c/tail-off": () => {
    const { epochs, tailOff } = weightDecayTrace();
    return epochs.at(-1)!.rms / tailOff;
  },
  "exercise-iii/3.2/corruption": () => {
    const { x, original, corrupted } = corruptedCubic();
    return [x[0], original[0], corrupted[0]];
  },
  "exercise-iii/4.1/kl": () => [klDivergence([0.5, 0.5], [0.9, 0.1]), klDivergence([0.9, 0.1], [0.5, 0.5])],
  "exercise-iii/4.1/disjoint": () => [
    klDivergence([1, 0], [0, 1]) === Number.POSITIVE_INFINITY,
    jensenShannon([1, 0], [0, 1]),
  ],
  "exercise-iii/4.1/js": () => [
    jensenShannon([0.5, 0.5, 0], [0, 0.5, 0.5]),
    jensenShannon([0, 0.5, 0.5], [0.5, 0.5, 0]),
  ],
  "exercise-iii/4.1/wasserstein": () => wasserstein1d([0, 1, 3], [5, 6, 8]),
  "exercise-iii/4.1/mmd": () => mmdSquared([[0]], [[1]], { bandwidth: 1, estimator: "biased" }),
};
