/** Tableau 10: ten colours that can be told apart. */
const palette = [
  "#4e79a7", "#f28e2b", "#e15759", "#76b7b2", "#59a14f",
  "#edc948", "#b07aa1", "#ff9da7", "#9c755f", "#bab0ac",
]; // biome-ignore format: two rows of five

/** Options of {@link latentScatter}. */
export interface LatentScatterOptions {
  /** The two units to draw, across and up. Default 0 and 1. */
  readonly units?: readonly [number, number];
  /** Side of the drawing in pixels, > 0. Default 400. */
  readonly size?: number;
}

/**
 * Where images lie in the latent space, as SVG: one dot an image, coloured by its label, with a circle at one standard deviation
 * of the prior.
 *
 * @param z values of `[n, latent]`, row by row.
 * @param labels one an image, integers ≥ 0; ten colours, then over again.
 * @param latent elements of each z.
 * @throws RangeError if the counts do not fit or a unit is not below `latent`.
 */
export function latentScatter(
  z: ArrayLike<number>,
  labels: ArrayLike<number>,
  latent: number,
  { units = [0, 1], size = 400 }: LatentScatterOptions = {},
): string {
  if (z.length !== labels.length * latent || labels.length === 0)
    throw new RangeError(
      `latentScatter: expected ${latent} values for each of at least one label, got ${z.length} for ${labels.length}`,
    );
  if (!units.every((unit) => Number.isInteger(unit) && unit >= 0 && unit < latent))
    throw new RangeError(`latentScatter: expected units below ${latent}, got ${units.join(" and ")}`);
  const [across, up] = units;
  let extent = 1; // the prior's circle is always inside
  for (let i = 0; i < labels.length; i++)
    for (const unit of units) extent = Math.max(extent, Math.abs(z[i * latent + unit]!));
  const half = size / 2;
  const place = (value: number) => (half + (0.95 * half * value) / extent).toFixed(1);
  const dots = Array.from(labels, (label, i) => {
    const [x, y] = [z[i * latent + across]!, z[i * latent + up]!];
    return `<circle cx="${place(x)}" cy="${place(-y)}" r="2" fill="${palette[label % 10]}"/>`;
  });
  const used = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const legend = used.map(
    (label, i) =>
      `<circle cx="${size + 14}" cy="${16 + 18 * i}" r="5" fill="${palette[label % 10]}"/>` +
      `<text x="${size + 26}" y="${20 + 18 * i}">${label}</text>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size + 50} ${size}" width="${size + 50}" height="${size}" font-family="system-ui, sans-serif" font-size="12" role="img">` +
    `<title>${labels.length} images by latent units ${across} and ${up}</title>` +
    `<rect width="100%" height="100%" fill="#fff"/>` +
    `<circle cx="${half}" cy="${half}" r="${((0.95 * half) / extent).toFixed(1)}" fill="none" stroke="#999"/>` +
    `${dots.join("")}${legend.join("")}</svg>`
  );
}
