/**
 * Mock final 2024, question 5, learned: data of density 2 − 2x on [0, 1], noise uniform there.
 *
 * 1. The generator is the identity; the discriminator learns D* = (2 − 2x)/(3 − 2x): the largest difference on [0, 0.99].
 * 2. Both learn: D against ½, G against 1 − √(1 − z), and pictures of densities, D and the arrows from z to G(z), as figure 1 of Goodfellow
 *    et al., 2014.
 *
 * Usage: node experiments/one-dimensional-game.mjs [folder for the pictures]
 */
import { writeFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { arrow, bar, figure, line } from "@elbowjs/figures";
import { Gan } from "@elbowjs/gan";
import { defaultRng } from "@elbowjs/numpy-random";
import { cosine } from "@elbowjs/training";
import { tensor2d } from "@tensorflow/tfjs-core";

const [folder] = process.argv.slice(2);
await useBackend({ prefer: ["wasm"], threads: 1 });
const best = (z) => 1 - Math.sqrt(1 - z);
const data = Float32Array.from(defaultRng(1).uniform(0, 1, 131_072), best);
const leaky = { type: "leakyRelu" };
const hidden = [{ type: "linear", units: 32 }, leaky, { type: "linear", units: 32 }, leaky];
const tanh = { type: "tanh" };
const smooth = [{ type: "linear", units: 32 }, tanh, { type: "linear", units: 32 }, tanh];
const grid = Array.from({ length: 100 }, (_, i) => i / 100);
const points = { ...{ latent: 1, imageShape: [1], prior: "uniform" }, discriminator: hidden };
const adam = (rate, beta1) => ({
  optimizer: { type: "adam", learningRate: cosine(rate, rate / 100), beta1, beta2: 0.99 },
});

/** What a tensor of one column holds. */
async function column(tensor) {
  const values = [...(await tensor.data())];
  tensor.dispose();
  return values;
}
const at = (xs) => tensor2d(xs, [xs.length, 1]);

{
  const gan = await Gan.create({ ...points, generator: [] });
  const { seconds } = await gan.fit(data, {
    ...{ epochs: 20, batchSize: 1024, averageDecay: 0.99, discriminator: adam(0.01, 0.9) },
  });
  const D = await column(gan.discriminate(at(grid)));
  const gaps = D.map((d, i) => Math.abs(d - (2 - 2 * grid[i]) / (3 - 2 * grid[i])));
  console.log(`G(z) = z: sup |D − D*| ${Math.max(...gaps).toFixed(4)} after ${seconds.toFixed(1)} s`);
  gan.dispose();
}

{
  const gan = await Gan.create({
    ...points,
    generator: [...smooth, { type: "linear", units: 1 }],
    discriminator: smooth,
    seed: 1,
  });
  await picture(gan, 0);
  const { seconds } = await gan.fit(data, {
    ...{ epochs: 30, batchSize: 2048, averageDecay: 0.995, gradientPenalty: 0.05 },
    ...{ generator: adam(0.003, 0), discriminator: adam(0.006, 0) },
    onEpoch: async ({ epoch }) => {
      if ([1, 3, 10, 30].includes(epoch)) await picture(gan, epoch);
    },
  });
  const D = await column(gan.discriminate(at(grid)));
  const made = (await column(gan.generate(at(grid)))).toSorted((a, b) => a - b);
  const ofD = Math.max(...D.map((d) => Math.abs(d - 0.5)));
  const ofG = Math.max(...made.map((x, i) => Math.abs(x - best(grid[i]))));
  console.log(
    `both learn: sup |D − ½| ${ofD.toFixed(4)}, sup |G − (1 − √(1 − z))| ${ofG.toFixed(4)}, ${seconds.toFixed(1)} s`,
  );
  gan.dispose();
}

/** Densities of data and of what is generated, D, and from where to where z goes. */
async function picture(gan, epoch) {
  if (folder === undefined) return;
  const D = await column(gan.discriminate(at(grid)));
  const z = Array.from({ length: 21 }, (_, i) => i / 20);
  const to = await column(gan.generate(at(z)));
  const made = await column(gan.sample(20_000, { seed: 1 }));
  const cells = Array.from({ length: 50 }, () => 0);
  for (const x of made) if (x >= 0 && x < 1) cells[Math.floor(50 * x)] += 50 / made.length;
  const svg = figure({
    title: epoch === 0 ? "Before" : `After epoch ${epoch}`,
    x: { label: "x; below it z", domain: [0, 1] },
    y: { domain: [-0.8, 2.5] },
    marks: [
      bar({ name: "generated", x: cells.map((_, i) => (i + 0.5) / 50), y: cells, width: 0.02 }),
      line({ name: "data, 2 − 2x", x: grid, y: grid.map((x) => 2 - 2 * x) }),
      line({ name: "D", x: grid, y: D, dash: "dashed" }),
      arrow({ x1: z, y1: z.map(() => -0.75), x2: to, y2: z.map(() => -0.05) }),
    ],
  });
  writeFileSync(`${folder}/game-${epoch}.svg`, svg);
}
