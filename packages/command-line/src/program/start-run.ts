import type { BackendInfo } from "@elbowjs/backend";
import type { DataSource } from "../data/labelled-data.js";
import type { Stopwatch } from "../terminal/stopwatch.js";
import type { AnyModelProgram } from "./model-program.js";
import type { Section } from "./section.js";
import type { Trained } from "./train-model.js";

/** What the flags come to, the model's own among them. */
export interface StartValues {
  readonly [flag: string]: string | number | boolean | undefined;
  readonly dataset: string;
  readonly dataDir: string | undefined;
  readonly limit: number | undefined;
  readonly backend: string;
  readonly allowSoftwareGpu: boolean;
  readonly out: string;
  readonly force: boolean;
  readonly epochs: number;
  readonly seed: number;
}

/** What a report is made of. */
export interface StartRun {
  readonly name: string;
  readonly program: AnyModelProgram;
  readonly values: StartValues;
  readonly backend: BackendInfo;
  readonly data: DataSource;
  readonly trained: Trained<{ dispose(): void }>;
  readonly clock: Stopwatch;
  /** Pictures that were made between the epochs. */
  readonly kept: readonly Section[];
}
