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
import { contactSheet, type Dataset, type Split } from "@elbowjs/mnist-data";
import type { KMeansSettings } from "../command-line.js";
import { openData } from "../open-data.js";
import type { Outcome } from "../outcome.js";
import { Progress } from "../progress.js";
import { startBackend } from "../start-backend.js";
import { reportPage } from "./page.js";
import type { Metrics, Report } from "./report.js";
import { printSummary } from "./summary.js";

/**
 * The main job: opens the data, trains the k-means network, sorts the training images one by one into the centres.
 * Prints a line an epoch and shows a progress bar on a terminal.
 *
 * @param signal stops the training; what was reached by then is reported.
 */
export async function trainKMeans(settings: KMeansSettings, signal: AbortSignal): Promise<Outcome> {
  const backend = await startBackend(settings);
  const opening = performance.now();
  const data = await openData(settings, signal);
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
    printSummary(report);
    const centers = await net.readCenters();
    const { features, shape } = data.train;
    const pictures = Array.from({ length: settings.k }, (_, i) =>
      centers.subarray(i * features, (i + 1) * features),
    );
    const png = await contactSheet(pictures, { columns: Math.min(settings.k, 10), shape, scale: 4 });
    return {
      interrupted,
      files: {
        "centers.png": png,
        "report.html": reportPage(report, png),
        "report.json": `${JSON.stringify(report, null, 1)}\n`,
      },
    };
  } finally {
    net.dispose();
  }
}

async function fit(
  net: KMeansNetwork,
  data: Dataset,
  settings: KMeansSettings,
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
