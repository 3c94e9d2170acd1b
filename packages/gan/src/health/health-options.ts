import type { ImageClassifier } from "@elbowjs/image-evaluation";
import type { HealthReport } from "./health-report.js";

/** How `Gan.fit` watches itself. */
export interface HealthOptions {
  /**
   * Called, and waited for, with what was measured every `healthEvery` batches, and after each epoch; without it nothing is measured.
   * An error that it throws ends the training. Default: none.
   */
  readonly onHealth?: (report: HealthReport) => unknown;
  /** Batches between two measurements within an epoch, an integer ≥ 1. Default: only after each epoch. */
  readonly healthEvery?: number;
  /** Images of each kind that are measured on, an integer ≥ 16. Default 256. */
  readonly healthSize?: number;
  /** Reads the class of made images, for class shares and spreads; it stays the caller's. Default: none. */
  readonly classifier?: ImageClassifier;
}
