import { mulberry32 } from "../front/plane-k-means.js";

/** A target that moves by `drift` in each batch, seen through the noise of a batch of b points of deviation 1. */
export interface ChaseSettings {
  readonly alpha: number;
  readonly b: number;
  readonly drift: number;
}

/** Many centres that chase one target in the plane, each by batches of its own; places are relative to the target. */
export class Chase {
  /** Behind the target along its way, and across it. */
  readonly behind: Float64Array;
  readonly across: Float64Array;
  readonly #normal: () => number;

  constructor(centers: number, seed: number) {
    this.behind = new Float64Array(centers);
    this.across = new Float64Array(centers);
    const random = mulberry32(seed);
    this.#normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  }

  /** One batch: the target moves on, and each centre goes the part α of the way to where its batch says that it is. */
  step({ alpha, b, drift }: ChaseSettings): void {
    const noise = alpha / Math.sqrt(b);
    for (let i = 0; i < this.behind.length; i++) {
      this.behind[i] = (1 - alpha) * (this.behind[i]! + drift) + noise * this.#normal();
      this.across[i] = (1 - alpha) * this.across[i]! + noise * this.#normal();
    }
  }

  /** How far the centres are behind on average, and their deviation across the way, which has no lag. */
  measured(): { lag: number; spread: number } {
    const n = this.behind.length;
    return {
      lag: this.behind.reduce((sum, value) => sum + value, 0) / n,
      spread: Math.sqrt(this.across.reduce((sum, value) => sum + value * value, 0) / n),
    };
  }
}
