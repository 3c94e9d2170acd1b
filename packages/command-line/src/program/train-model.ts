import { DataFault } from "../data/data-fault.js";
import type { DataSource } from "../data/labelled-data.js";
import { writeWhole } from "../files/write-whole.js";
import type { Flags, Values } from "../flags/flag.js";
import { type Progress, progressBar } from "../terminal/progress-bar.js";
import type { Stopwatch } from "../terminal/stopwatch.js";
import type { EpochReport, ModelProgram, TrainingHooks, TrainingRun } from "./model-program.js";

/** What surrounds a training. */
export interface TrainOptions {
  readonly signal: AbortSignal;
  readonly clock: Stopwatch;
  /** Where checkpoints go; undefined where none are kept. */
  readonly checkpoint: string | undefined;
  readonly resume?: TrainingRun["resume"];
  readonly picture?: TrainingRun["picture"];
}

/** A model after its training, and how that went. The caller disposes of the model. */
export interface Trained<M> {
  readonly model: M;
  /** Training loss of every step. */
  readonly steps: readonly number[];
  /** Of this training, and those that it went on from. */
  readonly epochs: readonly EpochReport[];
  /** True where a signal stopped it before its last epoch. */
  readonly interrupted: boolean;
  /** True where the file has a checkpoint. */
  readonly isSaved: boolean;
}

/** Makes and trains a model, with a line per epoch on stderr. Stopped by the signal, what was reached by then is kept. */
export async function trainModel<M extends { dispose(): void }, F extends Flags, E extends object>(
  program: ModelProgram<M, F, E>,
  data: DataSource,
  values: Values<F> & { readonly epochs: number },
  options: TrainOptions,
): Promise<Trained<M>> {
  const { signal, clock, resume, picture } = options;
  const log = new TrainingLog(values.epochs, await progressBar("Training"), options);
  const { onBatch, onEpoch } = log;
  const run = { hooks: { signal, onBatch, onEpoch }, ...(resume && { resume }), ...(picture && { picture }) };
  let model: M | undefined;
  try {
    model = await program.create(data, values, run);
    clock.lap("start");
    const before = program.history?.(model) ?? [];
    const training = await unlessStopped(program.train(model, data, values, run), signal);
    clock.lap("between");
    const { steps, isSaved, epochs: heard } = log;
    // What was heard has seconds; what came before a checkpoint was not heard.
    const earlier = training?.epochs.slice(0, training.epochs.length - heard.length) ?? before;
    return { model, steps, epochs: [...earlier, ...heard], interrupted: training === undefined, isSaved };
  } catch (error) {
    model?.dispose();
    throw error;
  } finally {
    log.stop();
  }
}

/** Undefined where the signal stopped it; a file that could not be written is another matter. */
async function unlessStopped<T>(training: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await training;
  } catch (error) {
    if (!signal.aborted || error instanceof DataFault) throw error;
    return undefined;
  }
}

/** Hears what the training tells: keeps the losses, says them, writes checkpoints. */
class TrainingLog {
  readonly steps: number[] = [];
  readonly epochs: EpochReport[] = [];
  isSaved = false;
  readonly #clock: Stopwatch;
  readonly #checkpoint: string | undefined;

  constructor(
    readonly count: number,
    readonly progress: Progress,
    { clock, checkpoint }: TrainOptions,
  ) {
    this.#clock = clock;
    this.#checkpoint = checkpoint;
  }

  // Arrow functions: `{...run.hooks}` takes them without the object.
  readonly onBatch: TrainingHooks["onBatch"] = ({ epoch, batch, batches, loss }) => {
    this.steps.push(loss);
    this.progress.update((epoch - 1 + batch / batches) / this.count, `loss ${loss.toFixed(4)}`);
  };

  readonly onEpoch: TrainingHooks["onEpoch"] = async (report, checkpoint) => {
    const { epoch, loss, validation } = report;
    const whole = this.#clock.lap("between");
    const seconds = report.seconds ?? whole;
    this.#clock.move(seconds, "between", "epochs");
    this.epochs.push({ ...report, seconds });
    const test = validation === undefined ? "" : `  test loss ${validation.loss.toFixed(4)}`;
    this.progress.line(
      `Epoch ${epoch}/${this.count}  training loss ${loss.toFixed(4)}${test}  ${seconds.toFixed(1)} s`,
    );
    if (checkpoint === undefined || this.#checkpoint === undefined) return;
    await writeWhole(this.#checkpoint, await checkpoint());
    this.isSaved = true;
  };

  stop(): void {
    this.progress.stop();
  }
}
