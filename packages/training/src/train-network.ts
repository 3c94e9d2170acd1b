import type { SavedModel } from "@elbowjs/layers";
import type { Training } from "@elbowjs/runs";
import type { SamplesInput } from "@elbowjs/samples";
import type { BatchSource } from "./batch-source.js";
import {
  chooseOptimizer,
  type OptimizerChoice,
  type OptimizerOptions,
  optimizerChoiceNames,
} from "./optimizers/choose-optimizer.js";
import type { Player } from "./player.js";
import { train } from "./train.js";
import { type TrainOptions, trainOptionNames } from "./train-options.js";
import type { Trainable } from "./trainable.js";

/**
 * Options of a model's `fit`: those of every training, the optimiser, and validation data.
 *
 * @typeParam V what `evaluate` of the model gives.
 * @typeParam D the data that the model takes.
 */
export interface FitOptions<V = unknown, D = SamplesInput> extends TrainOptions<V>, OptimizerChoice {
  /** Data to evaluate on after each epoch. Default: none. */
  readonly validation?: D;
}

/** The names of {@link FitOptions}, for a model's `checkOptions`. */
export const fitOptionNames: readonly string[] = [...trainOptionNames, ...optimizerChoiceNames, "validation"];

/** How the one network of a model learns. */
export interface NetworkTraining<B, V> extends Pick<Trainable<B, V>, "objective" | "usesProgress"> {
  /** The network's name in reports, checkpoints and streams of random numbers: `autoencoder`. */
  readonly name: string;
  /** The model's own optimiser, where the options choose no other. */
  readonly optimizer: OptimizerOptions;
  /** The loss of a batch in training mode, a scalar, as of every {@link Player}. */
  readonly loss: Player<B>["loss"];
  /** Measures the model on its validation data, if any were given. Default: none. */
  readonly validate?: ((signal: AbortSignal | undefined) => Promise<V>) | undefined;
}

/**
 * Trains a model of one network in place: {@link train} with the model as its single player, and the optimiser that the options
 * choose.
 *
 * @param caller the method that was called, `GaussianVae.fit`: errors begin with it.
 * @param model whose weights all belong to the one network; its seed is the run's, where the options name none.
 * @throws as {@link train}; TypeError if the options hold both a rate and an optimiser.
 */
export async function trainNetwork<B, V>(
  caller: string,
  model: SavedModel & { readonly options: { readonly seed: number } },
  source: BatchSource<B>,
  options: TrainOptions<V> & OptimizerChoice,
  { name, optimizer, loss, validate, ...rest }: NetworkTraining<B, V>,
): Promise<Training<V>> {
  const weights = () => model.weights();
  const { format } = model;
  const players = [{ name, optimizer: chooseOptimizer(caller, options, optimizer), weights, loss }];
  const trainable = { model, format, options: model.options, weights, players, ...rest };
  return train(caller, validate ? { ...trainable, validate } : trainable, source, options);
}
