import type { StepSettings } from "./step-kernel.js";

/** Training stopped because the loss was no longer finite. The network keeps its last good centres. */
export class DivergenceError extends Error {
  override readonly name: string = "DivergenceError";
  /** Number of the step, from 1, whose loss was not finite. */
  readonly step: number;
  readonly loss: number;
  readonly settings: StepSettings;

  constructor(caller: string, step: number, loss: number, settings: StepSettings) {
    super(
      `${caller}: expected a finite loss, got ${loss} at step ${step} with learningRate ${settings.learningRate}, ` +
        `reduction '${settings.reduction}', gradient '${settings.gradient}'; ${remedy(settings)}. ` +
        "The last good centres are kept.",
    );
    this.step = step;
    this.loss = loss;
    this.settings = settings;
  }
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
