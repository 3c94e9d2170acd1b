import { imageSheet } from "@elbowjs/figures";
import { clipByValue, concat, keep, slice, type Tensor } from "@tensorflow/tfjs-core";
import type { Diffusion } from "../diffusion.js";

/** Columns of the strip. */
const columns = 10;

/** The chain as pictures: for each sample a row of z_t from noise to image, and below it what x̂ was taken to be. */
export async function chainStrip(model: Diffusion, seed: number, count = 3): Promise<Uint8Array> {
  const steps = Math.min(columns - 1, model.options.steps);
  const seen: { z: Tensor; image: Tensor }[] = [];
  const made = model.sample(count, {
    ...{ seed, steps },
    onStep: ({ z, image }) => seen.push({ z: keep(clipByValue(z, 0, 1)), image: keep(image.clone()) }),
  });
  made.dispose();
  const rows = Array.from({ length: count }, (_, row) =>
    (["z", "image"] as const).map((name) => concat(seen.map((step) => slice(step[name], [row], [1])))),
  ).flat();
  const sheet = concat(rows);
  try {
    return await imageSheet(sheet as never, { columns: seen.length, scale: 2 });
  } finally {
    for (const tensor of [sheet, ...rows, ...seen.flatMap(({ z, image }) => [z, image])]) tensor.dispose();
  }
}
