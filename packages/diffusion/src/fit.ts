import { checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { philoxNormal } from "@elbowjs/backend/fused";
import { evaluation, type Pass, type SavedModel, type Weight } from "@elbowjs/layers";
import { fingerprint, type Samples, type SamplesInput, toSamples } from "@elbowjs/samples";
import {
  type BatchSource,
  chooseOptimizer,
  type FitOptions,
  fitOptionNames,
  type Player,
  stream,
  type Training,
  train,
} from "@elbowjs/training";
import { mean, type Scalar, square, sub, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import type { ChainParts } from "./chain/chain.js";
import { noisy, target } from "./chain/prediction.js";
import type { CompleteDiffusionOptions } from "./diffusion-options.js";

/** What validation tells after each epoch. */
export interface DiffusionValidation {
  /** The simple loss, as in training. */
  readonly loss: number;
}

/**
 * Options of `Diffusion.fit`. The optimiser's default is Adam at 0.001, and unlike elsewhere gradients are cut at the norm 1 (`clipNorm`), and the
 * model has the moving averages of its weights (`averageDecay`, 0.999; 0 for the weights themselves).
 */
export interface DiffusionFitOptions extends FitOptions<DiffusionValidation> {
  /** Part of the labels that are hidden in training, in [0, 1], so that the model can do without; with `classes`. Default 0.1. */
  readonly labelDropout?: number;
}

/** Noisy data, and what the network is to answer. */
interface NoisyBatch {
  readonly z: Tensor;
  readonly target: Tensor;
  /** t/T of each row. */
  readonly times: Float32Array;
  readonly labels: Int32Array | undefined;
}

/** What training needs of a model. */
export interface FittedDiffusion extends SavedModel {
  readonly options: CompleteDiffusionOptions;
  readonly chain: ChainParts;
  /** Those of the network alone. */
  denoiserWeights(): ReadonlyMap<string, Weight>;
}

/** Trains the network of a chain; the model's own `fit` calls it. */
export async function fitDiffusion(
  caller: string,
  model: FittedDiffusion,
  data: SamplesInput,
  options: DiffusionFitOptions,
): Promise<Training<DiffusionValidation>> {
  checkOptions(caller, options, [...fitOptionNames, "labelDropout"]);
  const { labelDropout, validation, averageDecay = 0.999, clipNorm = 1, ...training } = options;
  const { shape, classes, predict } = model.options;
  checkNumbers(caller, { labelDropout: [labelDropout, "[0, 1] or undefined"] });
  if (labelDropout !== undefined && classes === 0)
    throw refusal(
      new TypeError(`${caller}: expected no labelDropout of a model without classes, got ${labelDropout}`),
    );
  const hidden = classes > 0 ? (labelDropout ?? 0.1) : 0;
  const door = { shape, classes, ...(shape.length === 3 && { within: [0, 1] as const }) };
  const samples = await toSamples(caller, data, door);
  const measured = validation === undefined ? undefined : await toSamples(caller, validation, door);
  const { chain } = model;
  const loss = (batch: NoisyBatch, pass: Pass) => {
    const answer = chain.denoiser.apply(batch.z, batch.times, batch.labels, pass);
    return mean(square(sub(answer, batch.target))) as Scalar;
  };
  const player: Player<NoisyBatch> = {
    name: "denoiser",
    optimizer: chooseOptimizer(caller, training, { type: "adam" }),
    // The data's scale is measured, not learnt, and has no averages.
    weights: () => model.denoiserWeights(),
    loss: (batch, { seed }) => {
      const random = stream(seed, "forward", "dropout");
      return loss(batch, { training: true, random: () => random.random() });
    },
  };
  const measureOnce = onceOnly(() => chain.scale.measure(samples));
  const source = noisyBatches(chain, samples, hidden);
  const result = await train<NoisyBatch, DiffusionValidation>(
    caller,
    {
      model,
      format: model.format,
      options: model.options,
      weights: () => model.weights(),
      players: [player],
      objective: { predict, labelDropout: hidden },
      ...(measured && {
        validate: (signal?: AbortSignal) =>
          validate(noisyBatches(chain, measured, 0), (batch) => loss(batch, evaluation), signal),
      }),
    },
    {
      ...source,
      // With the first batch: by then everything has been checked, and a checkpoint read.
      take: (rows, at) => {
        measureOnce();
        return source.take(rows, at);
      },
    },
    { averageDecay, clipNorm, ...training },
  );
  measureOnce();
  return result;
}

function onceOnly(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

/** Data with noise on levels drawn evenly: the rows of a batch share them out among themselves. */
function noisyBatches(chain: ChainParts, samples: Samples, hidden: number): BatchSource<NoisyBatch> {
  return {
    size: samples.size,
    fingerprint: () => fingerprint(samples),
    take(rows, { seed }) {
      const { schedule, scale, predict, classes } = chain;
      const n = rows.length;
      const random = stream(seed, "forward");
      const start = random.random();
      const levels = Array.from(rows, (_, i) => 1 + Math.floor((((i + start) / n) % 1) * schedule.steps));
      const labels =
        classes === 0
          ? undefined
          : Int32Array.from(rows, (row) => (random.random() < hidden ? classes : samples.labels![row]!));
      const shape = [n, ...samples.shape];
      const perRow = [n, ...samples.shape.map(() => 1)];
      const [z, wanted] = tidy(() => {
        const x = scale.toChain(tensor(samples.gather(rows), shape));
        const epsilon = philoxNormal(x.shape as [number], { seed, stream: 1 });
        const rates = {
          signal: tensor(
            levels.map((t) => schedule.signal(t)),
            perRow,
          ),
          noise: tensor(
            levels.map((t) => schedule.noise(t)),
            perRow,
          ),
        };
        return [noisy(x, epsilon, rates), target(predict, x, epsilon, rates)];
      });
      const times = Float32Array.from(levels, (t) => t / schedule.steps);
      return { z: z!, target: wanted!, times, labels };
    },
  };
}

/** Rows of validation data at a time. */
const measuredAtOnce = 250;

/** The mean loss, with the same noise each time. */
async function validate(
  source: BatchSource<NoisyBatch>,
  loss: (batch: NoisyBatch) => Scalar,
  signal: AbortSignal | undefined,
): Promise<DiffusionValidation> {
  const breathe = breather({ signal });
  let total = 0;
  for (let start = 0; start < source.size; start += measuredAtOnce) {
    const count = Math.min(measuredAtOnce, source.size - start);
    const value = tidy(() => {
      const rows = Int32Array.from({ length: count }, (_, i) => start + i);
      return loss(source.take(rows, { seed: start, progress: 0 }));
    });
    total += ((await value.data())[0]! * count) / source.size;
    value.dispose();
    await breathe();
  }
  return { loss: total };
}
