import {
  averagePool,
  backpropagate,
  batchCompetitiveStep,
  capacityTrace,
  centralGradient,
  centreNeurons,
  competitiveTrace,
  convolve,
  dampedHebbLimit,
  depthTrace,
  derivedDensity,
  dropout,
  earlyStoppingTrace,
  findWinner,
  firstPrincipalComponent,
  fitWhitening,
  gradientDescentTrace,
  hebbianTrace,
  hebbStep,
  helloLetters,
  helloTrace,
  initialNetwork,
  initialWeights,
  layerLearningRates,
  leastSquares,
  lectureChannels,
  lectureCompetitive,
  lectureSlidingFilter,
  lenet5Connections,
  lenet5Layers,
  lenet5Size,
  lloydTrace,
  lmsTrace,
  maxPool,
  negativeLog,
  noisySine,
  ojaExpansion,
  quartic,
  relu,
  shrinkageTrace,
  sixPointHebb,
  slidingFilter,
  squaredRisk,
  uniformDensity,
  whiten,
  whitenedDescent,
  winnerTakeAllStep,
} from "@elbowjs/classic-nn";
import { ganValue, optimalDiscriminator } from "@elbowjs/divergences";
import { Matrix } from "ml-matrix";
import claims from "../../../../packages/classic-nn/test/fixtures/course-claims.json" with { type: "json" };
import regularization from "../../../../packages/classic-nn/test/fixtures/regularization.json" with {
  type: "json",
};
import type { Checks } from "../walk.js";

const { X, Y, W } = claims.risk;
const quarticWay = (learningRate: number) =>
  gradientDescentTrace(quartic(), [1], { learningRate, iterations: 3 }).steps.map(({ w }) => w[0]);

/** Lectures 7 to 10: linear regression, descent, backpropagation. */
const lectures7to10: Checks = {
  "lectures/7/normal-equations": () => squaredRisk(X, Y, leastSquares(X, Y).weights).gradient.norm() < 1e-12,
  "lectures/7/gradient": () => squaredRisk(X, Y, W).gradient,
  "lectures/7/outer-products": () => {
    const { outerProducts, gradient } = squaredRisk(X, Y, W);
    return (
      Matrix.sub(
        outerProducts.reduce((a, b) => Matrix.add(a, b)),
        gradient,
      ).norm() < 1e-12
    );
  },
  "lectures/7/quartic": () => quarticWay(1 / 8).slice(0, 3),
  "lectures/7/quartic-large": () => quarticWay(1 / 2),
  "lectures/8/lms": () => lmsTrace([[2], [1]], [[3]], { learningRate: 0.1, epochs: 1 }).weights,
  "lectures/8/relu": () => [relu.value(2), relu.value(-2), relu.derivative(2), relu.derivative(-2)],
  "lectures/9/backward": () => {
    const network = initialNetwork([3, 4, 2], { seed: 3, deviation: 0.7 });
    const [x, y] = [
      [[0.2], [-1], [0.5]],
      [[1], [0]],
    ];
    const at = network[0]!.weights.to1DArray();
    const loss = (w: ArrayLike<number>) => {
      const first = { ...network[0]!, weights: Matrix.from1DArray(4, 3, Array.from(w)) };
      return backpropagate([first, network[1]!], x, y).loss;
    };
    const gradient = backpropagate(network, x, y).gradients[0]!.weights.to1DArray();
    return Math.max(...centralGradient(loss, at).map((g, i) => Math.abs(g - gradient[i]!))) < 1e-9;
  },
  "lectures/9/bias": () => {
    const network = initialNetwork([3, 4, 2], { seed: 3, deviation: 0.7 });
    const { gradients, deltas } = backpropagate(network, [[0.2], [-1], [0.5]], [[1], [0]]);
    return gradients.every(({ bias }, l) => bias.clone().add(deltas[l]!).norm() === 0);
  },
};

const capacity = () => capacityTrace(noisySine(), { degrees: Array.from({ length: 11 }, (_, k) => k) });

/** Lecture 11: over-fitting and what is done about it. */
const lecture11: Checks = {
  "lectures/11/train-risk": () => capacity().map(({ trainRisk }) => trainRisk),
  "lectures/11/test-risk": () => capacity().map(({ testRisk }) => testRisk),
  "lectures/11/sensitivity": () => {
    const trace = capacity();
    return trace[10]!.sensitivity > 10 * trace[3]!.sensitivity;
  },
  "lectures/11/more-data": () => {
    const risks = [15, 150].map(
      (train) => capacityTrace(noisySine({ train }), { degrees: [10] })[0]!.testRisk,
    );
    return risks[1]! < risks[0]! / 100;
  },
  "lectures/11/early-stopping": () => {
    const { steps, best } = earlyStoppingTrace(noisySine());
    const last = steps.at(-1)!;
    return best.step < last.step / 2 && last.testRisk > 1.1 * best.testRisk && best.distance < last.distance;
  },
  "lectures/11/penalty": () => {
    const split = noisySine();
    const held = capacityTrace(split, { degrees: [10], lambda: 0.01 })[0]!;
    return held.testRisk < capacity()[10]!.testRisk / 100;
  },
  "lectures/11/l1-l2": () =>
    shrinkageTrace({ x: claims.lasso.x, y: claims.lasso.y }, [30]).map(({ zeros }) => [
      zeros.ridge,
      zeros.lasso,
    ])[0],
};

const whitened = () => {
  const { points } = regularization;
  const z = whiten(points, fitWhitening(points));
  return z.transpose().mmul(z).div(z.rows);
};

/** Lecture 13: the craft. */
const lecture13: Checks = {
  "lectures/13/dropout-mean": () => {
    let calls = 0;
    const random = () => (calls++ % 4) / 4;
    const { output } = dropout(new Float64Array(4000).fill(1), { rate: 0.25, random });
    return output.reduce((a, b) => a + b) / output.length;
  },
  "lectures/13/initial-weights": () => {
    const w = initialWeights(400, 200);
    return w.mmul(w.transpose()).trace() / 200;
  },
  "lectures/13/whitened": () => whitened(),
  "lectures/13/path": () => {
    const x = regularization.points;
    const { raw, whitened: white } = whitenedDescent({ x, y: x.map(([a, b]) => a! - b!) });
    return [white.stepsToThousandth === 1, (raw.stepsToThousandth ?? 1e9) > raw.condition];
  },
  "lectures/13/vanish": () => depthTrace({ gain: 0.5 }).gradients[0],
  "lectures/13/explode": () => depthTrace({ gain: 1.5 }).ratio,
  "lectures/13/normalise": () => Math.min(...depthTrace({ gain: 0.5, normalise: "layer" }).gradients),
  "lectures/13/layer-rates": () => [...layerLearningRates([4, 100, 1, 5], 0.2)],
};

const layer = (name: string) => lenet5Layers.find((l) => l.name === name)!;
const image = new Matrix([
  [1, 2, 5, 6],
  [3, 4, 7, 8],
  [9, 10, 13, 14],
  [11, 12, 15, 16],
]);

/** Lecture 14: convolutional networks. */
const lecture14: Checks = {
  "lectures/14/filter": () => slidingFilter(lectureSlidingFilter.image, lectureSlidingFilter.filter),
  "lectures/14/second": () =>
    slidingFilter(lectureSlidingFilter.image, lectureSlidingFilter.filter).get(0, 1),
  "lectures/14/padding": () => {
    const out = slidingFilter(lectureSlidingFilter.image, lectureSlidingFilter.filter, { padding: 1 });
    return [out.rows, out.columns, out.get(0, 0)];
  },
  "lectures/14/stride": () =>
    slidingFilter(lectureSlidingFilter.image, lectureSlidingFilter.filter, { stride: 2 }),
  "lectures/14/channels": () => {
    const maps = (rows: typeof lectureChannels.image) => rows.map((r) => new Matrix(r.map((v) => [...v])));
    return convolve(
      { kernels: [maps(lectureChannels.filter)], bias: [0] },
      maps(lectureChannels.image),
    )[0]!.get(0, 0);
  },
  "lectures/14/max-pool": () => maxPool(image).output,
  "lectures/14/average-pool": () => averagePool(image),
  "lectures/14/table-1": () => lenet5Connections.map((sources) => sources.length),
  "lectures/14/parameters": () => ["C1", "S2", "C3", "S4", "C5", "F6"].map((name) => layer(name).parameters),
  "lectures/14/total": () => lenet5Size,
};

const hebb = () => hebbianTrace(sixPointHebb.points, sixPointHebb.initial, { learningRate: 1 });
const competitive = () =>
  competitiveTrace(lectureCompetitive.points, lectureCompetitive.initial, lectureCompetitive);

/** Lectures 17 and 18: unsupervised learning. */
const lectures17and18: Checks = {
  "lectures/17/hebb": () => hebb().steps.map(({ weights }) => weights),
  "lectures/17/hebb-signs": () => hebb().steps.map(({ y }) => y),
  "lectures/17/hebb-start": () =>
    [0, 4].map((i) => hebbStep(sixPointHebb.initial, sixPointHebb.points[i]!).y),
  "lectures/17/hebb-w4": () => hebbStep(hebb().steps[2]!.weights, sixPointHebb.points[4]!).y,
  "lectures/17/exponential": () =>
    (["linear", "sign"] as const).map((activation) =>
      hebbianTrace([[1]], [1], { activation, epochs: 3 }).steps.map(({ weights }) => weights[0]),
    ),
  "lectures/17/damped": () => dampedHebbLimit(0.9),
  "lectures/18/start": () =>
    lectureCompetitive.points.map(
      (x) => findWinner(lectureCompetitive.initial, x, { competition: "output" }).scores,
    ),
  "lectures/18/start-winners": () =>
    lectureCompetitive.points.map((x) =>
      findWinner(lectureCompetitive.initial, x, { competition: "output" }).best.map((j) => j + 1),
    ),
  "lectures/18/outputs": () => competitive().steps.map(({ scores }) => scores),
  "lectures/18/weights": () => competitive().steps.map(({ winner, weights }) => weights[winner]),
  "lectures/18/final": () => competitive().weights,
  "lectures/18/repeated": () => {
    // (1 − η)ⁿ w + (1 − (1 − η)ⁿ) x after n = 5 wins of one neuron.
    let weights: readonly ArrayLike<number>[] = [[2]];
    for (let n = 0; n < 5; n++) weights = winnerTakeAllStep(weights, [1], { learningRate: 0.5 }).weights;
    return weights[0]![0];
  },
  "lectures/18/batch-is-k-means": () => {
    const points = Array.from({ length: 30 }, (_, i) => [Math.sin(7 * i) + (i % 3) * 2, Math.cos(5 * i)]);
    const { steps } = lloydTrace(points, points.slice(0, 3));
    let neurons = centreNeurons(points.slice(0, 3));
    return steps
      .map(({ assignment }) => {
        const step = batchCompetitiveStep(neurons, points);
        neurons = step.neurons;
        return String(step.winners) === String(assignment);
      })
      .every(Boolean);
  },
  "lectures/18/oja-first-order": () => {
    const distances = [1e-3, 1e-4].map((eta) => ojaExpansion([0.6, -0.8, 0], [1, 0.5, -2], eta).distance);
    return distances[0]! / distances[1]!;
  },
  "lectures/18/oja-component": () => {
    const points = new Matrix(regularization.points).center("column");
    const { weights } = hebbianTrace(points, [0.3, 0.2, 0.1], {
      rule: "oja",
      learningRate: 1e-3,
      epochs: 2000,
    });
    const v = firstPrincipalComponent(regularization.points);
    return Math.abs(weights.reduce((sum, w, i) => sum + w * v[i]!, 0)) / Math.hypot(...weights);
  },
};

/** Lectures 19 and 20: as far as they are about densities. */
const lectures19and20: Checks = {
  "lectures/19/derived": () => [0, 1, 2].map(derivedDensity(uniformDensity, negativeLog)),
};

const lectures22to24: Checks = {
  "lectures/22/gan": () => {
    const [data, made] = [uniformDensity, (x: number) => 2 - 2 * x]; // G(z) = 1 − √(1 − z)
    return [ganValue(data, made, { interval: [0, 1] }).value, optimalDiscriminator(made, made)(0.3)];
  },
  "lectures/24/rnn": () => {
    const told = helloTrace().unrolled.steps.map(({ y }) => helloLetters[y.indexOf(Math.max(...y))]);
    return told.join("") === "ello";
  },
};

/** All lectures. */
export const lectures: Checks = {
  ...lectures7to10,
  ...lecture11,
  ...lecture13,
  ...lecture14,
  ...lectures17and18,
  ...lectures19and20,
  ...lectures22to24,
};
