import { expect, it } from "vitest";
import {
  competitiveTrace,
  gradientDescentTrace,
  hebbianTrace,
  homeworkQuadratic,
  initialNetwork,
  lloydTrace,
  optimizerTrace,
  rosenbrock,
  sgd,
  trainingTrace,
  winnerTakeAllStep,
} from "../src/index.js";

const wrong = { lerningRate: 1 } as never;
it.each([
  ["gradientDescentTrace", () => gradientDescentTrace(homeworkQuadratic(), [0, 0], wrong)],
  ["trainingTrace", () => trainingTrace(initialNetwork([1, 1]), [[1]], [[1]], wrong)],
  ["hebbianTrace", () => hebbianTrace([[1]], [1], wrong)],
  ["competitiveTrace", () => competitiveTrace([[1]], [[1]], wrong)],
  ["winnerTakeAllStep", () => winnerTakeAllStep([[1]], [1], wrong)],
  ["lloydTrace", () => lloydTrace([[1]], [[1]], wrong)],
  ["optimizerTrace", () => optimizerTrace(sgd(), rosenbrock, [1, 1], wrong)],
])("%s refuses an option that does not exist", (name, call) => {
  expect(call).toThrow(TypeError);
  expect(call).toThrow(`${name}: expected the options `);
});
