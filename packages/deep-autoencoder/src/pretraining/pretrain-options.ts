import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";

/** What is told after an epoch of one Boltzmann machine. */
export interface PretrainReport {
  /** Which layer of the encoder, from 1, of `layers`. */
  readonly layer: number;
  readonly layers: number;
  /** From 1. */
  readonly epoch: number;
  /** Mean over items of the squared error of the visible units' reconstruction, a sum over units. */
  readonly squaredError: number;
}

/** Layer-wise pretraining: a stack of restricted Boltzmann machines, trained one after another, then unrolled. */
export interface PretrainOptions {
  /** Passes over the images for each layer; an integer ≥ 1. Default 10. */
  readonly epochs?: number;
  /** η > 0 of the binary layers. Default 0.1, the paper's. */
  readonly learningRate?: number;
  /** η > 0 of the code, whose units are Gaussian. Default 0.001, the paper's. */
  readonly codeLearningRate?: number;
  /** Images per step; an integer ≥ 1. Default 100. */
  readonly batchSize?: number;
  /** λ ≥ 0. Default 0.0002. */
  readonly weightDecay?: number;
  /** Called, and waited for, after each epoch of each layer. Default: none. */
  readonly onEpoch?: (report: PretrainReport) => unknown;
}

/** {@link PretrainOptions} with its defaults. */
export type CompletePretrainOptions = Required<Omit<PretrainOptions, "onEpoch">> &
  Pick<PretrainOptions, "onEpoch">;

/** Checks the options, before any work. */
export function completePretrain(caller: string, options: PretrainOptions): CompletePretrainOptions {
  const who = `${caller}, pretrain`;
  const names = ["epochs", "learningRate", "codeLearningRate", "batchSize", "weightDecay", "onEpoch"];
  checkKinds(caller, { pretrain: [options, "object"] });
  checkOptions(who, options, names);
  const { epochs = 10, learningRate = 0.1, codeLearningRate = 0.001, batchSize = 100 } = options;
  const { weightDecay = 0.0002, onEpoch } = options;
  checkNumbers(who, {
    epochs: [epochs, "integer ≥ 1"],
    learningRate: [learningRate, "> 0"],
    codeLearningRate: [codeLearningRate, "> 0"],
    batchSize: [batchSize, "integer ≥ 1"],
    weightDecay: [weightDecay, "≥ 0"],
  });
  checkKinds(who, { onEpoch: [onEpoch, "function or undefined"] });
  return { epochs, learningRate, codeLearningRate, batchSize, weightDecay, ...(onEpoch && { onEpoch }) };
}
