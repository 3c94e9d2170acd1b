/**
 * Points in the plane: a dense chain on 8 Gaussians, two moons and a spiral. Prints W₂ (exact, 1,000 against 1,000 points) of samples to fresh points,
 * beside that of two fresh samples.
 * Usage: node experiments/points.mjs [set] [seeds]
 */
import { useBackend } from "@elbowjs/backend";
import { Diffusion } from "@elbowjs/diffusion";
import { plane, w2 } from "./plane.mjs";

const [only, seeds = 1] = process.argv.slice(2);
await useBackend();
for (const set of only ? [only] : Object.keys(plane))
  for (let seed = 0; seed < Number(seeds); seed++) {
    const started = performance.now();
    const model = await Diffusion.create({ shape: [2], steps: 100, seed });
    const options = { epochs: 30, batchSize: 128, learningRate: 0.002 };
    await model.fit({ data: plane[set](4000, 3 * seed), shape: [4000, 2] }, options);
    const made = model.sample(1000, { seed, steps: 20 });
    const seconds = (performance.now() - started) / 1000;
    const [a, b] = [1, 2].map((more) => plane[set](1000, 3 * seed + more));
    const [ours, floor] = [w2(await made.data(), a), w2(b, a)];
    console.log(
      `${set}, seed ${seed}: W2 ${ours.toFixed(4)} against ${floor.toFixed(4)} of two fresh samples, ratio ${(ours / floor).toFixed(2)}, ${seconds.toFixed(1)} s`,
    );
    made.dispose();
    model.dispose();
  }
