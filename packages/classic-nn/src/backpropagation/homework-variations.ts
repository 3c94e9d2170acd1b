import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { logistic } from "./activation.js";
import { initialNetwork } from "./network.js";
import { stepNetworkData } from "./step-network-data.js";
import { type TrainingOptions, type TrainingTrace, trainingTrace } from "./training-trace.js";

/** A way to train the network of homework 5, question 2. */
export interface HomeworkVariation {
  /** Slope of φ(v) = 1/(1 + e^(−av)). Default 5, the homework's. */
  readonly a?: number;
  /** Hidden neurons. Default 3, the homework's. */
  readonly hidden?: number;
  /** σ of the initial weights and biases. Default 0.1, the homework's. */
  readonly deviation?: number;
  /** η of the homework, whose loss is (f − y)², without ½. Default 0.01, the homework's. */
  readonly eta?: number;
  /** The rest, as `trainingTrace` has it. */
  readonly options?: Omit<TrainingOptions, "learningRate">;
}

/**
 * Question 2(d), the solution's own answer to 2(f), and each of its three changes alone: a = 10, η from 0.1 falling by 0.9
 * when the error rises, batches of 5 with averaged gradients. Then other changes that the question suggests.
 */
export const homeworkVariations: Readonly<Record<string, HomeworkVariation>> = {
  homework: {},
  solution: { a: 10, eta: 0.1, options: { batchSize: 5, decay: 0.9 } },
  "a = 10": { a: 10 },
  "η = 0.1": { eta: 0.1 },
  "η = 0.1, × 0.9 on a rise": { eta: 0.1, options: { decay: 0.9 } },
  "batches of 5": { options: { batchSize: 5 } },
  "batches of 5, η = 0.1": { eta: 0.1, options: { batchSize: 5 } },
  "a = 10, η = 0.1": { a: 10, eta: 0.1 },
  "full gradient, η = 0.5": { eta: 0.5, options: { batchSize: "full" } },
  "8 hidden neurons": { hidden: 8 },
  "zero weights": { deviation: 0 },
  "σ = 10": { deviation: 10 },
};

/**
 * Trains the homework's network on its 1,000 points in one of these ways.
 *
 * The homework's loss (f − y)² has twice the gradient of the ½(f − y)² that `trainingTrace` descends on, so its η is half of
 * ours: η = 0.01 there is a learning rate of 0.02 here.
 *
 * @param variation What to change. Default nothing: question 2(d).
 * @param seed Of the initial weights. Default 1.
 * @throws RangeError for a number outside of its interval; TypeError for an option that does not exist.
 */
export function homeworkTraining(variation: HomeworkVariation = {}, seed = 1): TrainingTrace {
  checkOptions("homeworkTraining", variation, ["a", "hidden", "deviation", "eta", "options"]);
  const { a = 5, hidden = 3, deviation = 0.1, eta = 0.01, options = {} } = variation;
  checkNumbers("homeworkTraining", { eta: [eta, "(0, ∞)"] });
  checkOptions("homeworkTraining", options, ["epochs", "batchSize", "decay", "patience", "shuffleSeed"]);
  const { inputs, targets } = stepNetworkData();
  const start = initialNetwork([2, hidden, 1], { activation: logistic(a), deviation, seed });
  return trainingTrace(start, inputs, targets, { ...options, learningRate: 2 * eta });
}
