import { checkKinds } from "@elbowjs/arguments";

/** What early stopping looks at of an epoch: the `loss` of what was measured. */
type Judged = { readonly validation?: unknown };

/**
 * The epoch, from 1, with the lowest validation loss, the first of several; 0 of no epochs. A loss that is not a number, or was not
 * measured, is never the lowest.
 */
export function bestEpoch(epochs: readonly Judged[]): number {
  checkKinds("bestEpoch", { epochs: [epochs, [{}]] });
  const losses = epochs.map(({ validation }) => {
    const { loss = Number.NaN } = (validation ?? {}) as { readonly loss?: number };
    return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
  });
  return losses.indexOf(Math.min(...losses)) + 1;
}

/**
 * Whether the lowest validation loss lies `patience` epochs back.
 *
 * @see L. Prechelt, Early Stopping — But When?, 1998.
 */
export function isStale(epochs: readonly Judged[], patience: number | undefined): boolean {
  return patience !== undefined && epochs.length - bestEpoch(epochs) >= patience;
}
