/** The failures of adversarial training that are watched for. */
export type Failure =
  | "class-collapse"
  | "image-collapse"
  | "saturated-discriminator"
  | "dead-generator"
  | "negative-critic"
  | "copies"
  | "oscillation";

/** A failure, and what it was seen by. */
export interface HealthAlarm {
  readonly failure: Failure;
  /** In words, with the numbers. */
  readonly message: string;
}

/** What is measured of both players while they train, in evaluation mode and with the averaged weights, if any, in place. */
export interface HealthMeasures {
  /** From 1. */
  readonly epoch: number;
  /** Batches of the epoch that are done. */
  readonly batch: number;
  /** Shares, in [0, 1], of held-out images that the discriminator calls real, and of made ones that it calls made. */
  readonly accuracy: { readonly real: number; readonly made: number };
  /** The mean output on held-out images less that on made ones: the critic's estimate of the distance. */
  readonly estimate: number;
  /** Standard error of `estimate`. */
  readonly estimateError: number;
  /** How sure the discriminator is, 0 not at all, 1 entirely; undefined for a critic without bound. */
  readonly certainty: number | undefined;
  /** ‖∂L_G/∂θ_G‖₂, the gradient that reaches the generator. */
  readonly gradientNorm: number;
  /** Mean absolute difference, per number, of the images of the same z since the last report; undefined in the first. */
  readonly change: number | undefined;
  /** Mean squared distance of made images from their mean, divided by that of held-out images. */
  readonly spread: number;
  /** The same within each label, its mean over labels, or within each class that the classifier reads; undefined without either. */
  readonly classSpread: number | undefined;
  /** Share of made images of each class that the classifier reads, or nearest to each of some held-out images; the sum is 1. */
  readonly shares: readonly number[];
  /** The same of held-out images. */
  readonly realShares: readonly number[];
  /** Whether the shares are of classes (true), or of cells around images. */
  readonly hasClasses: boolean;
  /** Median mean-square difference to the nearest training image. */
  readonly nearest: { readonly made: number; readonly heldOut: number | undefined };
}

/** What `onHealth` is told. */
export interface HealthReport extends HealthMeasures {
  /** Failures seen in this report and the one before. */
  readonly alarms: readonly HealthAlarm[];
}
