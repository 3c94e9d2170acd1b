import type { Weight } from "@elbowjs/layers";
import { add, mul, type Scalar, scalar, sum, tidy } from "@tensorflow/tfjs-core";
import { WeightCopies } from "./weight-copies.js";

/** Steps between two copies: what a diverged run may lose. */
const STEPS_BETWEEN = 32;

/** Losses so many times as large as the first are no longer good, though finite; and at the second bound nothing comes back. */
const [GOOD, LOST] = [1e3, 1e8];

/**
 * Copies of the weights from before a step whose losses were found good, to go back to when a run diverges. On the way to infinity
 * losses are finite for a while, and useless: good is what is not a thousand times as large as the first.
 */
export class GoodWeights {
  readonly #weights: ReadonlyMap<string, Weight>;
  #good: WeightCopies;
  /** Copies from before a step whose losses are not known. */
  #tried: { readonly step: number; readonly copies: WeightCopies } | undefined;
  #last = 0;
  #first: readonly number[] | undefined;

  constructor(weights: ReadonlyMap<string, Weight>) {
    this.#weights = weights;
    this.#good = new WeightCopies(weights);
  }

  /** Called before a step, counted from 1. */
  beforeStep(step: number): void {
    if (this.#tried !== undefined || step - this.#last < STEPS_BETWEEN) return;
    this.#tried = { step, copies: new WeightCopies(this.#weights) };
    this.#last = step;
  }

  /** Judges the losses of a step: false if the run has diverged. */
  judge(step: number, losses: readonly number[]): boolean {
    this.#first ??= losses;
    const within = (factor: number) =>
      losses.every((loss, i) => Math.abs(loss) <= factor * (1 + Math.abs(this.#first![i]!)));
    if (!within(LOST)) return false; // not a number is within nothing
    if (this.#tried !== undefined && step >= this.#tried.step) {
      const { copies } = this.#tried;
      this.#tried = undefined;
      const [kept, dropped] = within(GOOD) ? [copies, this.#good] : [this.#good, copies];
      this.#good = kept;
      dropped.dispose();
    }
    return true;
  }

  /** Whether every weight is finite, which the last step's loss cannot tell. */
  async areFinite(): Promise<boolean> {
    // 0·w is 0 for a finite w, and NaN for any other.
    const zero: Scalar = tidy(() =>
      [...this.#weights.values()].reduce<Scalar>(
        (total, { variable }) => add(total, sum(mul(variable, 0))),
        scalar(0),
      ),
    );
    const [value] = await zero.data();
    zero.dispose();
    return value === 0;
  }

  /** Puts the last good weights back. */
  restore(): void {
    this.#good.restore();
  }

  dispose(): void {
    this.#good.dispose();
    this.#tried?.copies.dispose();
    this.#tried = undefined;
  }
}
