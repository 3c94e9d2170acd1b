import type { DataSource, LabelledData } from "../data/labelled-data.js";
import type { IsOurs } from "../files/check-out.js";
import type { Flags, Values } from "../flags/flag.js";
import type { Command } from "./command.js";
import type { Facts, Section } from "./section.js";

/** One epoch of a training, as every model's `fit` reports it. */
export interface EpochReport {
  /** From 1. */
  readonly epoch: number;
  /** Mean training loss of its steps. */
  readonly loss: number;
  /** What the model came to on the validation data, where there are some. */
  readonly validation?: { readonly loss: number } | undefined;
  /** Of its steps and its validation; undefined where the model does not say. */
  readonly seconds?: number | undefined;
}

/** What every model's `fit` gives back, as far as is needed here. */
export interface Training {
  readonly epochs: readonly EpochReport[];
}

/** What a training tells while it runs: to be spread into `fit`'s options. */
export interface TrainingHooks {
  readonly signal: AbortSignal;
  /** After each step; `epoch` and `batch` from 1. */
  onBatch(done: {
    readonly epoch: number;
    readonly batch: number;
    readonly batches: number;
    readonly loss: number;
  }): void;
  /** After each epoch. A checkpoint, where the model makes them, is written at once. */
  onEpoch(report: EpochReport, checkpoint?: () => Promise<Uint8Array>): Promise<void>;
}

/** How a model is made and trained. */
export interface TrainingRun {
  readonly hooks: TrainingHooks;
  /** The checkpoint to go on from: `--resume`. */
  readonly resume?: { readonly path: string; readonly bytes: Uint8Array };
  /** Keeps a picture of the model at this moment, where a report follows. */
  readonly picture?: (title: string, draw: () => Promise<Uint8Array>) => Promise<void>;
}

/** What a report is made on. */
export interface ReportRun<E> {
  readonly data: DataSource;
  /** The part that was measured, and what came of it. */
  readonly part: LabelledData;
  readonly evaluation: E;
  /** True where the model was trained just now, on `data.train`; false where it comes from a file. */
  readonly isFresh: boolean;
  readonly signal: AbortSignal;
}

/** What is known of a model on data, for terminal and page. */
export interface Report {
  readonly title: string;
  readonly sections: readonly Section[];
  /** What else `report.json` holds. */
  readonly json?: Readonly<Record<string, unknown>>;
}

/** The files of a model. */
export interface ModelFile<M> {
  /** What it is called unless `--out` says otherwise. */
  readonly name: string;
  /** Whether a file, of which the start is given as Latin-1, is one of these, which `train` may replace. */
  readonly isOurs: IsOurs;
  /**
   * A model of a file's bytes.
   *
   * @throws Error if it is none; the message need not name the file.
   */
  read(bytes: Uint8Array): Promise<M>;
  /** The file's content; a model that has more than one format chooses by the path's ending. */
  write(model: M, path: string): string | Uint8Array | Promise<string | Uint8Array>;
  /** Whether checkpoints are written to such a path, after each epoch. Default: wherever the model makes them. */
  takesCheckpoints?(path: string): boolean;
  /** Models that come with the package, by the name that is typed instead of a file. Default none. */
  readonly ready?: Readonly<Record<string, () => Promise<M>>>;
}

/**
 * A model's command line, as data. `runModel` makes the program of it (train, evaluate, report), and `npm start` a row of its table.
 */
export interface ModelProgram<M extends { dispose(): void }, F extends Flags, E extends object> {
  /** The package's name and version: `packageOf(import.meta.url)`. */
  readonly package: { readonly name: string; readonly version: string };
  /** The model, in the words of `--help`: `k-means as a neural network`. */
  readonly about: string;
  readonly file: ModelFile<M>;
  /** Flags of `train`, besides those that every model has: `epochs` and `seed` among them, for both have defaults of the model's own. */
  readonly flags: F;
  /** With it there is `--resume`: flags that a checkpoint has settled, refused beside it; the others are for `fit` to compare. Default: no `--resume`. */
  readonly settled?: readonly (keyof F & string)[];
  /** A new model for the data, or the one to go on from. */
  create(data: DataSource, values: Values<F>, run: TrainingRun): Promise<M>;
  /**
   * Trains it, by the model's `fit`; stopped by the signal it throws, and the model is kept as it was then.
   *
   * @returns What `fit` does: the reports of all epochs, those before a checkpoint included.
   */
  train(model: M, data: DataSource, values: Values<F>, run: TrainingRun): Promise<Training>;
  /** What the model comes to on data, as JSON takes it. */
  evaluate(model: M, data: LabelledData, options: { readonly signal?: AbortSignal }): Promise<E>;
  /** The same for people. */
  describe(evaluation: E): Facts;
  /** The epochs of the training so far, where the file holds them. Default none. */
  history?(model: M): readonly EpochReport[];
  report(model: M, run: ReportRun<E>): Promise<Report>;
  /** Commands of this model alone. Default none. */
  readonly commands?: Readonly<Record<string, Command>>;
  /** Kinds of error of the model whose message alone says enough. Default none. */
  readonly faults?: readonly (new (
    ...args: never[]
  ) => Error)[];
}

/** A model's program as one of many, whatever its types. */
// biome-ignore lint/suspicious/noExplicitAny: the models' types differ, and each program only meets its own.
export type AnyModelProgram = ModelProgram<any, any, any>;

/** A model's program, its types inferred from its parts. */
export function modelProgram<M extends { dispose(): void }, F extends Flags, E extends object>(
  program: ModelProgram<M, F, E>,
): AnyModelProgram {
  return program;
}
