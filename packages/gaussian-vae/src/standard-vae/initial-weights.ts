import { stream } from "../streams.js";

/** U(−bound, bound) for a model's initial weights, from their own stream; `place` tells the streams of one model apart. */
export function initialUniform(
  seed: number,
  ...place: number[]
): (bound: number, count: number) => Float32Array {
  const random = stream(seed, "weights", ...place);
  return (bound, count) => Float32Array.from(random.uniform(-bound, bound, count));
}
