import type { SamplesInput } from "@elbowjs/samples";
import type { FitOptions, KMeansNetwork } from "../src/index.js";

/** Trains a network and returns the loss of every step. */
export async function fitLosses(
  net: KMeansNetwork,
  data: SamplesInput,
  options: FitOptions = {},
): Promise<number[]> {
  const losses: number[] = [];
  await net.fit(data, { ...options, onBatch: ({ loss }) => losses.push(loss) });
  return losses;
}
