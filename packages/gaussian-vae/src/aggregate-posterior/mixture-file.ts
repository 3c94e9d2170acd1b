import { readSafetensors, writeSafetensors } from "@elbowjs/safetensors";
import type { GaussianMixture } from "./gaussian-mixture.js";
import { checkMixture } from "./gaussian-mixture.js";

/** The parts of k components in d dimensions, and their shapes in a file. */
const parts = {
  weight: (k: number) => [k],
  mean: (k: number, d: number) => [k, d],
  lower: (k: number, d: number) => [k, d, d],
} as const;

/** A mixture as a safetensors file in F32: `weight` of shape `[k]`, `mean` `[k, d]`, and `lower`, L of Σ = LLᵀ, `[k, d, d]`. */
export function writeMixture(mixture: GaussianMixture): Uint8Array {
  checkMixture("writeMixture", mixture);
  const [k, d] = [mixture.length, mixture[0]!.mean.length];
  const values = {
    weight: mixture.map(({ weight }) => weight),
    mean: mixture.flatMap(({ mean }) => [...mean]),
    lower: mixture.flatMap(({ lower }) => [...lower]),
  };
  return writeSafetensors(
    new Map(
      Object.entries(parts).map(([name, shape]) => [
        name,
        { shape: shape(k, d), values: Float32Array.from(values[name as keyof typeof parts]) },
      ]),
    ),
    { metadata: { model: "gaussian-mixture", version: "1" } },
  );
}

/**
 * Reads what {@link writeMixture} wrote.
 *
 * @throws RangeError if the bytes are not such a file.
 */
export function readMixture(bytes: Uint8Array): GaussianMixture {
  const { tensors } = readSafetensors(bytes);
  const [k, d] = tensors.get("mean")?.shape ?? [];
  if (k === undefined || d === undefined)
    throw new RangeError(
      "readMixture: expected a file that writeMixture wrote, got one without mean of shape [k, d]",
    );
  for (const [name, shape] of Object.entries(parts)) {
    const got = tensors.get(name)?.shape;
    if (got?.join() !== shape(k, d).join())
      throw new RangeError(
        `readMixture: expected ${name} of shape [${shape(k, d).join(", ")}], got ${got ? `[${got.join(", ")}]` : "none"}`,
      );
  }
  const values = (name: keyof typeof parts) => Float64Array.from(tensors.get(name)!.values);
  const [weight, mean, lower] = [values("weight"), values("mean"), values("lower")];
  const total = weight.reduce((sum, value) => sum + value); // 1 but for the rounding to F32
  return Array.from({ length: k }, (_, i) => ({
    weight: weight[i]! / total,
    mean: mean.slice(i * d, (i + 1) * d),
    lower: lower.slice(i * d * d, (i + 1) * d * d),
  }));
}
