import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { gpuFailure, useBackend } from "@elbowjs/backend";
import { type SamplesInput, toSamples } from "@elbowjs/samples";
import { movedToOrigin } from "../data/origin.js";
import type { PassesInput } from "../data/passes.js";
import { meanOne, requireWeights } from "../data/weights.js";
import type { KernelInUse } from "../steps/choose-kernel.js";
import { DivergenceGuard, type GuardOptions, type OnLoss } from "../steps/divergence-guard.js";
import { requireRates } from "../steps/objective.js";
import type { StepSettings } from "../steps/step-kernel.js";
import { type CentersState, readCheckpoint, runSettings, writeCheckpoint } from "./checkpoint.js";
import { epochRows } from "./epoch-rows.js";
import { runEpochs } from "./epochs.js";
import { evaluateCenters } from "./evaluate.js";
import { type CheckedFitOptions, checkedFitOptions, type FitOptions, type Training } from "./fit-options.js";
import { LossLog } from "./loss-log.js";
import type { NetworkSettings, PartialFitOptions } from "./network-options.js";
import type { StoredCenters } from "./stored-centers.js";

/** The parts of a network that a training works on. */
export interface Trainee {
  readonly settings: NetworkSettings;
  readonly centers: StoredCenters;
  readonly kernel: KernelInUse;
}

/** Does a whole training; see `KMeansNetwork.fit`. */
export async function fitNetwork(
  caller: string,
  network: Trainee,
  given: PassesInput,
  givenOptions: FitOptions,
): Promise<Training> {
  const { settings, centers } = network;
  const options = checkedFitOptions(caller, givenOptions, settings);
  const { features, temperature } = settings;
  const data = await epochRows(caller, given, features, options);
  const validation =
    options.validation && (await toSamples(`${caller}, validation`, options.validation, { features }));
  requireWeights(caller, options.weights, data.size);
  await useBackend();
  const started = performance.now();
  let run: ReturnType<typeof runSettings> | undefined;
  const runOf = () => (run ??= runSettings(caller, data.fingerprint(), validation, temperature, options));
  const resumed = options.resume && readCheckpoint(caller, options.resume, settings, runOf());
  if (resumed !== undefined) centers.set(resumed.centers);
  const { origin } = data;
  const log = logOf(data.size, options, resumed);
  const guarded = {
    caller,
    origin,
    taken: log.taken,
    batchesPerEpoch: Math.ceil(data.size / options.batchSize),
    onLoss: (loss: number, size: number) => log.add(loss, size),
  };
  return train(network, guarded, async (steps) => {
    if (resumed?.moved !== undefined) steps.replace(resumed.moved);
    const result = await runEpochs({
      caller,
      steps,
      log,
      data,
      weights: meanOne(options.weights),
      fixed: settings,
      options,
      resumed,
      validate:
        validation &&
        (async () => evaluateCenters(validation, await centers.read(), temperature, pick(options.signal))),
      save: async (epochs, best) =>
        writeCheckpoint(settings, runOf(), {
          epochs,
          best,
          centers: await centers.read(),
          moved: origin && (await steps.centers()),
        }),
    });
    centers.keep(result.centers);
    return { epochs: result.epochs, seconds: (performance.now() - started) / 1000 };
  });
}

/** Takes one step with all of the data; see `KMeansNetwork.partialFit`. */
export async function stepNetwork(
  caller: string,
  network: Trainee,
  data: SamplesInput,
  options: PartialFitOptions,
): Promise<number> {
  const { settings, centers } = network;
  checkOptions(caller, options, ["learningRate", "temperature", "weights"]);
  const { learningRate = 4.5, temperature = settings.temperature, weights } = options;
  checkNumbers(caller, { learningRate: [learningRate, "≥ 0"], temperature: [temperature, "> 0"] });
  requireRates(caller, settings, learningRate);
  const samples = await toSamples(caller, data, { features: settings.features });
  requireWeights(caller, weights, samples.size);
  const { rows, origin } = movedToOrigin(samples);
  let loss = Number.NaN;
  const onLoss: OnLoss = (value) => {
    loss = value;
  };
  return train(network, { caller, origin, onLoss }, async (steps) => {
    const { size } = rows;
    const order = Int32Array.from({ length: size }, (_, i) => i);
    const rates: StepSettings = { ...settings, learningRate, temperature };
    await steps.take({ rows, order, start: 0, end: size, batchSize: size, weights: meanOne(weights) }, [
      rates,
    ]);
    centers.keep(await steps.finish(rates));
    return loss;
  });
}

/**
 * Gives `run` the steps of a training, and frees what they kept when it ends.
 *
 * @throws ElbowBackendError `device-lost` if the GPU is lost on the way.
 */
async function train<T>(
  { settings, centers, kernel }: Trainee,
  guarded: Omit<GuardOptions, "kernel" | "centers">,
  run: (steps: DivergenceGuard) => Promise<T>,
): Promise<T> {
  try {
    const steps = new DivergenceGuard({
      ...guarded,
      kernel: await kernel.for(settings.k),
      centers: centers.variable,
    });
    try {
      return await run(steps);
    } finally {
      steps.dispose();
    }
  } catch (error) {
    throw await gpuFailure(error);
  }
}

function logOf(size: number, options: CheckedFitOptions, resumed: CentersState | undefined): LossLog {
  const batches = Math.ceil(size / options.batchSize);
  return new LossLog(
    batches,
    options.epochs * batches,
    options.onBatch,
    (resumed?.epochs.length ?? 0) * batches,
  );
}

const pick = (signal: AbortSignal | undefined): { signal?: AbortSignal } =>
  signal === undefined ? {} : { signal };
