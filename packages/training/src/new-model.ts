import { checkKinds } from "@elbowjs/arguments";
import { useBackend } from "@elbowjs/backend";
import { build, randomWeights, type WeightSource } from "@elbowjs/layers";

/**
 * A new model of weights drawn at random. Chooses a backend first, unless the program has set one; what was made is freed if the rest
 * fails.
 *
 * @param random what they are drawn from, `stream(seed, "weights")`: one generator for all, or one for each outermost part by its name,
 *   so that two networks do not start equal.
 * @param make makes the model of its weights.
 * @throws what `make` throws; TypeError for what is no generator or function.
 */
export async function newModel<M>(
  random: Parameters<typeof randomWeights>[0],
  make: (weights: WeightSource) => M,
): Promise<M> {
  checkKinds("newModel", { make: [make, "function"] });
  const source = randomWeights(random);
  await useBackend();
  return build(source, make);
}
