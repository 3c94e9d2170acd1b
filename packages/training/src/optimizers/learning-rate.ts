import type { Schedule } from "@elbowjs/runs";

/** Option of every optimiser. */
export interface LearningRate {
  /** η ≥ 0, or a schedule of it over the run. */
  readonly learningRate?: number | Schedule;
}
