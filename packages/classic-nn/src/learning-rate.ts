import { checkNumbers } from "@elbowjs/arguments";

/** η, checked to be a finite positive number. */
export function checkedLearningRate(learningRate: number, caller: string): number {
  checkNumbers(caller, { learningRate: [learningRate, "(0, ∞)"] });
  return learningRate;
}
