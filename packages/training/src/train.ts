import { checkKinds, checkNumbers, refusal } from "@elbowjs/arguments";
import { gpuFailure } from "@elbowjs/backend";
import { oneTraining, scheduleData, type Training } from "@elbowjs/runs";
import type { BatchSource } from "./batch-source.js";
import { type CompleteTrainOptions, completeTrainOptions, type TrainOptions } from "./train-options.js";
import { type Trainable, weightsOfPlayers } from "./trainable.js";
import { TrainingRun } from "./training-run.js";

/**
 * Trains a model in place: the one loop of all models. In each epoch the rows are put in a new order and cut into batches; on each
 * batch each player takes its steps, one after another.
 *
 * Whatever happens, the model ends with weights that can be used: when it diverges, the last good ones; with `patience`, the best
 * ones; with `averageDecay`, the averages.
 *
 * @param caller the method that was called, `GaussianVae.fit`: errors begin with it.
 * @throws RangeError or TypeError for options outside their range or kind, or a checkpoint of another run, before any work;
 *   DivergenceError if a loss is no longer finite; ElbowBackendError `device-lost` if the GPU is lost on the way (go on from the last
 *   checkpoint); Error if another training of this model is under way; the signal's reason if it is aborted.
 */
export async function train<B, V>(
  caller: string,
  model: Trainable<B, V>,
  source: BatchSource<B>,
  options: TrainOptions<V> = {},
): Promise<Training<V>> {
  checkKinds(caller, {
    model: [
      model,
      {
        model: "object",
        options: "object",
        format: "string",
        weights: "function",
        players: [{ name: "string", optimizer: "object", weights: "function" }],
        validate: "function or undefined",
      },
    ],
    source: [source, { size: "number", fingerprint: "function", take: "function" }],
    options: [options, "object"],
  });
  const smallestBatch = source.smallestBatch ?? 1;
  const complete = completeTrainOptions(caller, options, {
    seed: model.options.seed,
    smallestBatch,
    validates: model.validate !== undefined,
  });
  checkTraining(caller, model, source);
  const settings = runSettings(caller, model, source, complete);
  return oneTraining(caller, model.model, async () => {
    const run = new TrainingRun(caller, model, source, complete, settings);
    try {
      return await run.train();
    } catch (error) {
      throw options.signal?.aborted ? error : await gpuFailure(error);
    } finally {
      run.dispose();
    }
  });
}

function checkTraining<B, V>(
  caller: string,
  { players }: Trainable<B, V>,
  { size, smallestBatch = 1 }: BatchSource<B>,
): void {
  if (size < smallestBatch)
    throw refusal(new RangeError(`${caller}: expected at least ${smallestBatch} samples, got ${size}`));
  for (const { name, stepsPerBatch } of players)
    checkNumbers(caller, { [`steps of ${name}`]: [stepsPerBatch, "integer ≥ 1 or undefined"] });
  const count = players.reduce((total, player) => total + player.weights().size, 0);
  if (
    new Set(players.map(({ name }) => name)).size < players.length ||
    weightsOfPlayers(players).size < count
  )
    throw new TypeError(
      `${caller}: expected players with names and weights of their own, got two that share one`,
    );
}

/** Everything that changes the run, as plain data. */
function runSettings<B, V>(
  caller: string,
  { players, objective, usesProgress = false }: Trainable<B, V>,
  source: BatchSource<B>,
  { epochs, batchSize, seed, shuffle, clipNorm, averageDecay, patience }: CompleteTrainOptions<V>,
): Record<string, unknown> {
  const optimizers = players.map(({ name, optimizer: { settings, learningRate }, stepsPerBatch = 1 }) => ({
    name,
    ...settings,
    learningRate: scheduleData(caller, "learningRate", learningRate),
    stepsPerBatch,
  }));
  // Where nothing depends on the part of the run that is done, a run of ten epochs is the beginning of one of twenty.
  const isTimed =
    usesProgress || players.some(({ optimizer }) => typeof optimizer.learningRate === "function");
  return {
    data: source.fingerprint(),
    epochs: isTimed ? epochs : undefined,
    batchSize,
    seed,
    shuffle,
    clipNorm,
    averageDecay,
    patience,
    objective,
    players: optimizers,
  };
}
