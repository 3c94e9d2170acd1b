import { breather } from "@elbowjs/backend";
import { bestEpoch, isStale, valueAt } from "@elbowjs/runs";
import { revive } from "../seeding/revival.js";
import type { DivergenceGuard } from "../steps/divergence-guard.js";
import type { Objective } from "../steps/objective.js";
import type { StepSettings } from "../steps/step-kernel.js";
import type { CentersState } from "./checkpoint.js";
import type { EpochRows, Window } from "./epoch-rows.js";
import type { CheckedFitOptions, EpochReport } from "./fit-options.js";
import type { LossLog } from "./loss-log.js";
import type { Evaluation } from "./network-options.js";

/** What a training runs on; all of it has been checked. */
export interface EpochsRun {
  readonly caller: string;
  readonly steps: DivergenceGuard;
  readonly log: LossLog;
  /** The samples, in the coordinates of the steps. */
  readonly data: EpochRows;
  /** With mean 1. */
  readonly weights: Float32Array | undefined;
  readonly fixed: Objective & { readonly temperature: number };
  readonly options: CheckedFitOptions;
  /** Where a checkpoint left the run. */
  readonly resumed: CentersState | undefined;
  /** Evaluates the centres as they are, where there are validation data. */
  readonly validate: (() => Promise<Evaluation>) | undefined;
  /** Writes a checkpoint. */
  readonly save: (epochs: readonly EpochReport[], best: Float32Array | undefined) => Promise<Uint8Array>;
}

/** The loop of a training: epochs, order, schedules, pauses, early stopping. Returns all reports and the centres. */
export async function runEpochs(
  run: EpochsRun,
): Promise<{ epochs: readonly EpochReport[]; centers: Float32Array }> {
  const { steps, data, options, resumed, log } = run;
  const { epochs, batchSize, patience, signal } = options;
  const total = epochs * Math.ceil(data.size / batchSize);
  const reports = [...(resumed?.epochs ?? [])];
  const breathe = breather({ signal });
  let best = resumed?.best;
  let last = settingsAt(run, (reports.length * Math.ceil(data.size / batchSize)) / total);
  for (let epoch = reports.length + 1; epoch <= epochs && !isStale(reports, patience); epoch++) {
    const started = performance.now();
    last = await takeEpoch(run, epoch, total, breathe);
    const revived = options.revive === true && epoch < epochs ? await reviveDead(run, epoch) : 0;
    const validation = await run.validate?.();
    const loss = log.takeMean();
    const report: EpochReport = {
      epoch,
      loss,
      losses: { centers: loss },
      learningRate: last.learningRate,
      temperature: last.temperature,
      revived,
      ...(validation !== undefined && { validation }),
      seconds: (performance.now() - started) / 1000,
    };
    reports.push(report);
    if (patience !== undefined && bestEpoch(reports) === epoch) best = await steps.centers();
    await options.onEpoch?.(report, () => run.save(reports.slice(), best));
    signal?.throwIfAborted();
  }
  if (best !== undefined && bestEpoch(reports) < reports.length) steps.replace(best);
  return { epochs: reports, centers: await steps.finish(last) };
}

/** Takes the steps of one epoch; returns the settings of the last one. */
async function takeEpoch(
  run: EpochsRun,
  epoch: number,
  total: number,
  breathe: ReturnType<typeof breather>,
): Promise<StepSettings> {
  const { steps, data, options } = run;
  let taken = (epoch - 1) * Math.ceil(data.size / options.batchSize);
  const next = (): StepSettings => settingsAt(run, taken++ / total);
  let last: StepSettings | undefined;
  for await (const window of data.windows(epoch)) {
    last = await takeWindow(run, window, next, breathe);
    await steps.settle(); // before the samples go
  }
  return last!;
}

/** Takes the steps of one window of an epoch. */
async function takeWindow(
  { steps, weights, options: { batchSize } }: EpochsRun,
  { rows, order }: Window,
  next: () => StepSettings,
  breathe: ReturnType<typeof breather>,
): Promise<StepSettings> {
  const n = rows.size;
  const atOnce = steps.atOnce(batchSize * rows.features);
  let last: StepSettings | undefined;
  for (let start = 0; start < n; start += atOnce * batchSize) {
    const end = Math.min(start + atOnce * batchSize, n);
    const settings = Array.from({ length: Math.ceil((end - start) / batchSize) }, next);
    await steps.take({ rows, order, start, end, batchSize, weights }, settings);
    last = settings.at(-1);
    const rest = breathe();
    if (rest !== undefined) await rest;
  }
  return last!;
}

function settingsAt({ caller, fixed, options }: EpochsRun, progress: number): StepSettings {
  const { learningRate, temperature = fixed.temperature } = options;
  return {
    ...fixed,
    learningRate: valueAt(caller, "learningRate", learningRate, progress),
    temperature: valueAt(caller, "temperature", temperature, progress),
  };
}

async function reviveDead({ steps, data, weights, options }: EpochsRun, epoch: number): Promise<number> {
  const rows = data.rows!; // `fit` refuses to revive without
  const centers = await steps.centers();
  const k = centers.length / rows.features;
  const result = await revive(rows, centers, k, [options.seed, epoch, 1], weights, options.signal);
  if (result !== undefined) steps.replace(result.centers);
  return result?.revived ?? 0;
}
