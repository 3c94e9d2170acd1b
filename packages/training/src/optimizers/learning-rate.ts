import { checkNumbers } from "@elbowjs/arguments";
import type { Schedule } from "../schedule.js";

/** Option of every optimiser. */
export interface LearningRate {
  /** η ≥ 0, or a schedule of it over the run. */
  readonly learningRate?: number | Schedule;
}

/** Refuses a rate that is neither a number ≥ 0 nor a schedule. */
export function checkLearningRate(caller: string, learningRate: number | Schedule): void {
  if (typeof learningRate !== "function") checkNumbers(caller, { learningRate: [learningRate, "≥ 0"] });
}
