import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
/** What early stopping knows after an epoch. */
export interface EarlyStopping {
  /** 0-based epoch just seen; −1 before the first. */
  readonly epoch: number;
  /** Epoch of the lowest validation loss, whose weights are to be kept; −1 before the first. */
  readonly bestEpoch: number;
  readonly bestLoss: number;
  /** Whether to stop. */
  readonly stop: boolean;
}

/** The state before the first epoch. */
export const beforeEarlyStopping: EarlyStopping = {
  epoch: -1,
  bestEpoch: -1,
  bestLoss: Number.POSITIVE_INFINITY,
  stop: false,
};

/**
 * Early stopping, one epoch: stop when the validation loss has not fallen for `patience` epochs.
 *
 * @param state From the epoch before, or {@link beforeEarlyStopping}.
 * @param validationLoss Of this epoch. An infinite one never is the best; NaN is refused.
 * @param options `patience`, an integer ≥ 1, default 5; `minDelta` ≥ 0, default 0: a fall that is not larger than
 * this does not count.
 * @throws RangeError if the loss is NaN or an option is outside its interval.
 */
export function earlyStoppingStep(
  state: EarlyStopping,
  validationLoss: number,
  options: { readonly patience?: number; readonly minDelta?: number } = {},
): EarlyStopping {
  checkOptions("earlyStoppingStep", options, ["patience", "minDelta"]);
  const { patience = 5, minDelta = 0 } = options;
  checkNumbers("earlyStoppingStep", { patience: [patience, "integer ≥ 1"], minDelta: [minDelta, "[0, ∞)"] });
  checkKinds("earlyStoppingStep", {
    state: [state, { epoch: "number", bestEpoch: "number", bestLoss: "number" }],
    validationLoss: [validationLoss, "number"],
  });
  if (Number.isNaN(validationLoss))
    throw new RangeError("earlyStoppingStep: expected a validation loss, got NaN; has the run diverged?");
  const epoch = state.epoch + 1;
  if (validationLoss < state.bestLoss - minDelta)
    return { epoch, bestEpoch: epoch, bestLoss: validationLoss, stop: false };
  return { ...state, epoch, stop: epoch - state.bestEpoch >= patience };
}
