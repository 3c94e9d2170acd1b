import { expect, it } from "vitest";
import * as classic from "../src/index.js";

const wrong = { lerningRate: 1 } as never;
const f = classic.homeworkQuadratic();
const curve = { x: [0, 1], y: [0, 1] };
const split = { train: curve, test: curve };
const data = { x: [[1], [2]], y: [1, 2] };
const digits = { images: new Float32Array(784), labels: [3] };
const lenet5 = classic.initialLenet5();

it.each([
  ["allClose", () => classic.allClose([1], [1], wrong)],
  ["capacityFigure", () => classic.capacityFigure([], wrong)],
  ["capacityTrace", () => classic.capacityTrace(split, wrong)],
  ["competitiveTrace", () => classic.competitiveTrace([[1]], [[1]], wrong)],
  ["corruptedCubic", () => classic.corruptedCubic(wrong)],
  ["covarianceStep", () => classic.covarianceStep([1], [1], { meanInput: [0], meanOutput: 0 }, wrong)],
  ["dampedHebbLimit", () => classic.dampedHebbLimit(0.9, wrong)],
  ["dampedHebbStep", () => classic.dampedHebbStep([1], [1], wrong)],
  ["deltaRuleTrace", () => classic.deltaRuleTrace([[1]], [[1]], wrong)],
  ["densityFigure", () => classic.densityFigure([[1], [2]], wrong)],
  ["depthTrace", () => classic.depthTrace(wrong)],
  ["digitNetwork", () => classic.digitNetwork([2, 1], wrong)],
  ["dropout", () => classic.dropout([1], wrong)],
  ["earlyStoppingStep", () => classic.earlyStoppingStep(classic.beforeEarlyStopping, 1, wrong)],
  ["earlyStoppingTrace", () => classic.earlyStoppingTrace(split, wrong)],
  ["findWinner", () => classic.findWinner([[1]], [1], wrong)],
  ["fitWhitening", () => classic.fitWhitening([[1], [2]], wrong)],
  ["gradientCheck", () => classic.gradientCheck(f.value, f.gradient, [0, 0], wrong)],
  ["gradientDescentTrace", () => classic.gradientDescentTrace(f, [0, 0], wrong)],
  ["hebbStep", () => classic.hebbStep([1], [1], wrong)],
  ["hebbianTrace", () => classic.hebbianTrace([[1]], [1], wrong)],
  ["homeworkTraining", () => classic.homeworkTraining(wrong)],
  ["initialLenet5", () => classic.initialLenet5(wrong)],
  ["initialNetwork", () => classic.initialNetwork([1, 1], wrong)],
  ["initialWeights", () => classic.initialWeights(1, 1, wrong)],
  ["kFold", () => classic.kFold(4, 2, wrong)],
  ["kernelLogDensity", () => classic.kernelLogDensity([[1], [2]], [[1]], wrong)],
  ["lassoWeights", () => classic.lassoWeights(data, 1, wrong)],
  ["layerLearningRates", () => classic.layerLearningRates([1, 1], 1, wrong)],
  ["learningRateHypergradient", () => classic.learningRateHypergradient(f, f, [0, 0], wrong)],
  ["lenet5Epoch", () => classic.lenet5Epoch(lenet5, classic.sgd(), null, digits, wrong)],
  ["lloydTrace", () => classic.lloydTrace([[1]], [[1]], wrong)],
  ["lmsTrace", () => classic.lmsTrace([[1]], [[1]], wrong)],
  ["negativeLogUniformTrace", () => classic.negativeLogUniformTrace(2, wrong)],
  ["noisySine", () => classic.noisySine(wrong)],
  ["objectiveFigure", () => classic.objectiveFigure([], wrong)],
  ["ojaStep", () => classic.ojaStep([1], [1], wrong)],
  ["optimizerFigure", () => classic.optimizerFigure([], wrong)],
  ["optimizerPathFigure", () => classic.optimizerPathFigure(classic.rosenbrock, [], wrong)],
  ["optimizerTrace", () => classic.optimizerTrace(classic.sgd(), classic.rosenbrock, [1, 1], wrong)],
  ["perceptronTrace", () => classic.perceptronTrace([[1]], [1], wrong)],
  ["polynomialFit", () => classic.polynomialFit(curve, 1, wrong)],
  ["ridgeTrace", () => classic.ridgeTrace(data, data, wrong)],
  ["slidingFilter", () => classic.slidingFilter([[1]], [[1]], wrong)],
  ["stepNetworkData", () => classic.stepNetworkData(wrong)],
  ["surfaceFigure", () => classic.surfaceFigure(classic.initialNetwork([2, 1]), [[1], [1]], wrong)],
  ["threeLayerLeaves", () => classic.threeLayerLeaves(wrong)],
  ["trainingTrace", () => classic.trainingTrace(classic.initialNetwork([1, 1]), [[1]], [[1]], wrong)],
  ["weightDecayTrace", () => classic.weightDecayTrace(wrong)],
  ["whitenedDescent", () => classic.whitenedDescent(data, wrong)],
  ["winnerTakeAllStep", () => classic.winnerTakeAllStep([[1]], [1], wrong)],
])("%s refuses an option that does not exist", (name, call) => {
  expect(call).toThrow(TypeError);
  expect(call).toThrow(`${name}: expected the options `);
});

it("the nearest option that does exist is named", () => {
  expect(() => classic.ojaStep([1], [1], wrong)).toThrow(
    new TypeError("ojaStep: expected the options learningRate, got lerningRate; did you mean learningRate?"),
  );
});
