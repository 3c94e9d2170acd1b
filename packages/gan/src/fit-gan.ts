import { checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { fingerprint, type Samples, type SamplesInput, toSamples } from "@elbowjs/samples";
import { type BatchSource, type Training, train, trainOptionNames } from "@elbowjs/training";
import { tensor } from "@tensorflow/tfjs-core";
import { hasTarget } from "./adversarial-loss.js";
import type { GanModel } from "./gan-model.js";
import type { GanFitOptions } from "./gan-options.js";
import { checkCritic } from "./gradient-penalty.js";
import { HealthMonitor } from "./health/health-monitor.js";
import { discriminatorOf, type GanBatch, generatorOf, type Objective } from "./player-losses.js";
import { playerOf } from "./player-options.js";

/** What `fit` takes besides the options of every training. */
const names = [
  ...["generator", "discriminator", "labelSmoothing", "packing", "gradientPenalty", "validation"],
  ...["onHealth", "healthEvery", "healthSize", "classifier"],
];

/** Trains both players of a GAN; its own `fit` calls it. */
export async function fitGan(
  caller: string,
  gan: GanModel,
  images: SamplesInput,
  options: GanFitOptions,
): Promise<Training<never>> {
  checkOptions(caller, options, [...trainOptionNames, ...names]);
  const { generator, discriminator, labelSmoothing, packing, gradientPenalty, validation, ...rest } = options;
  const { onHealth, healthEvery, healthSize, classifier, ...training } = rest;
  const { loss, classes, imageShape } = gan.options;
  checkNumbers(caller, { packing: [packing, "integer in [1, 64] or undefined"] });
  const objective = {
    labelSmoothing: labelSmoothing ?? 0,
    gradientPenalty: gradientPenalty ?? ownPenalty(gan),
  };
  checkObjective(caller, gan, objective);
  const door = { shape: imageShape, classes, ...(gan.makesImages && { within: [0, 1] as const }) };
  const samples = await toSamples(caller, images, door);
  const heldOut = validation === undefined ? undefined : await toSamples(caller, validation, door);
  const players = {
    discriminator: playerOf(caller, "discriminator", discriminator, {
      ownSteps: loss === "wasserstein-gp" ? 3 : 1,
    }),
    generator: playerOf(caller, "generator", generator),
  };
  if (packing !== undefined) gan.repack(packing);
  const monitor =
    onHealth &&
    (await HealthMonitor.create(caller, gan, samples, heldOut, {
      onHealth,
      healthEvery,
      healthSize,
      classifier,
    }));
  try {
    return await train(
      caller,
      {
        model: gan,
        format: gan.format,
        options: gan.options,
        weights: () => gan.weights(),
        objective,
        players: [
          { ...players.discriminator, ...discriminatorOf(gan, objective) },
          // A generator without weights, the identity, is a player that has no steps to take.
          ...(gan.generator.layers.some(({ weights }) => weights.length > 0)
            ? [{ ...players.generator, ...generatorOf(gan) }]
            : []),
        ],
      },
      batches(gan, samples),
      monitor ? monitor.watch(training) : training,
    );
  } finally {
    monitor?.dispose();
  }
}

function ownPenalty(gan: GanModel): number {
  return gan.options.loss === "wasserstein-gp" ? 10 : 0;
}

function checkObjective(caller: string, gan: GanModel, objective: Objective): void {
  const { labelSmoothing, gradientPenalty } = objective;
  const { loss } = gan.options;
  checkNumbers(caller, {
    labelSmoothing: [labelSmoothing, "[0, 1)"],
    gradientPenalty: [gradientPenalty, "≥ 0"],
  });
  if (labelSmoothing > 0 && !hasTarget(loss))
    throw refusal(
      new RangeError(
        `${caller}: expected labelSmoothing 0 with the loss '${loss}', which has no target to smooth, got ${labelSmoothing}`,
      ),
    );
  if (gradientPenalty > 0) checkCritic(caller, gan.discriminator.layers);
}

function batches(gan: GanModel, samples: Samples): BatchSource<GanBatch> {
  const { packing, imageShape } = gan.options;
  return {
    size: samples.size,
    // Batch normalisation needs two images, and a pack all of its own.
    smallestBatch: Math.max(2, packing),
    fingerprint: () => fingerprint(samples),
    take: (rows) => {
      const used = rows.subarray(0, rows.length - (rows.length % packing));
      return {
        x: tensor(samples.gather(used), [used.length, ...imageShape]),
        labels: gan.options.classes > 0 ? Array.from(used, (row) => samples.labels![row]!) : undefined,
      };
    },
  };
}
