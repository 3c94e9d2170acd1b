/** Options of `Gan.sample`. */
export interface GanSampleOptions {
  /** Where z comes from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** The class of all images, or of each; for a conditional GAN. Default: the classes in turn. */
  readonly label?: number | ArrayLike<number>;
}

/** Options of `Gan.interpolate`. */
export interface InterpolateOptions {
  /** The seeds of the first z and of the last, as `sample(1, { seed })` draws them. Default [0, 1]. */
  readonly seeds?: readonly [from: number, to: number];
  /** The class of all images; for a conditional GAN. Default 0. */
  readonly label?: number;
}
