import { breather } from "@elbowjs/backend";
import { seededOrder } from "@elbowjs/samples";
import type { Rows } from "../data/rows.js";
import { valueAt } from "../data/schedule.js";
import { revive } from "../seeding/revival.js";
import type { DivergenceGuard } from "../steps/divergence-guard.js";
import type { Objective } from "../steps/objective.js";
import type { StepSettings } from "../steps/step-kernel.js";
import type { CheckedFitOptions, EpochReport, History } from "./fit-options.js";
import type { LossLog } from "./loss-log.js";

/** The loop of a training: epochs, order, schedules, pauses. Its arguments have been checked. */
export async function runEpochs(
  steps: DivergenceGuard,
  log: LossLog,
  rows: Rows,
  weights: Float32Array | undefined,
  fixed: Objective & { readonly temperature: number },
  options: CheckedFitOptions,
): Promise<{ history: History; centers: Float32Array }> {
  const { epochs, batchSize, learningRate, temperature = fixed.temperature, shuffle, seed, signal } = options;
  const n = rows.size;
  const total = epochs * Math.ceil(n / batchSize);
  const given = Int32Array.from({ length: n }, (_, i) => i);
  const breathe = breather({ signal });
  const reports: EpochReport[] = [];
  const started = performance.now();
  const run = steps.atOnce(batchSize * rows.features);
  let last: StepSettings = { ...fixed, learningRate: 0 };
  const settingsAt = (progress: number): StepSettings => ({
    ...fixed,
    learningRate: valueAt("KMeansNetwork.fit", "learningRate", learningRate, progress),
    temperature: valueAt("KMeansNetwork.fit", "temperature", temperature, progress),
  });
  const reviveDead = async (epoch: number): Promise<number> => {
    const centers = await steps.centers();
    const k = centers.length / rows.features;
    const result = await revive(rows, centers, k, [seed, epoch, 1], weights, signal);
    if (result !== undefined) steps.replace(result.centers);
    return result?.revived ?? 0;
  };
  for (let epoch = 1, taken = 0; epoch <= epochs; epoch++) {
    const epochStarted = performance.now();
    const order = shuffle ? seededOrder(n, [seed, epoch - 1]) : given;
    for (let start = 0; start < n; start += run * batchSize) {
      const end = Math.min(start + run * batchSize, n);
      const settings = Array.from({ length: Math.ceil((end - start) / batchSize) }, () =>
        settingsAt(taken++ / total),
      );
      await steps.take({ rows, order, start, end, batchSize, weights }, settings);
      last = settings.at(-1)!;
      const rest = breathe();
      if (rest !== undefined) await rest;
    }
    await steps.settle();
    const revived = options.revive === true && epoch < epochs ? await reviveDead(epoch) : 0;
    const report: EpochReport = {
      epoch,
      loss: log.takeMean(),
      learningRate: last.learningRate,
      temperature: last.temperature,
      revived,
      seconds: (performance.now() - epochStarted) / 1000,
    };
    reports.push(report);
    await options.onEpoch?.(report);
    signal?.throwIfAborted();
  }
  const centers = await steps.finish(last);
  const seconds = (performance.now() - started) / 1000;
  return { history: { epochs: reports, batchLoss: log.all, seconds }, centers };
}
