import { useBackend } from "@elbowjs/backend";
import {
  adjustedRandIndex,
  assignmentEntropy,
  bestMatch,
  confusionTable,
  type EpochReport,
  isCollapsed,
  KMeansNetwork,
  normalizedMutualInformation,
  purity,
  usedClusters,
} from "@elbowjs/kmeans-nn";
import { type Dataset, openDataset, type Split } from "@elbowjs/mnist-data";
import type { Settings } from "./command-line.js";
import { Progress } from "./progress.js";
import type { Metrics, Report } from "./report.js";

/** A finished or interrupted run: its report and its centres. */
export interface Run {
  readonly report: Report;
  /** The centres, k rows of pixels. */
  readonly centers: Float32Array;
  readonly shape: readonly [number, number];
}

/**
 * The main job: opens the data, trains the k-means network, sorts the training images one by one into the centres.
 * Prints a line an epoch and shows a progress bar on a terminal.
 *
 * @param signal stops the training; what was reached by then is reported.
 */
export async function trainKMeans(settings: Settings, signal: AbortSignal): Promise<Run> {
  const backend = await useBackend({
    allowSoftwareGpu: settings.allowSoftwareGpu,
    ...(settings.backend === "auto" ? {} : { prefer: [settings.backend] }),
  });
  console.log(`Backend: ${backend.name} (${backend.reason})`);

  const opening = performance.now();
  const data = await open(settings, signal);
  const open_ = seconds(opening);
  console.log(
    `Data: ${data.name}, ${data.source}: ${data.train.size} training and ${data.test.size} test images`,
  );

  const net = new KMeansNetwork({
    k: settings.k,
    features: data.train.features,
    temperature: settings.temperature,
    reduction: settings.reduction,
    gradient: settings.gradient,
    update: settings.update,
  });
  try {
    await net.init(settings.init, data.train, { seed: settings.seed });
    const training = performance.now();
    const { history, interrupted } = await fit(net, data, settings, signal);
    const train = seconds(training);

    const evaluating = performance.now();
    const test = { loss: (await net.evaluate(data.test)).loss };
    const { table, metrics } = await sort(net, data.train, settings.k);
    const timings = { open: open_, train, evaluate: seconds(evaluating) };
    const images = { train: data.train.size, test: data.test.size };
    const { name: dataset, source } = data;
    const report = {
      dataset,
      source,
      backend,
      settings,
      interrupted,
      images,
      history,
      test,
      table,
      metrics,
      timings,
    };
    return { report, centers: await net.readCenters(), shape: data.train.shape };
  } finally {
    net.dispose();
  }
}

/** Opens the data set, or the first part of it. */
async function open({ dataset, dataDir, limit, seed }: Settings, signal: AbortSignal): Promise<Dataset> {
  const size = limit === undefined ? {} : { size: { train: limit, test: Math.floor(limit / 6) } };
  const progress = new Progress("Opening", 100, "%");
  try {
    const data = await openDataset(dataset, {
      signal,
      seed,
      ...size,
      ...(dataDir === undefined ? {} : { dataDir }),
      onProgress: ({ received, total = Number.POSITIVE_INFINITY }) =>
        progress.update(Math.floor((100 * received) / total)),
    });
    if (limit === undefined) return data;
    const first = (split: Split, n: number) => split.take(Math.min(n, split.size));
    return { ...data, train: first(data.train, limit), test: first(data.test, Math.floor(limit / 6)) };
  } finally {
    progress.stop();
  }
}

async function fit(
  net: KMeansNetwork,
  data: Dataset,
  settings: Settings,
  signal: AbortSignal,
): Promise<{ history: Report["history"]; interrupted: boolean }> {
  const steps: number[] = [];
  const epochs: (EpochReport & { testLoss: number })[] = [];
  const perEpoch = Math.ceil(data.train.size / settings.batchSize);
  const progress = new Progress("Training", settings.epochs * perEpoch, "steps");
  try {
    await net.fit(data.train, {
      epochs: settings.epochs,
      batchSize: settings.batchSize,
      learningRate: settings.eta,
      shuffle: true,
      seed: settings.seed,
      signal,
      onBatch: ({ step, loss }) => {
        steps.push(loss);
        progress.update(step, `loss ${loss.toFixed(4)}`);
      },
      onEpoch: async (report) => {
        const { loss: testLoss } = await net.evaluate(data.test);
        epochs.push({ ...report, testLoss });
        progress.line(
          `Epoch ${report.epoch}/${settings.epochs}  training loss ${report.loss.toFixed(4)}  test loss ${testLoss.toFixed(4)}  ${report.seconds.toFixed(1)} s`,
        );
      },
    });
    return { history: { steps, epochs }, interrupted: false };
  } catch (error) {
    if (!signal.aborted) throw error;
    return { history: { steps, epochs }, interrupted: true };
  } finally {
    progress.stop();
  }
}

/** Sends every training image to its centre, one by one, and measures how centres and digits agree. */
async function sort(
  net: KMeansNetwork,
  images: Split,
  k: number,
): Promise<{ table: number[][]; metrics: Metrics }> {
  const assignments = await net.assign(images);
  const { labels, classes } = images;
  const table = confusionTable(labels, assignments, { classes, k });
  const metrics = {
    purity: purity(table),
    nmi: normalizedMutualInformation(table),
    ari: adjustedRandIndex(table),
    bestMatch: bestMatch(table).accuracy,
    usedClusters: usedClusters(assignments, k),
    assignmentEntropy: assignmentEntropy(assignments, k),
    collapsed: isCollapsed(assignments, k),
  };
  return { table, metrics };
}

const seconds = (since: number): number => (performance.now() - since) / 1000;
