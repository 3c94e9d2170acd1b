import type { BackendInfo } from "@elbowjs/backend";
import type { Evaluation } from "@elbowjs/gaussian-vae";
import type { VaeSettings } from "../command-line.js";

/** What a run of the Gaussian autoencoder found: the contents of `report.json`. */
export interface VaeReport {
  readonly dataset: string;
  /** Where the data came from: a folder, the cache, a mirror, or drawn by code. */
  readonly source: string;
  readonly backend: BackendInfo;
  readonly settings: VaeSettings;
  /** True where the run was stopped before its last epoch. */
  readonly interrupted: boolean;
  readonly images: { readonly train: number; readonly test: number };
  readonly history: {
    /** The source's loss, a mean over 10 + 784 elements, of every step. */
    readonly steps: readonly number[];
    readonly epochs: readonly { readonly epoch: number; readonly loss: number; readonly testLoss: number }[];
  };
  /** Loss and its terms on the test images, and the negative ELBO in nats an image. */
  readonly test: Evaluation;
  /** Seconds. */
  readonly timings: { readonly open: number; readonly train: number; readonly evaluate: number };
}
