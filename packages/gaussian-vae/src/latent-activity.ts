/** Which latent units the encoder uses. */
export interface LatentActivity {
  /** KL in nats by latent unit. */
  readonly klByUnit: readonly number[];
  /** Variance over images of the posterior's mean by latent unit. */
  readonly meanVariance: readonly number[];
  /** Units with `meanVariance` above 0.01, that is units whose mean depends on the image (Burda et al., 2016). */
  readonly activeUnits: number;
}

/** Burda et al.'s threshold. */
const active = 0.01;

/** Sums over images, by latent unit, of the KL term, the posterior's mean and its square, one after another. */
export class LatentSums {
  readonly #sums: Float64Array;
  #images = 0;

  constructor(latent: number) {
    this.#sums = new Float64Array(3 * latent);
  }

  /** Adds the sums over `images` more. */
  add(sums: ArrayLike<number>, images: number): void {
    for (let j = 0; j < this.#sums.length; j++) this.#sums[j]! += sums[j]!;
    this.#images += images;
  }

  activity(): LatentActivity {
    const means = Array.from(this.#sums, (total) => total / this.#images);
    const latent = means.length / 3;
    const klByUnit = means.slice(0, latent);
    const meanVariance = means
      .slice(2 * latent)
      .map((square, j) => Math.max(0, square - means[latent + j]! ** 2));
    return {
      klByUnit,
      meanVariance,
      activeUnits: meanVariance.filter((variance) => variance > active).length,
    };
  }
}

/**
 * Where the posterior has collapsed, why, and what helps; undefined where it has not, or where there is one image only, which
 * tells nothing of a variance over images.
 *
 * @param posterior its name, `q(z|x)`.
 */
export function collapseWarning(
  { klByUnit, meanVariance }: LatentActivity,
  images: number,
  posterior: string,
  remedy: string,
): string | undefined {
  const idle = meanVariance.flatMap((variance, j) => (variance > active ? [] : [j]));
  if (idle.length === 0 || images < 2) return undefined;
  const nats = idle.reduce((total, j) => total + klByUnit[j]!, 0);
  const reason =
    nats / idle.length < 0.1
      ? `${posterior} fell to the prior there, because a unit costs its KL before the decoder reads it`
      : `${posterior} is the same for every image there without being the prior, so that they cost and tell nothing: the encoder's ` +
        "last layer gives a constant, as after too large a step or before training";
  return (
    `${idle.length} of ${meanVariance.length} latent units (${idle.join(", ")}) do not depend on the image: the variance of their ` +
    `mean is at most ${active}, and together they carry ${nats.toPrecision(2)} nats. ${reason}. ${remedy}`
  );
}
