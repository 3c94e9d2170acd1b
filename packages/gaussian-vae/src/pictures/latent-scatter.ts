import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { dot, figure, line } from "@elbowjs/figures";

/** Options of {@link latentScatter}. */
export interface LatentScatterOptions {
  /** The two units to draw, across and up. Default 0 and 1. */
  readonly units?: readonly [number, number];
  /** Side of the drawing in pixels, ≥ 160. Default 480. */
  readonly size?: number;
}

/**
 * Where images lie in the latent space, as SVG: one dot per image, coloured by its label, with a circle at one standard deviation
 * of the prior.
 *
 * @param z values of `[n, latent]`, row by row.
 * @param labels one per image, integers ≥ 0.
 * @param latent elements of each z.
 * @throws RangeError if the counts do not fit or a unit is not below `latent`; TypeError for an option that does not exist.
 */
export function latentScatter(
  z: ArrayLike<number>,
  labels: ArrayLike<number>,
  latent: number,
  options: LatentScatterOptions = {},
): string {
  checkOptions("latentScatter", options, ["units", "size"]);
  const { units = [0, 1], size = 480 } = options;
  checkKinds("latentScatter", { z: [z, "numbers"], labels: [labels, "numbers"], units: [units, ["number"]] });
  checkNumbers("latentScatter", { latent: [latent, "integer ≥ 1"], size: [size, "≥ 160"] });
  if (z.length !== labels.length * latent || labels.length === 0)
    throw new RangeError(
      `latentScatter: expected ${latent} values for each of at least one label, got ${z.length} for ${labels.length}`,
    );
  if (!units.every((unit) => Number.isInteger(unit) && unit >= 0 && unit < latent))
    throw new RangeError(`latentScatter: expected units below ${latent}, got ${units.join(" and ")}`);
  const [across, up] = units;
  const classes = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const dots = classes.map((label) => {
    const rows = Array.from(labels, (_, i) => i).filter((i) => labels[i] === label);
    const along = (unit: number) => rows.map((i) => z[i * latent + unit]!);
    return dot({ name: String(label), x: along(across), y: along(up), radius: 2, symbol: "circle" });
  });
  const angles = Array.from({ length: 97 }, (_, i) => (2 * Math.PI * i) / 96);
  const prior = line({ x: angles.map(Math.cos), y: angles.map(Math.sin), color: "muted" });
  return figure({
    title: `${labels.length} images by latent units ${across} and ${up}`,
    x: { label: `unit ${across}` },
    y: { label: `unit ${up}` },
    width: size,
    height: size,
    aspectRatio: 1,
    marks: [prior, ...dots],
  });
}
