import { type Divergence, DivergenceError } from "@elbowjs/runs";
import type { StepSettings } from "./step-kernel.js";

/** The error of a training whose loss was no longer finite: it names the settings, and what they ask for. */
export function divergence(caller: string, place: Divergence, settings: StepSettings): DivergenceError {
  const { learningRate, reduction, gradient } = settings;
  return new DivergenceError(caller, place, {
    settings: `learningRate ${learningRate}, reduction '${reduction}', gradient '${gradient}'`,
    remedy: remedy(settings),
    kept: "centres",
  });
}

function remedy({ reduction, gradient, update }: StepSettings): string {
  if (update === "normalized") return "use a smaller learningRate";
  if (reduction === "batch" && gradient === "soft")
    return (
      "with 'batch' the step is as many times larger as there are features and the soft gradient multiplies it by the " +
      "temperature: use reduction 'mean', gradient 'hard', or a far smaller learningRate"
    );
  if (reduction === "batch")
    return "with 'batch' a centre is stable while learningRate < 1: use a smaller one, or 'mean'";
  return "use a smaller learningRate";
}
