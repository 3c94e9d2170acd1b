import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import {
  add,
  linspace,
  matMul,
  reshape,
  sub,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";

/**
 * Points on the straight line between two z, both ends included: z₀ + t(z₁ − z₀), t = 0, 1/(steps − 1), …, 1. Decode them to see
 * one image turn into another.
 *
 * @param from z₀, shape `[1, d]` or `[d]`.
 * @param to z₁, of the same size.
 * @param steps an integer ≥ 2.
 * @returns shape `[steps, d]`; the caller disposes of it.
 * @throws RangeError if the sizes differ or `steps` is not such an integer.
 */
export function interpolate(from: Tensor, to: Tensor, steps: number): Tensor2D {
  checkKinds("interpolate", { from: [from, "Tensor"], to: [to, "Tensor"] });
  checkNumbers("interpolate", { steps: [steps, "integer in [2, 1048576]"] });
  if (from.size !== to.size)
    throw new RangeError(
      `interpolate: expected two points of one size, got ${from.size} and ${to.size} elements`,
    );
  return tidy(() => {
    const start = reshape(from, [1, from.size]);
    const t = reshape(linspace(0, 1, steps), [steps, 1]);
    return add(start, matMul(t, sub(reshape(to, [1, to.size]), start))) as Tensor2D;
  });
}

/**
 * A square grid of z in the plane of two latent units, the others 0: row by row, the first unit from −spread to spread along the
 * columns, the second along the rows. Decode it for a map of what the model has learnt.
 *
 * @param latent d, elements of z.
 * @param side points per side; an integer ≥ 2. Default 10.
 * @param units two different units. Default 0 and 1.
 * @param spread > 0, in standard deviations of the prior. Default 2.
 * @returns shape `[side², d]`; the caller disposes of it.
 * @throws RangeError for values outside these.
 */
export function latentGrid(
  latent: number,
  options: {
    readonly side?: number;
    readonly units?: readonly [number, number];
    readonly spread?: number;
  } = {},
): Tensor2D {
  checkOptions("latentGrid", options, ["side", "units", "spread"]);
  const { side = 10, units = [0, 1], spread = 2 } = options;
  checkNumbers("latentGrid", {
    latent: [latent, "integer in [2, 65536]"],
    side: [side, "integer in [2, 1024]"],
  });
  checkKinds("latentGrid", { units: [units, ["number"]] });
  const [across, down] = units;
  if (across === down || !units.every((unit) => Number.isInteger(unit) && unit >= 0 && unit < latent))
    throw new RangeError(
      `latentGrid: expected two different units below ${latent}, got ${units.join(" and ")}`,
    );
  checkNumbers("latentGrid", { spread: [spread, "> 0"] });
  const values = new Float32Array(side * side * latent);
  for (let i = 0; i < side * side; i++) {
    values[i * latent + across] = spread * ((2 * (i % side)) / (side - 1) - 1);
    values[i * latent + down] = spread * ((2 * Math.floor(i / side)) / (side - 1) - 1);
  }
  return tensor2d(values, [side * side, latent]);
}
