import { checkKinds } from "@elbowjs/arguments";
import {
  checkDigitBatch,
  checkLabels,
  type DigitBatch,
  digitGradients,
  predictions,
} from "./digit-gradients.js";
import { checkDigitNetwork, type DigitNetwork, digitActivations } from "./digit-network.js";
import { checkOptimizer, type Optimizer } from "./optimizer.js";

/** What an epoch of training gives. */
export interface DigitEpoch<State> {
  readonly network: DigitNetwork;
  /** One optimiser state a parameter array. */
  readonly states: State[];
  /** Mean cross-entropy over the epoch, each batch before its own step, nats. */
  readonly loss: number;
  /** Part of the training images recognised, in the same sense. */
  readonly accuracy: number;
}

/**
 * One pass of mini-batch training.
 *
 * @param states Those that the epoch before returned; leave out to begin.
 * @throws RangeError if there is no batch, a batch does not fit the network, or the run diverges.
 */
export function digitEpoch<State>(
  network: DigitNetwork,
  batches: Iterable<DigitBatch>,
  optimizer: Optimizer<State>,
  states?: readonly State[],
): DigitEpoch<State> {
  checkDigitNetwork("digitEpoch", network);
  checkKinds("digitEpoch", { batches: [batches, "iterable"], states: [states, "array or undefined"] });
  checkOptimizer("digitEpoch", optimizer);
  let { parameters } = network;
  let next = [...(states ?? parameters.map(({ length }) => optimizer.init(length)))];
  let [seen, loss, correct] = [0, 0, 0];
  for (const batch of batches) {
    const found = digitGradients({ sizes: network.sizes, parameters }, batch);
    const steps = parameters.map((w, k) => optimizer.step(w, found.gradients[k]!, next[k]!));
    parameters = steps.map(({ w }) => w);
    next = steps.map(({ state }) => state);
    seen += batch.labels.length;
    loss += found.loss * batch.labels.length;
    correct += found.correct;
  }
  if (seen === 0) throw new RangeError("digitEpoch: expected at least one batch, got none");
  return {
    network: { sizes: network.sizes, parameters },
    states: next,
    loss: loss / seen,
    accuracy: correct / seen,
  };
}

/**
 * Part of the images that the network recognises, in [0, 1].
 *
 * @throws RangeError if there is no batch or one does not fit the network.
 */
export function digitAccuracy(network: DigitNetwork, batches: Iterable<DigitBatch>): number {
  checkDigitNetwork("digitAccuracy", network);
  checkKinds("digitAccuracy", { batches: [batches, "iterable"] });
  const classes = network.sizes.at(-1)!;
  let [seen, correct] = [0, 0];
  for (const batch of batches) {
    checkDigitBatch("digitAccuracy", "every batch", batch);
    const { images, labels } = batch;
    const logP = digitActivations(network, images).at(-1)!;
    checkLabels(labels, logP.length / classes, classes, "digitAccuracy");
    correct += predictions(logP, classes).filter((label, i) => label === labels[i]).length;
    seen += labels.length;
  }
  if (seen === 0) throw new RangeError("digitAccuracy: expected at least one batch, got none");
  return correct / seen;
}
