import { defaultRng } from "@elbowjs/numpy-random";
import type { Tensor } from "@tensorflow/tfjs-core";
import { type LayerFactory, randomWeights, Sequential, type Shape, type WeightSource } from "../src/index.js";

/** Weights of seed 0. */
export const weights: WeightSource = randomWeights(defaultRng(0));

/** What layers make of x; x is disposed of. */
export async function run(
  factories: LayerFactory[],
  shape: Shape,
  x: Tensor,
  training: boolean,
  seed = 0,
): Promise<number[]> {
  const network = new Sequential(shape, factories, weights);
  const random = defaultRng(seed);
  const y = network.apply(x, { training, random: () => random.random() });
  const values = [...(await y.data())];
  for (const used of [x, y]) used.dispose();
  network.dispose();
  return values;
}
