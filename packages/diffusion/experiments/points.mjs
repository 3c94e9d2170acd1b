/**
 * Points in the plane: a dense chain on 8 Gaussians, two moons and a spiral. Prints W₂ (exact, 1,000 against 1,000 points) of samples to fresh
 * points, beside that of two fresh samples: means over so many pairs, for that of two samples alone varies by a half.
 * Usage: node experiments/points.mjs [set] [seeds] [pairs]
 */
import { useBackend } from "@elbowjs/backend";
import { Diffusion } from "@elbowjs/diffusion";
import { cosine } from "@elbowjs/training";
import { plane, w2 } from "./plane.mjs";

const [only, seeds = 1, pairs = 8] = process.argv.slice(2);
await useBackend();
for (const set of only ? [only] : Object.keys(plane))
  for (let seed = 0; seed < Number(seeds); seed++) {
    const started = performance.now();
    const model = await Diffusion.create({ shape: [2], steps: 100, predict: "velocity", seed });
    await model.fit(
      { data: plane[set](16_000, 1000 * seed), shape: [16_000, 2] },
      { epochs: 20, batchSize: 128, learningRate: cosine(0.003, 0.00006) },
    );
    const seconds = (performance.now() - started) / 1000;
    const [ours, floor] = [[], []];
    for (let pair = 1; pair <= Number(pairs); pair++) {
      const [a, b] = [1, 2].map((more) => plane[set](1000, 1000 * seed + 2 * pair + more));
      const made = model.sample(1000, { seed: pair });
      ours.push(w2(await made.data(), a));
      floor.push(w2(b, a));
      made.dispose();
    }
    console.log(
      `${set}, seed ${seed}: W2 ${mean(ours).toFixed(4)} against ${mean(floor).toFixed(4)} of two fresh samples, ratio ${(mean(ours) / mean(floor)).toFixed(2)}, trained in ${seconds.toFixed(1)} s`,
    );
    model.dispose();
  }

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
